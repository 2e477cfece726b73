/** One family of per-frequency regressions taking in the transforms of more samples. */
import { backend } from "../compute/index.js";
import { updateTriangle } from "../linalg/index.js";
import type { GramSums, SpectralSums, TriangleSums } from "./sums.js";

/** Adds `samples` spectra w[s, field, k], features first, then responses. */
export type SpectralAdder = (re: Float64Array, im: Float64Array, samples: number) => void;

/**
 * The adder of a family of regressions.
 * @param directions B[feature, direction]: triangular factors are kept of the features Bᵀ M, while
 *   products are transformed when they are solved
 */
export function createSpectralAdder(family: SpectralSums, directions: Float64Array): SpectralAdder {
  const { sums } = family;
  return sums.kind === "gram" ? gramAdder(family, sums) : triangleAdder(family, sums, directions);
}

/** The identity matrix, row-major. */
export function identity(n: number): Float64Array {
  return new Float64Array(n * n).map((_, i) => (i % (n + 1) === 0 ? 1 : 0));
}

function gramAdder(
  { features, responses, size }: SpectralSums,
  { pairs, re: sumRe, im: sumIm }: GramSums,
): SpectralAdder {
  return (re, im, samples) => {
    backend().addGram(re, im, samples, features + responses, size, pairs, sumRe, sumIm);
  };
}

function triangleAdder(
  { features, responses, size }: SpectralSums,
  triangle: TriangleSums,
  directions: Float64Array,
): SpectralAdder {
  const width = features + responses;
  const area = width * width;
  const gather = (
    spectrum: Float64Array,
    s: number,
    k: number,
    row: Float64Array,
    at: number,
  ): void => {
    const start = s * width * size + k;
    for (let d = 0; d < features; d++) {
      let sum = 0;
      for (let i = 0; i < features; i++)
        sum += directions[i * features + d] * spectrum[start + i * size];
      row[at + d] = sum;
    }
    for (let c = features; c < width; c++) row[at + c] = spectrum[start + c * size];
  };
  return (re, im, samples) => {
    const rowsRe = new Float64Array(samples * width);
    const rowsIm = new Float64Array(samples * width);
    for (let k = 0; k < size; k++) {
      for (let s = 0; s < samples; s++) {
        gather(re, s, k, rowsRe, s * width);
        gather(im, s, k, rowsIm, s * width);
      }
      const rRe = triangle.re.subarray(k * area, (k + 1) * area);
      const rIm = triangle.im.subarray(k * area, (k + 1) * area);
      updateTriangle(rRe, rIm, width, rowsRe, rowsIm, samples);
    }
  };
}

/** The factors of both stacks of rows together. */
export function stackTriangles(
  family: SpectralSums,
  a: TriangleSums,
  b: TriangleSums,
): TriangleSums {
  const width = family.features + family.responses;
  const area = width * width;
  const out: TriangleSums = { kind: "qr", re: a.re.slice(), im: a.im.slice() };
  for (let k = 0; k < family.size; k++) {
    const [from, to] = [k * area, (k + 1) * area];
    updateTriangle(
      out.re.subarray(from, to),
      out.im.subarray(from, to),
      width,
      b.re.slice(from, to),
      b.im.slice(from, to),
      width,
    );
  }
  return out;
}
