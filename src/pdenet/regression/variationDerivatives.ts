/**
 * Derivatives of noisy data whose own variation is small. Along a line of values f_i at x_i, v minimises
 *
 *   ½ Σ_i (v_i − f_i)² + α Σ_i |g_{i+½} − g_{i−½}|,   g_{i+½} = (v_{i+1} − v_i)/(x_{i+1} − x_i),
 *
 * the total variation of its derivative, and is differentiated: slopes may jump, but do not ripple. Higher derivatives
 * repeat this. α = λ σ h with the standard deviation σ of the data and the mean distance h, so that λ is a pure number.
 * |g| is taken as √(g² + ε²) and its weight from the last iterate (lagged diffusivity).
 *
 * Chartrand, ISRN Applied Mathematics 2011, 164564; Vogel and Oman, SIAM J. Sci. Comput. 17 (1996) 227.
 */
import { sizeOf } from "../../core/index.js";
import { correlateAlong, placesAlong } from "./alongAxis.js";
import { polynomialWeights } from "./localPolynomial.js";
import type { Differentiate, Place } from "./spaceRule.js";

const ITERATIONS = 30;
/** ε as a part of σ/h. */
const SMOOTHING = 1e-3;
/** A change of v below this part of σ ends the iteration. */
const SETTLED = 1e-5;
/** Entries beside the diagonal, on a ring that is folded so that neighbours stay close. */
const BAND = 4;

/** The derivatives of one field after another; the field itself stays as it is. */
export function variationDerivatives(
  orders: readonly (readonly number[])[],
  { grid, spacing, border }: Place,
  weight: number,
): Differentiate {
  const central = polynomialWeights([-2, -1, 0, 1, 2], 4, 1, 0);
  const places = grid.map((n) => placesAlong(n, central.length, border));
  const once = (u: Float64Array, axis: number): Float64Array => {
    const n = grid[axis];
    const x = Float64Array.from({ length: n }, (_, i) => i * spacing[axis]);
    const smooth = smoothAlong(u, grid, axis, x, border === "periodic", weight);
    return correlateAlong(smooth, grid, axis, central, places[axis]).map((g) => g / spacing[axis]);
  };
  return (u) =>
    orders.map((order) => {
      let derived: Float64Array = u.slice();
      order.forEach((o, axis) => {
        for (let i = 0; i < o; i++) derived = once(derived, axis);
      });
      return derived;
    });
}

/** ∂u/∂t of u[t, …] at times that need not be equally far apart, three of them at least. */
export function variationRates(u: Float64Array, times: Float64Array, weight: number): Float64Array {
  const inner = u.length / times.length;
  const v = smoothAlong(u, [times.length, inner], 0, times, false, weight);
  const out = new Float64Array(u.length);
  times.forEach((time, t) => {
    const first = Math.min(Math.max(t - 1, 0), times.length - 3);
    const nodes = [0, 1, 2].map((i) => times[first + i]);
    polynomialWeights(nodes, 2, 1, time).forEach((w, i) => {
      for (let x = 0; x < inner; x++) out[t * inner + x] += w * v[(first + i) * inner + x];
    });
  });
  return out;
}

/** v along every line of an axis. */
function smoothAlong(
  u: Float64Array,
  grid: readonly number[],
  axis: number,
  x: Float64Array,
  ring: boolean,
  weight: number,
): Float64Array {
  const n = grid[axis];
  const σ = deviationOf(u);
  if (σ === 0 || weight === 0 || n < 3) return u.slice();
  const h = (x[n - 1] - x[0]) / (n - 1);
  const line = createLine(x, ring, weight * σ * h, σ, (SMOOTHING * σ) / h);
  const inner = sizeOf(grid.slice(axis + 1));
  const out = new Float64Array(u.length);
  for (let o = 0; o < u.length / (n * inner); o++) {
    for (let i = 0; i < inner; i++) {
      const from = o * n * inner + i;
      for (let j = 0; j < n; j++) line.f[j] = u[from + j * inner];
      line.smooth();
      for (let j = 0; j < n; j++) out[from + j * inner] = line.v[j];
    }
  }
  return out;
}

function deviationOf(u: Float64Array): number {
  const mean = u.reduce((sum, value) => sum + value, 0) / u.length;
  return Math.sqrt(u.reduce((sum, value) => sum + (value - mean) ** 2, 0) / u.length);
}

/** One line after another: fill f, call smooth, read v. */
function createLine(x: Float64Array, ring: boolean, α: number, σ: number, ε: number) {
  const n = x.length;
  const f = new Float64Array(n);
  const v = new Float64Array(n);
  const solution = new Float64Array(n);
  const matrix = new Float64Array(n * (BAND + 1));
  const at = Int32Array.from({ length: n }, (_, i) =>
    !ring ? i : 2 * i < n ? 2 * i : 2 * (n - i) - 1,
  );
  const gaps = Float64Array.from({ length: n }, (_, i) =>
    i + 1 < n ? x[i + 1] - x[i] : x[1] - x[0],
  );
  // The triples (i, i + 1, i + 2), and what the change of slope takes of each.
  const triples = Array.from({ length: ring ? n : n - 2 }, (_, i) => {
    const [a, b] = [1 / gaps[i], 1 / gaps[(i + 1) % n]];
    return { points: [i, (i + 1) % n, (i + 2) % n], slopes: [a, -a - b, b] };
  });

  function smooth(): void {
    v.set(f);
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      assemble();
      for (let i = 0; i < n; i++) solution[at[i]] = f[i];
      solveBanded(matrix, solution, n);
      let change = 0;
      for (let i = 0; i < n; i++) {
        change = Math.max(change, Math.abs(solution[at[i]] - v[i]));
        v[i] = solution[at[i]];
      }
      if (change <= SETTLED * σ) return;
    }
  }

  /** The lower band of I + α Σ d dᵀ/√((d·v)² + ε²). */
  function assemble(): void {
    matrix.fill(0);
    for (let i = 0; i < n; i++) matrix[i * (BAND + 1)] = 1;
    for (const { points, slopes } of triples) {
      const [p, q, r] = points;
      const turn = slopes[0] * v[p] + slopes[1] * v[q] + slopes[2] * v[r];
      const factor = α / Math.sqrt(turn * turn + ε * ε);
      for (let a = 0; a < 3; a++) {
        for (let b = 0; b < 3; b++) {
          const [i, j] = [at[points[a]], at[points[b]]];
          if (i >= j) matrix[i * (BAND + 1) + i - j] += factor * slopes[a] * slopes[b];
        }
      }
    }
  }

  return { f, v, smooth };
}

/** Puts the solution in the place of b, the factor in that of the lower band A[i, i − j]. */
function solveBanded(A: Float64Array, b: Float64Array, n: number): void {
  const width = BAND + 1;
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - BAND); j <= i; j++) {
      let sum = A[i * width + i - j];
      for (let k = Math.max(0, i - BAND); k < j; k++) {
        sum -= A[i * width + i - k] * A[j * width + j - k];
      }
      A[i * width + i - j] = j < i ? sum / A[j * width] : Math.sqrt(sum);
    }
    let sum = b[i];
    for (let k = Math.max(0, i - BAND); k < i; k++) sum -= A[i * width + i - k] * b[k];
    b[i] = sum / A[i * width];
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= A[i * width];
    for (let k = Math.max(0, i - BAND); k < i; k++) b[k] -= A[i * width + i - k] * b[i];
  }
}
