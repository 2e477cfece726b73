/**
 * L-BFGS: the inverse Hessian as the last m steps s_i and changes of the gradient y_i, never as a matrix.
 * With ρ_i = 1/s_iᵀy_i, the newest first,
 *
 *   q ← g;   α_i = ρ_i s_iᵀq,  q ← q − α_i y_i;     r = γ q,  γ = sᵀy/yᵀy of the newest;
 *
 * then the oldest first β = ρ_i y_iᵀr, r ← r + (α_i − β) s_i, and d = −r: 4mn products.
 *
 * J. Nocedal, Math. Comp. 35 (1980) 773; D. C. Liu and J. Nocedal, Math. Program. 45 (1989) 503.
 */
import { showsCurvature } from "./curvature.js";
import type { Curvature, Pair } from "./curvature.js";
import { dot } from "./sums.js";

interface ScaledPair extends Pair {
  /** sᵀy. */
  readonly sy: number;
  /** yᵀy. */
  readonly yy: number;
}

/** The curvature of the last `history` pairs, beginning with `known` ones, the oldest first. */
export function createLbfgs(history: number, known: readonly Pair[]): Curvature {
  let pairs: ScaledPair[] = [];
  known.forEach(learn);
  return {
    get empty() {
      return pairs.length === 0;
    },
    direction,
    learn,
    forget: () => (pairs = []),
    knowledge: () => ({
      pairs: pairs.map(({ s, y }) => ({ s, y })),
      inverseHessian: new Float64Array(0),
    }),
  };

  function learn(pair: Pair): void {
    if (!showsCurvature(pair)) return;
    const { s, y } = pair;
    const [sy, yy] = [dot(s, y), dot(y, y)];
    pairs.push({ s, y, sy, yy });
    if (pairs.length > history) pairs.shift();
  }

  function direction(gradient: Float64Array): Float64Array {
    const d = gradient.map((g) => -g);
    const alphas = new Float64Array(pairs.length);
    for (let i = pairs.length - 1; i >= 0; i--) {
      const { s, y, sy } = pairs[i];
      alphas[i] = dot(s, d) / sy;
      add(d, -alphas[i], y);
    }
    const newest = pairs.at(-1);
    if (newest) scale(d, newest.sy / newest.yy);
    pairs.forEach(({ s, y, sy }, i) => add(d, alphas[i] - dot(y, d) / sy, s));
    return d;
  }
}

/** out ← out + factor · a. */
function add(out: Float64Array, factor: number, a: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += factor * a[i];
}

/** out ← factor · out. */
function scale(out: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] *= factor;
}
