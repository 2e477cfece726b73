/**
 * Periodic convolution by Fourier transforms, for windows so large that taps cost more. A filter
 * correlates as the kernel β[r] = q[−r] convolves, so
 *
 *   ŷ[o, k] = Σ_i β̂[o, i, k] û[i, k]   and   dq[o, i, j] = F⁻¹( Σ_s conj(ĝ[s, o]) û[s, i] )[j − c].
 */
import { sizeOf, unravel } from "../../core/index.js";
import type { Backend } from "../contract.js";
import type { ConvolutionShape } from "./convolution.js";
import type { Reals } from "../../core/index.js";

/** What the spectra need of a backend. */
export type SpectralLoops = Pick<Backend, "gridTransform" | "sumOfProducts" | "addGram">;

/** Fills y with Σ_i Σ_j q[o, i, j] u[s, i, x + j − centre]. */
export function convolveSpectra(
  loops: SpectralLoops,
  u: Reals,
  q: Reals,
  { samples, groups, inputs, outputs, grid, window }: ConvolutionShape,
  centre: readonly number[],
  y: Reals,
): void {
  const transform = loops.gridTransform(grid);
  const { size, halfSize: half } = transform;
  const places = placesOf(grid, window, centre, -1);
  const planes = samples * inputs;
  const input = new Float64Array(planes * size);
  const uRe = new Float64Array(planes * half);
  const uIm = new Float64Array(planes * half);
  const kernel = new Float64Array(inputs * size);
  const qRe = new Float64Array(inputs * half);
  const qIm = new Float64Array(inputs * half);
  const re = new Float64Array(half);
  const im = new Float64Array(half);
  const out = new Float64Array(size);
  for (let group = 0; group < groups; group++) {
    gatherGroup(input, u, samples, groups, group, inputs * size);
    transform.forwardReal(input, planes, uRe, uIm);
    for (let o = 0; o < outputs; o++) {
      const filter = (group * outputs + o) * inputs * places.length;
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < places.length; j++) {
          kernel[i * size + places[j]] = q[filter + i * places.length + j];
        }
      }
      transform.forwardReal(kernel, inputs, qRe, qIm);
      for (let s = 0; s < samples; s++) {
        const a = s * inputs * half;
        const b = a + inputs * half;
        const sample = [uRe.subarray(a, b), uIm.subarray(a, b)] as const;
        loops.sumOfProducts(qRe, qIm, ...sample, inputs, half, re, im);
        transform.inverseReal(re, im, 1, out);
        y.set(out, ((s * groups + group) * outputs + o) * size);
      }
    }
  }
}

/** Fills dq with Σ_s Σ_x g[s, o, x] u[s, i, x + j − centre]. */
export function correlateSpectra(
  loops: SpectralLoops,
  u: Reals,
  g: Reals,
  { samples, groups, inputs, outputs, grid, window }: ConvolutionShape,
  centre: readonly number[],
  dq: Reals,
): void {
  const transform = loops.gridTransform(grid);
  const { size, halfSize: half } = transform;
  const places = placesOf(grid, window, centre, 1);
  const fields = outputs + inputs;
  const planes = new Float64Array(fields * size);
  const re = new Float64Array(samples * fields * half);
  const im = new Float64Array(samples * fields * half);
  const pairs = Int32Array.from({ length: 2 * inputs }, (_, i) => (i % 2 ? outputs + (i >> 1) : 0));
  const sums = (): Float64Array => new Float64Array(inputs * half);
  const sumRe = { value: sums(), lost: sums() };
  const sumIm = { value: sums(), lost: sums() };
  const out = new Float64Array(inputs * size);
  for (let group = 0; group < groups; group++) {
    for (let s = 0; s < samples; s++) {
      const at = s * groups + group;
      planes.set(g.subarray(at * outputs * size, (at + 1) * outputs * size));
      planes.set(u.subarray(at * inputs * size, (at + 1) * inputs * size), outputs * size);
      const from = s * fields * half;
      const to = from + fields * half;
      transform.forwardReal(planes, fields, re.subarray(from, to), im.subarray(from, to));
    }
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) pairs[2 * i] = o;
      for (const plane of [sumRe.value, sumRe.lost, sumIm.value, sumIm.lost]) plane.fill(0);
      loops.addGram(re, im, samples, fields, half, pairs, sumRe, sumIm);
      transform.inverseReal(sumRe.value, sumIm.value, inputs, out);
      const filter = (group * outputs + o) * inputs * places.length;
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < places.length; j++) {
          dq[filter + i * places.length + j] = out[i * size + places[j]];
        }
      }
    }
  }
}

/** Gathers the channels of one group, sample after sample. */
function gatherGroup(
  to: Float64Array,
  u: Reals,
  samples: number,
  groups: number,
  group: number,
  length: number,
): void {
  for (let s = 0; s < samples; s++) {
    const at = (s * groups + group) * length;
    to.set(u.subarray(at, at + length), s * length);
  }
}

/** The cell ±(j − centre), wrapped, of every entry j of a window. */
function placesOf(
  grid: readonly number[],
  window: readonly number[],
  centre: readonly number[],
  sign: 1 | -1,
): Int32Array {
  return Int32Array.from({ length: sizeOf(window) }, (_, entry) =>
    unravel(entry, window).reduce((place, j, axis) => {
      const n = grid[axis];
      return place * n + ((sign * (j - centre[axis]) + n) % n);
    }, 0),
  );
}
