/**
 * The discrete Fourier transform of one line, X[k] = Σ_j x[j] e^{−2πi jk/n}, for any length. Powers
 * of two by fft.js; every other length by whichever of these costs least: its definition, a product
 * of shorter transforms, a convolution of length n − 1 (primes), or Bluestein's power of two.
 */
import FFT from "fft.js";
import { createBluestein } from "./bluestein.js";
import { createDirect } from "./direct.js";
import { createMixedRadix } from "./mixedRadix.js";
import { createRader } from "./rader.js";
import { unitRoots } from "./roots.js";

/** Fills `out` with the transform of `line`; both interleaved (re, im), not the same array. */
export type LineTransform = (out: Float64Array, line: Float64Array) => void;

interface Plan {
  /** Nanoseconds, by the measured costs of the pieces. */
  readonly cost: number;
  readonly create: () => LineTransform;
}

/** The transform of lines of length n; tables and scratch are made once. */
export function createLineTransform(n: number): LineTransform {
  return cheapestPlan(n).create();
}

const plans = new Map<number, Plan>();

function cheapestPlan(n: number): Plan {
  const known = plans.get(n);
  if (known) return known;
  const plan = isPowerOfTwo(n)
    ? powerOfTwo(n)
    : candidates(n).reduce((best, next) => (next.cost < best.cost ? next : best));
  plans.set(n, plan);
  return plan;
}

function candidates(n: number): Plan[] {
  const factors = factorsOf(n);
  const found = [direct(n), bluestein(n), mixedRadix(n, factors)];
  if (factors.length === 1 && n > 5) found.push(rader(n));
  return found;
}

function powerOfTwo(n: number): Plan {
  if (n < 4) return direct(n);
  return {
    cost: 1.7 * n * Math.log2(n) + 30,
    create: () => {
      const fft = new FFT(n);
      fft.table = unitRoots(n, n).map((value, i) => (i % 2 === 0 ? value : -value));
      return (out, line) => fft.transform(out, line);
    },
  };
}

function direct(n: number): Plan {
  return { cost: 0.95 * n * n + 20, create: () => createDirect(n) };
}

function mixedRadix(n: number, factors: readonly number[]): Plan {
  const passes = factors.map((p) => (p <= 5 ? 5 * n : (n / p) * (direct(p).cost + 10 * p)));
  const cost = passes.reduce((sum, pass) => sum + pass + 20, 0);
  return { cost, create: () => createMixedRadix(factors) };
}

function rader(n: number): Plan {
  const period = cheapestPlan(n - 1);
  return { cost: 2 * period.cost + 10 * n, create: () => createRader(n, period.create()) };
}

function bluestein(n: number): Plan {
  const m = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const padded = powerOfTwo(m);
  return { cost: 2 * padded.cost + 6 * m, create: () => createBluestein(n, m, padded.create()) };
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}

/** The prime factors of n, the largest first, with pairs of twos taken together. */
function factorsOf(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  for (const p of [4, 2, 3, 5]) {
    for (; rest % p === 0; rest /= p) factors.unshift(p);
  }
  for (let p = 7; rest > 1; p += 2) {
    for (; rest % p === 0; rest /= p) factors.unshift(p);
  }
  return factors.sort((a, b) => b - a);
}
