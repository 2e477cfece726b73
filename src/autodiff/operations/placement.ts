/**
 * Where the entries of small planes stand in larger ones: entry (…t) of plane p at
 *
 *   place(p) + Σ_axis table[axis][t_axis],
 *
 * or nowhere, if a table says so. To place them and to take them back are adjoint.
 */
import { precisionOf } from "../../core/index.js";
import type { Reals } from "../../core/index.js";
import { withScratch } from "../tape.js";

/** In a table: an entry that stands nowhere. */
export const NOWHERE = -1;

/** Where the entries of planes stand. */
export interface Placement {
  /** Planes of a sample, and how far planes and samples stand apart in the larger array. */
  readonly planes: number;
  readonly plane: number;
  readonly sample: number;
  /** The tables of the axes, as if there were three. */
  readonly depth: Int32Array;
  readonly height: Int32Array;
  readonly row: Int32Array;
  /** Whether rows stay rows, and no two meet. */
  readonly isRun: boolean;
  /** Whether every entry stands where it did. */
  readonly isIdentity: boolean;
}

/** Runs work with values at their places and zeros elsewhere; what meets in one place adds up. */
export function withPlaced<T>(
  values: Reals,
  placement: Placement,
  samples: number,
  work: (placed: Reals) => T,
): T {
  if (placement.isIdentity) return work(values);
  const { row, isRun } = placement;
  return withScratch(samples * placement.sample, precisionOf(values), (placed) => {
    placed.fill(0);
    forEachRow(placement, samples, (at, from) => {
      if (at === NOWHERE) return;
      if (isRun) placed.set(values.subarray(from, from + row.length), at + row[0]);
      else addRow(placed, at, values, from, row);
    });
    return work(placed);
  });
}

/** Runs work that fills the larger array, and fills values with what stands at their places, else with 0. */
export function withTaken(
  values: Reals,
  placement: Placement,
  samples: number,
  work: (placed: Reals) => void,
): void {
  if (placement.isIdentity) {
    work(values);
    return;
  }
  const { row, isRun } = placement;
  withScratch(samples * placement.sample, precisionOf(values), (placed) => {
    work(placed);
    forEachRow(placement, samples, (at, to) => {
      const start = at + row[0];
      if (at === NOWHERE) values.fill(0, to, to + row.length);
      else if (isRun) values.set(placed.subarray(start, start + row.length), to);
      else takeRow(values, to, placed, at, row);
    });
  });
}

function addRow(placed: Reals, at: number, values: Reals, from: number, row: Int32Array): void {
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== NOWHERE) placed[at + row[x]] += values[from + x];
  }
}

function takeRow(values: Reals, to: number, placed: Reals, at: number, row: Int32Array): void {
  for (let x = 0; x < row.length; x++) {
    values[to + x] = row[x] === NOWHERE ? 0 : placed[at + row[x]];
  }
}

/** Visits every row of the small planes: where it stands, and its first entry. */
function forEachRow(
  { planes, plane, sample, depth, height, row }: Placement,
  samples: number,
  visit: (at: number, first: number) => void,
): void {
  let first = 0;
  for (let s = 0; s < samples; s++) {
    for (let p = 0; p < planes; p++) {
      const start = s * sample + p * plane;
      for (const z of depth) {
        for (const y of height) {
          visit(z === NOWHERE || y === NOWHERE ? NOWHERE : start + z + y, first);
          first += row.length;
        }
      }
    }
  }
}
