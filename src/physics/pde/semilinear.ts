/**
 * Equations whose stiff part is linear, on periodic grids, by Fourier series:
 *
 *   u_t = L u + N(u, t),     û_t(k) = L(k) û(k) + N̂(û, t)(k).
 *
 * L acts on every wave alone and is taken exactly ("etdrk4") or implicitly ("imex"); N is evaluated in space,
 * from u and any of its derivatives, which are exact for the waves of the grid. Products make waves that the
 * grid does not have; those that would be mistaken for others are left out (`dealias`).
 */
import { backend } from "../../compute/index.js";
import { checkInteger, checkNumber, checkOneOf, ValueError } from "../../core/index.js";
import { boxOf } from "./box.js";
import type { Box, BoxOptions } from "./box.js";
import { etdrk4 } from "./etdrk4.js";
import type { Evolution, SteppingOptions } from "./evolution.js";
import { exponential } from "./exponential.js";
import { imex } from "./imex.js";
import { rungeKutta } from "./rungeKutta.js";
import { linearPart } from "./scheme.js";
import type { Planes, Scheme } from "./scheme.js";
import { createSolver } from "./solver.js";
import type { PdeSolver } from "./solver.js";
import { fullRate, spectralRate } from "./spectralRate.js";
import type { Pointwise, SpectralRate } from "./spectralRate.js";
import { largestStep } from "./stability.js";
import { forEachWave, keptWaves, tableOf } from "./symbols.js";
import type { FourierSymbol, Operator } from "./symbols.js";

/** Time steppers of spectral solvers. */
export type SpectralScheme = "etdrk4" | "imex" | "rk4";

const SCHEMES: readonly SpectralScheme[] = ["etdrk4", "imex", "rk4"];

/** What all spectral solvers accept. */
export interface SpectralOptions extends BoxOptions, SteppingOptions {
  /**
   * "etdrk4" (default): order 4, the linear part exact. "imex": order 3, the linear part implicit.
   * "rk4": order 4, explicit, for equations that are not stiff.
   */
  readonly scheme?: SpectralScheme | undefined;
  /**
   * The waves N sees, as a fraction of those of the grid. Default 2/3, with which products of two fields are
   * exact; 1/2 does it for three, 1 keeps all.
   */
  readonly dealias?: number | undefined;
}

/** Options of `semilinear`. */
export interface SemilinearOptions<Name extends string> extends SpectralOptions {
  /** Number of components of u. Default 1. */
  readonly components?: number | undefined;
  /** L(k), where ∂/∂x is ik: (k) => -(k[0] ** 2) is ∂²/∂x². Default 0. */
  readonly linear?: FourierSymbol | undefined;
  /** What N reads, by name: { u: [0], ux: [1] }. */
  readonly fields?: Readonly<Record<Name, Operator>> | undefined;
  /** What the functions n_j are multiplied by before they are added up. Default component j itself. */
  readonly outputs?: readonly Operator[] | undefined;
  /** Fills the n_j at every point. Default: nothing, the equation is linear, and every step is exact. */
  readonly nonlinear?: Pointwise<Name> | undefined;
}

/**
 * The solver of u_t = L u + N(u, t) on a periodic grid of one to three axes.
 * @throws ShapeError for a shape that is none, or derivatives with another number of orders than axes
 * @throws ValueError for symbols that are not finite or make real fields complex, a scheme that is unknown, a
 *   fraction outside ]0, 1], and a `timeStep` beyond the limit of "rk4"
 */
export function semilinear<Name extends string>(options: SemilinearOptions<Name>): PdeSolver {
  return createSemilinear(options, "physics.semilinear");
}

/** `semilinear` for an equation of another name. */
export function createSemilinear<Name extends string>(
  options: SemilinearOptions<Name>,
  where: string,
): PdeSolver {
  const { components = 1, linear = () => 0, scheme: name = "etdrk4" } = options;
  const box = boxOf(options, where);
  checkInteger(components, 1, Infinity, `${where}: components`);
  checkOneOf(name, SCHEMES, `${where}: scheme`);
  const L = linearPart(box, linear, components, `${where}: linear`);
  const N = nonlinearPart(box, components, options, where);
  const scheme = N ? schemeOf(name, L, N) : exponential(L);
  const evolution: Evolution = {
    where,
    box,
    components,
    scheme,
    ...spectralStates(box, components),
    limit: (state, t) =>
      scheme.stages > 0 && N ? largestStep(scheme.stages, N.frozenRates(state, t, L)) : Infinity,
  };
  return createSolver(evolution, options);
}

function nonlinearPart<Name extends string>(
  box: Box,
  components: number,
  { fields, outputs, nonlinear, dealias = 2 / 3 }: SemilinearOptions<Name>,
  where: string,
): SpectralRate | undefined {
  checkNumber(dealias, Number.MIN_VALUE, 1, `${where}: dealias`);
  if (!nonlinear) return undefined;
  if (!fields || Object.keys(fields).length === 0) {
    throw new ValueError(
      `${where}: fields should name what nonlinear reads; got none. ` +
        `Take { u: ${box.shape.length === 1 ? "[0]" : "[0, 0]"} } for u itself.`,
    );
  }
  const kept = keptWaves(box.shape, dealias);
  const table = (operator: Operator, what: string): ReturnType<typeof tableOf> =>
    tableOf(box, operator, components, kept, `${where}: ${what}`);
  const entries = Object.entries<Operator>(fields);
  const reads = entries.map(([key, operator]) => [key, table(operator, `fields.${key}`)] as const);
  const fills = outputs ?? Array.from({ length: components }, (_, component) => ({ component }));
  return spectralRate(
    box,
    components,
    Object.fromEntries(reads),
    fills.map((operator, j) => table(operator, `outputs[${j}]`)),
    nonlinear,
  );
}

function schemeOf(name: SpectralScheme, L: Planes, { rate }: SpectralRate): Scheme {
  if (name === "etdrk4") return etdrk4(L, rate);
  if (name === "imex") return imex(L, rate);
  return rungeKutta(name, fullRate(L, rate), 2 * L.re.length);
}

/** States are half spectra: real parts of all components, then imaginary parts. */
function spectralStates(
  { shape, cells }: Box,
  components: number,
): Pick<Evolution, "size" | "load" | "store" | "rms"> {
  const weights: number[] = [];
  const last = shape.length - 1;
  // A wave between 0 and the highest stands for its mirror image too.
  forEachWave(shape, (waves) => {
    const m = waves[last];
    weights.push((m === 0 || 2 * m === shape[last] ? 1 : 2) / (cells * cells * components));
  });
  const half = weights.length;
  const imaginary = components * half;
  return {
    size: 2 * imaginary,
    load(u, from, state) {
      const [re, im] = [state.subarray(0, imaginary), state.subarray(imaginary)];
      const sample = u.subarray(from, from + components * cells);
      backend().gridTransform(shape).forwardReal(sample, components, re, im);
    },
    store(state, u, to) {
      const [re, im] = [state.slice(0, imaginary), state.slice(imaginary)];
      const frame = u.subarray(to, to + components * cells);
      backend().gridTransform(shape).inverseReal(re, im, components, frame);
    },
    rms(state) {
      let sum = 0;
      for (let i = 0, k = 0; i < imaginary; i++, k++) {
        if (k === half) k = 0;
        sum += weights[k] * (state[i] ** 2 + state[imaginary + i] ** 2);
      }
      return Math.sqrt(sum);
    },
  };
}
