/**
 * The symbol of a filter: waves e^{iθ·x}, θ in radians per cell, are what it only multiplies,
 *
 *   q ⋆ e^{iθ·x} = Q(θ) e^{iθ·x},   Q(θ) = Σ_r q[r] e^{iθ·r} = Σ_k m[k] Π_a (iθ_a)^{k_a},
 *
 * at θ = 2πk/N the influence coefficients β̂[k] of the kernel β[r] = q[−r], and ∏_a (iθ_a)^{o_a} for the derivative ∂^o.
 */
import { checkFinite, formatShape, ShapeError, toFloat64 } from "../core/index.js";
import type { ArrayInput, ComplexArray, Dense } from "../core/index.js";
import { wholeFilter } from "./wholeFilter.js";
import type { KernelKind } from "./wholeFilter.js";

/** How entries lie. */
export interface SymbolOptions {
  /**
   * "filter", q[…j] with its centre at (l − 1) ⫽ 2, or "kernel", β[…r] with r = 0 at index 0, whose symbol is
   * Σ_r β[r] e^{−iθ·r}. Default "filter".
   */
  readonly kind?: KernelKind | undefined;
}

/**
 * The symbol of a filter or a periodic kernel of one to three axes, at any angles.
 * @param filter q[…j], or β[…r]
 * @param angles θ[i, a] in radians per cell: ±π are the shortest waves of the grid
 * @returns Q[i]
 * @throws ShapeError for other axes; ValueError for an unknown kind and entries that are not finite
 */
export function symbolAt(
  filter: ArrayInput,
  angles: ArrayInput,
  options: SymbolOptions = {},
): ComplexArray {
  const where = "stencil.symbolAt";
  const q = wholeFilter(filter, options.kind ?? "filter", undefined, where, "filter").filter;
  const θ = toFloat64(angles, `${where}: angles`);
  if (θ.shape.length !== 2 || θ.shape[1] !== q.shape.length) {
    throw new ShapeError(
      `${where}: angles should have the axes [wave, ${q.shape.length}], one angle for every axis of the filter; ` +
        `got ${formatShape(θ.shape)}.`,
    );
  }
  checkFinite(θ, `${where}: angles`);
  const [count, axes] = θ.shape;
  const out = { re: new Float64Array(count), im: new Float64Array(count), shape: [count] };
  for (let i = 0; i < count; i++) {
    const [re, im] = symbolOf(q, [...θ.data.subarray(i * axes, (i + 1) * axes)]);
    out.re[i] = re;
    out.im[i] = im;
  }
  return out;
}

/** Q(θ) = [re, im], summed along one axis after the other. */
export function symbolOf(
  { data, shape }: Dense<Float64Array>,
  angles: readonly number[],
): [number, number] {
  let re = data;
  let im = new Float64Array(data.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis];
    const phases = Array.from({ length }, (_, j) => angles[axis] * (j - ((length - 1) >> 1)));
    const cos = phases.map(Math.cos);
    const sin = phases.map(Math.sin);
    const lines = re.length / length;
    const [nextRe, nextIm] = [new Float64Array(lines), new Float64Array(lines)];
    for (let line = 0; line < lines; line++) {
      let [sumRe, sumIm] = [0, 0];
      for (let j = 0; j < length; j++) {
        const [a, b] = [re[line * length + j], im[line * length + j]];
        sumRe += a * cos[j] - b * sin[j];
        sumIm += a * sin[j] + b * cos[j];
      }
      nextRe[line] = sumRe;
      nextIm[line] = sumIm;
    }
    [re, im] = [nextRe, nextIm];
  }
  return [re[0], im[0]];
}
