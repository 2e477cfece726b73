/**
 * Linear convolutions one after another are one:
 *
 *   q[o, i, r] = Σ_m Σ_{s + t = r} q₂[o, m, s] q₁[m, i, t],   b[o] = b₂[o] + Σ_m Σ_s q₂[o, m, s] b₁[m],
 *
 * with lengths L − 1 = Σ (l − 1) and the centres added. On a periodic grid this holds for any lengths.
 */
import {
  checkFinite,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toFloat64,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray } from "../core/index.js";

/** A convolution with an offset for every output. */
export interface FilterLayer {
  /** q[o, i, …j] with its centre at (l − 1) ⫽ 2. */
  readonly filter: ArrayInput;
  /** b[o]. Default: zeros. */
  readonly bias?: ArrayInput | undefined;
}

/** What layers amount to. */
export interface ComposedFilter {
  /** q[o, i, …j] with its centre at (l − 1) ⫽ 2. */
  readonly filter: NdArray;
  /** b[o]. */
  readonly bias: NdArray;
}

interface Step {
  readonly q: Dense<Float64Array>;
  readonly b: Float64Array;
}

/**
 * The one filter and offset of linear layers, the first of them applied first. Two filters of even length
 * have their centres half a cell to the left each; a column of zeros on the left then keeps the centre of
 * the result where a filter has it.
 * @throws ShapeError for no layers, or channels and axes that do not follow from each other
 * @throws ValueError for entries that are not finite
 */
export function composeFilters(layers: readonly FilterLayer[]): ComposedFilter {
  const where = "stencil.composeFilters";
  const steps = layers.map((layer, i) => stepOf(layer, `${where}: layers[${i}]`));
  if (steps.length === 0) {
    throw new ShapeError(`${where}: layers should hold at least one filter; got none.`);
  }
  const evenOf = (shape: readonly number[]): number[] => shape.slice(2).map((l) => 1 - (l % 2));
  let { q, b } = steps[0];
  let even = evenOf(q.shape);
  steps.slice(1).forEach((next, i) => {
    const [, inputs] = next.q.shape;
    if (inputs !== q.shape[0] || next.q.shape.length !== q.shape.length) {
      throw new ShapeError(
        `${where}: layers[${i + 1}] has a filter of ${formatShape(next.q.shape)} after one of ` +
          `${formatShape(q.shape)}; its inputs should be the outputs before, on the same axes.`,
      );
    }
    b = offsets(next, b);
    q = product(next.q, q);
    even = evenOf(next.q.shape).map((own, axis) => even[axis] + own);
  });
  const padded = padLeft(
    q,
    even.map((count) => Math.max(0, count - 1)),
  );
  const own = padded === steps[0].q ? padded.data.slice() : padded.data;
  return { filter: ndarrayOf(own, padded.shape), bias: ndarrayOf(b, [b.length]) };
}

function stepOf({ filter, bias }: FilterLayer, where: string): Step {
  const q = toFloat64(filter, `${where}.filter`);
  if (q.shape.length < 3 || q.shape.includes(0)) {
    throw new ShapeError(
      `${where}.filter should have the axes [output, input, …j]; got ${formatShape(q.shape)}.`,
    );
  }
  checkFinite(q, `${where}.filter`);
  const [outputs] = q.shape;
  if (bias === undefined) return { q, b: new Float64Array(outputs) };
  const b = toFloat64(bias, `${where}.bias`);
  if (b.shape.length !== 1 || b.shape[0] !== outputs) {
    throw new ShapeError(
      `${where}.bias should hold one number for each of ${outputs} outputs; got ${formatShape(b.shape)}.`,
    );
  }
  checkFinite(b, `${where}.bias`);
  return { q, b: b.data.slice() };
}

/** b₂[o] + Σ_m (Σ_s q₂[o, m, s]) b₁[m]. */
function offsets({ q, b }: Step, before: Float64Array): Float64Array {
  const [outputs, inputs, ...window] = q.shape;
  const taps = sizeOf(window);
  const out = b.slice();
  for (let o = 0; o < outputs; o++) {
    for (let m = 0; m < inputs; m++) {
      let sum = 0;
      for (let s = 0; s < taps; s++) sum += q.data[(o * inputs + m) * taps + s];
      out[o] += sum * before[m];
    }
  }
  return out;
}

/** q[o, i, r] = Σ_m Σ_{s + t = r} q₂[o, m, s] q₁[m, i, t], positions counted from the first entry. */
function product(second: Dense<Float64Array>, first: Dense<Float64Array>): Dense<Float64Array> {
  const [outputs, hidden, ...a] = second.shape;
  const [, inputs, ...b] = first.shape;
  const window = a.map((l, axis) => l + b[axis] - 1);
  const [tapsA, tapsB, taps] = [a, b, window].map(sizeOf);
  // Row-major positions in the composed window add up.
  const placeA = embedded(a, window);
  const placeB = embedded(b, window);
  const out = new Float64Array(outputs * inputs * taps);
  for (let o = 0; o < outputs; o++) {
    for (let m = 0; m < hidden; m++) {
      for (let i = 0; i < inputs; i++) {
        const to = (o * inputs + i) * taps;
        const from = (m * inputs + i) * tapsB;
        for (let s = 0; s < tapsA; s++) {
          const weight = second.data[(o * hidden + m) * tapsA + s];
          for (let t = 0; t < tapsB; t++) {
            out[to + placeA[s] + placeB[t]] += weight * first.data[from + t];
          }
        }
      }
    }
  }
  return { data: out, shape: [outputs, inputs, ...window] };
}

function padLeft(q: Dense<Float64Array>, left: readonly number[]): Dense<Float64Array> {
  if (left.every((zeros) => zeros === 0)) return q;
  const [outputs, inputs, ...old] = q.shape;
  const window = old.map((l, axis) => l + left[axis]);
  const [before, taps] = [sizeOf(old), sizeOf(window)];
  const shift = left.reduce((place, zeros, axis) => place * window[axis] + zeros, 0);
  const place = embedded(old, window);
  const out = new Float64Array(outputs * inputs * taps);
  q.data.forEach((value, i) => {
    out[Math.floor(i / before) * taps + shift + place[i % before]] = value;
  });
  return { data: out, shape: [outputs, inputs, ...window] };
}

/** Where the entries of a small window are in a larger one with the same first entry. */
function embedded(small: readonly number[], large: readonly number[]): Int32Array {
  let places = Int32Array.of(0);
  small.forEach((length, axis) => {
    const next = new Int32Array(places.length * length);
    places.forEach((head, i) => {
      for (let j = 0; j < length; j++) next[i * length + j] = head * large[axis] + j;
    });
    places = next;
  });
  return places;
}
