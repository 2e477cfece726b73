/**
 * Linear regression in closed form, from the triangle of [X | Y] = Q [[R, Z], [0, S]], which never squares
 * the condition number of X:
 *
 *   QR    R W = Z from the last row up; X needs full rank
 *   SVD   R = U Σ Vᵀ, W = V Σ⁺ Uᵀ Z: of least norm where X has not
 */
import { ValueError } from "../../core/index.js";
import { createTriangleSolver, updateTriangle } from "../../linalg/index.js";
import type { Samples } from "./samples.js";

/** Weights W[d, c] and what they rest on. */
export interface ClosedForm {
  readonly weights: Float64Array;
  readonly rank: number;
  /** σ_max/σ_min of the kept singular values of X; the QR decomposition does not know it. */
  readonly condition?: number;
}

/**
 * The least-squares weights.
 * @param tolerance what counts as 0: a singular value relative to the largest; with "qr", the distance of
 *   a column of X from the span of those before it, relative to its norm
 * @throws ValueError by "qr" for a column within the span of those before it
 */
export function closedForm(
  { x, y, samples, features, responses }: Samples,
  method: "qr" | "svd",
  tolerance: number,
): ClosedForm {
  const width = features + responses;
  const rows = new Float64Array(samples * width);
  for (let s = 0; s < samples; s++) {
    rows.set(x.subarray(s * features, (s + 1) * features), s * width);
    rows.set(y.subarray(s * responses, (s + 1) * responses), s * width + features);
  }
  const r = new Float64Array(width * width);
  const imaginary = new Float64Array(width * width);
  updateTriangle(r, imaginary, width, rows, new Float64Array(rows.length), samples);
  if (method === "qr") {
    checkColumns(r, width, features, tolerance);
    return { weights: substituteBack(r, width, features), rank: features };
  }
  const solver = createTriangleSolver(features, responses);
  solver.solve(r, imaginary, { tolerance });
  return { weights: solver.xRe, rank: solver.rank, condition: solver.condition };
}

/** R_jj is the distance of column j of X from the span of those before it, ‖R_·j‖ its norm. */
function checkColumns(r: Float64Array, width: number, features: number, tolerance: number): void {
  for (let j = 0; j < features; j++) {
    let square = 0;
    for (let i = 0; i <= j; i++) square += r[i * width + j] * r[i * width + j];
    if (r[j * width + j] > tolerance * Math.sqrt(square)) continue;
    throw new ValueError(
      `nn.linearRegression: feature ${j} is constant or a combination of those before it, so that weights ` +
        `are not unique; "qr" needs full rank. Leave it out, or choose method "svd" for weights of least norm.`,
    );
  }
}

function substituteBack(r: Float64Array, width: number, features: number): Float64Array {
  const responses = width - features;
  const weights = new Float64Array(features * responses);
  for (let i = features - 1; i >= 0; i--) {
    for (let c = 0; c < responses; c++) {
      let rest = r[i * width + features + c];
      for (let j = i + 1; j < features; j++) rest -= r[i * width + j] * weights[j * responses + c];
      weights[i * responses + c] = rest / r[i * width + i];
    }
  }
  return weights;
}
