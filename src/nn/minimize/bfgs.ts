/**
 * BFGS: the inverse Hessian H as a matrix. A step s that changed the gradient by y makes
 *
 *   H₊ = (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ
 *      = H + ρ (1 + ρ yᵀHy) s sᵀ − ρ (Hy sᵀ + s yᵀH),   ρ = 1/sᵀy,
 *
 * so that H₊ y = s, and H₊ is symmetric and positive definite as H was. The first step scales the
 * identity by γ = sᵀy/yᵀy beforehand. Memory and work per step grow as n².
 *
 * J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed. (2006), eqs. (6.17) and (6.20).
 */
import { showsCurvature } from "./curvature.js";
import type { Curvature, Pair } from "./curvature.js";
import { dot } from "./sums.js";

/** The curvature of n unknowns, beginning with `known`, row-major n × n, or with nothing if it is empty. */
export function createBfgs(n: number, known: Float64Array): Curvature {
  let H: Float64Array = known.slice();
  return {
    get empty() {
      return H.length === 0;
    },
    direction: (gradient) =>
      H.length === 0 ? gradient.map((g) => -g) : product(H, gradient).map((h) => -h),
    learn,
    forget: () => (H = new Float64Array(0)),
    knowledge: () => ({ pairs: [], inverseHessian: H.slice() }),
  };

  function learn(pair: Pair): void {
    if (!showsCurvature(pair)) return;
    const { s, y } = pair;
    const [sy, yy] = [dot(s, y), dot(y, y)];
    if (H.length === 0) H = scaledIdentity(n, sy / yy);
    const Hy = product(H, y);
    const along = (1 + dot(y, Hy) / sy) / sy;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        H[i * n + j] += along * (s[i] * s[j]) - (Hy[i] * s[j] + s[i] * Hy[j]) / sy;
      }
    }
  }
}

function scaledIdentity(n: number, factor: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * (n + 1)] = factor;
  return matrix;
}

/** H v. */
function product(H: Float64Array, v: Float64Array): Float64Array {
  const n = v.length;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += H[i * n + j] * v[j];
    out[i] = sum;
  }
  return out;
}
