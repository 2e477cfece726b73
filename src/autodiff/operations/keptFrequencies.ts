/**
 * The frequencies of a half spectrum that spectral layers keep: |k_a| ≤ M_a, which on every axis but the last are the
 * first M + 1 and the last M entries. Shifts multiply every frequency by itself alone, so keeping k and −k together
 * commutes with all of them, at the Nyquist frequency of even axes, too.
 */
import {
  checkInteger,
  createPlans,
  formatShape,
  precisionOf,
  ShapeError,
  sizeOf,
} from "../../core/index.js";
import { halfShape } from "../../fft/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import type { Variable } from "../variable.js";

/**
 * How many frequencies are kept on every axis: 2 M + 1, at most all n; M + 1 on the last.
 * @param grid lengths of the axes
 * @param modes M of every axis, at most ⌊n/2⌋
 * @throws ShapeError for another number of modes than of axes, ValueError for modes that the grid does not have
 */
export function keptFrequencies(
  grid: readonly number[],
  modes: readonly number[],
  where: string,
): number[] {
  if (modes.length !== grid.length || grid.length === 0) {
    throw new ShapeError(
      `${where}: modes should have one number for each axis of the grid ${formatShape(grid)}; got ` +
        `${formatShape(modes)}.`,
    );
  }
  return grid.map((n, axis) => {
    checkInteger(modes[axis], 0, n >> 1, `${where}: modes[${axis}]`);
    return axis === grid.length - 1 ? modes[axis] + 1 : Math.min(n, 2 * modes[axis] + 1);
  });
}

/** Where kept frequencies lie. */
interface Places {
  /** at[m] in the half spectrum. */
  readonly at: Int32Array;
  readonly half: readonly number[];
  readonly kept: readonly number[];
}

/** The kept frequencies X[…, …m] of half spectra X[…, …k]. */
export function keepFrequencies(
  spectra: Variable,
  grid: readonly number[],
  kept: readonly number[],
): Variable {
  const places = placesOf(grid, kept);
  return isAll(places) ? spectra : keep([spectra], places);
}

/** Half spectra X[…, …k] that have the values X[…, …m] at the kept frequencies, and 0 elsewhere. */
export function restoreFrequencies(
  spectra: Variable,
  grid: readonly number[],
  kept: readonly number[],
): Variable {
  const places = placesOf(grid, kept);
  return isAll(places) ? spectra : restore([spectra], places);
}

function isAll({ at, half }: Places): boolean {
  return at.length === sizeOf(half);
}

const keep: Operation<Places> = defineOperation<Places>(
  ([{ data: x, shape }], { at, half, kept }) => {
    const size = sizeOf(half);
    const count = x.length / size;
    const data = newValues(count * at.length, precisionOf(x));
    for (let plane = 0, m = 0; plane < count; plane++) {
      const from = plane * size;
      for (let i = 0; i < at.length; i++, m++) data[m] = x[from + at[i]];
    }
    return { data, shape: [...shape.slice(0, -half.length), ...kept] };
  },
  (g, { options }) => restore([g], options),
  "keptFrequencies",
);

const restore: Operation<Places> = defineOperation<Places>(
  ([{ data: x, shape }], { at, half }) => {
    const size = sizeOf(half);
    const count = x.length / at.length;
    const data = newValues(count * size, precisionOf(x)).fill(0);
    for (let plane = 0, m = 0; plane < count; plane++) {
      const to = plane * size;
      for (let i = 0; i < at.length; i++, m++) data[to + at[i]] = x[m];
    }
    return { data, shape: [...shape.slice(0, -half.length), ...half] };
  },
  (g, { options }) => keep([g], options),
  "restoredFrequencies",
);

const findPlaces = createPlans<Places>();

function placesOf(grid: readonly number[], kept: readonly number[]): Places {
  return findPlaces(`${grid.join(" ")}, ${kept.join(" ")}`, () => {
    const half = halfShape(grid);
    let at = Int32Array.of(0);
    kept.forEach((count, axis) => {
      const positive = axis === grid.length - 1 ? count : (count + 1) >> 1;
      const next = new Int32Array(at.length * count);
      at.forEach((head, i) => {
        for (let m = 0; m < count; m++) {
          const k = m < positive ? m : half[axis] - count + m;
          next[i * count + m] = head * half[axis] + k;
        }
      });
      at = next;
    });
    return { at, half, kept };
  });
}
