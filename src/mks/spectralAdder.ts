/** One family of per-frequency regressions taking in the transforms of more samples. */
import { backend } from "../compute/index.js";
import { updateTriangle } from "../linalg/index.js";
import type { GramSums, SpectralSums, TriangleSums } from "./sums.js";

/** What adds spectra to the sums of a family. */
export interface SpectralAdder {
  /** Adds `samples` spectra w[s, field, k], features first, then responses. */
  readonly add: (re: Float64Array, im: Float64Array, samples: number) => void;
  /** Brings the sums up to date and gives the scratch memory back. */
  readonly release: () => void;
}

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

/** While it lives, the running sums are arrays of the backend; `release` copies them back. */
function gramAdder(
  { features, responses, size }: SpectralSums,
  { pairs, re, im }: GramSums,
): SpectralAdder {
  const { allocate, release, addGram } = backend();
  const running = (array: Float64Array): Float64Array => {
    const copy = allocate(array.length);
    copy.set(array);
    return copy;
  };
  const [sumRe, sumIm] = [re, im].map(({ value, lost }) => ({
    value: running(value),
    lost: running(lost),
  }));
  return {
    add(spectraRe, spectraIm, samples) {
      addGram(spectraRe, spectraIm, samples, features + responses, size, pairs, sumRe, sumIm);
    },
    release() {
      for (const [from, to] of [
        [sumRe, re],
        [sumIm, im],
      ]) {
        to.value.set(from.value);
        to.lost.set(from.lost);
        release(from.value);
        release(from.lost);
      }
    },
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
  const add: SpectralAdder["add"] = (re, im, samples) => {
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
  return { add, release: () => undefined };
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
