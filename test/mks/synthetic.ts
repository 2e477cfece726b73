/** Made-up localizations whose kernels are known, and comparisons of arrays. */
import { expect } from "vitest";
import type { ArrayInput, ComplexArray, NdArray } from "../../src/core/index.js";
import { createRng, ndarrayOf, sizeOf, toFloat64 } from "../../src/core/index.js";
import { discretize } from "../../src/states/index.js";
import type { Basis } from "../../src/states/index.js";

/** Random phases m[s, …x]. */
export function randomPhases(
  samples: number,
  grid: readonly number[],
  phases: number,
  seed: number,
): NdArray<Uint8Array> {
  const rng = createRng(seed);
  const shape = [samples, ...grid];
  return ndarrayOf(
    Uint8Array.from({ length: sizeOf(shape) }, () => rng.integer(phases)),
    shape,
  );
}

/** Random numbers of a shape, uniform in [low, high). */
export function randomField(
  shape: readonly number[],
  seed: number,
  [low, high]: readonly [number, number] = [-1, 1],
): NdArray {
  const rng = createRng(seed);
  const data = Float64Array.from(
    { length: sizeOf(shape) },
    () => low + (high - low) * rng.uniform(),
  );
  return ndarrayOf(data, shape);
}

/** p[s, c, …x] = Σ_h Σ_r β[c, h, …r] m_h[s, …x − r], straight from the definition. */
export function convolveStates(m: ArrayInput, basis: Basis, kernel: NdArray): NdArray {
  const states = discretize(m, basis);
  const [samples, count, ...grid] = states.shape;
  const [components] = kernel.shape;
  const size = sizeOf(grid);
  const difference = differences(grid);
  const out = new Float64Array(samples * components * size);
  for (let s = 0; s < samples; s++) {
    for (let c = 0; c < components; c++) {
      for (let h = 0; h < count; h++) {
        for (let x = 0; x < size; x++) {
          const value = states.data[(s * count + h) * size + x];
          if (value === 0) continue;
          for (let y = 0; y < size; y++) {
            out[(s * components + c) * size + y] +=
              kernel.data[(c * count + h) * size + difference[y * size + x]] * value;
          }
        }
      }
    }
  }
  return ndarrayOf(out, [samples, components, ...grid]);
}

/** Position of the distance y − x, wrapped, for all pairs of cells. */
function differences(grid: readonly number[]): Int32Array {
  const size = sizeOf(grid);
  const table = new Int32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [a, b, position, stride] = [y, x, 0, 1];
      for (let axis = grid.length - 1; axis >= 0; axis--) {
        const n = grid[axis];
        position += (((a % n) - (b % n) + n) % n) * stride;
        stride *= n;
        a = Math.floor(a / n);
        b = Math.floor(b / n);
      }
      table[y * size + x] = position;
    }
  }
  return table;
}

/** The field moved by `shift` cells along every space axis, periodically. */
export function rolled(field: ArrayInput, shift: readonly number[]): NdArray {
  const { data, shape } = toFloat64(field, "rolled");
  const grid = shape.slice(shape.length - shift.length);
  const size = sizeOf(grid);
  const out = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    let [rest, position, stride] = [i % size, 0, 1];
    for (let axis = grid.length - 1; axis >= 0; axis--) {
      const n = grid[axis];
      position += (((rest % n) + shift[axis] + n) % n) * stride;
      rest = Math.floor(rest / n);
      stride *= n;
    }
    out[i - (i % size) + position] = data[i];
  }
  return ndarrayOf(out, shape);
}

/** Samples from … to − 1. */
export function slice<D extends Float64Array | Uint8Array>(
  array: { data: D; shape: number[] },
  from: number,
  to: number,
): { data: D; shape: number[] } {
  const [samples, ...rest] = array.shape;
  const length = array.data.length / samples;
  return { data: array.data.slice(from * length, to * length) as D, shape: [to - from, ...rest] };
}

/** Largest |a − b| over all entries, relative to the largest |b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let difference = 0;
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return difference / largest;
}

/** The same for complex arrays. */
export function complexDistance(a: ComplexArray, b: ComplexArray): number {
  return distance([...a.re, ...a.im], [...b.re, ...b.im]);
}
