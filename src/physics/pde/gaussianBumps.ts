/**
 * Random round bumps that continue through the faces of the box,
 *
 *   u(x) = Σ_i A_i exp(−d_i(x)² / 2σ_i²),   d_i the distance to the nearest image of the centre i.
 */
import {
  checkInteger,
  checkNumber,
  createRng,
  formatShape,
  ndarrayOf,
  unravel,
  ValueError,
} from "../../core/index.js";
import type { NdArray, Rng, Seed } from "../../core/index.js";
import { boxOf } from "./box.js";
import type { Box, BoxOptions } from "./box.js";

/** A number, or the range it is drawn from, uniformly. */
export type Drawn = number | readonly [number, number];

/** Options of `gaussianBumps`. */
export interface GaussianBumpsOptions extends Pick<BoxOptions, "lengths"> {
  /** Number of samples. Default 1. */
  readonly samples?: number;
  /** Number of components, each with bumps of its own. Default 1. */
  readonly components?: number;
  /** Bumps per component. Default 5. */
  readonly count?: number;
  /**
   * σ in units of length, at most a tenth of the shortest edge, so that bumps are smooth where their images
   * meet. Default a twentieth of it.
   */
  readonly width?: Drawn;
  /** A. Default 1. */
  readonly amplitude?: Drawn;
}

/**
 * Fields of random bumps. Sample s depends on the seed and s alone; a finer grid samples the same bumps.
 * @param shape cells along one to three axes
 * @param rng a seed or a stream
 * @returns u[s, c, …x]
 * @throws ShapeError for a shape that is none, or another number of lengths
 * @throws ValueError for counts, widths or amplitudes out of range
 */
export function gaussianBumps(
  shape: readonly number[],
  options: GaussianBumpsOptions,
  rng: Seed,
): NdArray {
  const where = "physics.gaussianBumps";
  const box = boxOf({ shape, lengths: options.lengths }, where);
  const { samples = 1, components = 1, count = 5, amplitude = 1 } = options;
  const shortest = Math.min(...box.lengths);
  const { width = shortest / 20 } = options;
  checkInteger(samples, 1, Infinity, `${where}: samples`);
  checkInteger(components, 1, Infinity, `${where}: components`);
  checkInteger(count, 0, Infinity, `${where}: count`);
  checkDrawn(width, [Number.MIN_VALUE, shortest / 10], `${where}: width`);
  checkDrawn(amplitude, [-Infinity, Infinity], `${where}: amplitude`);
  const streams = createRng(rng);
  const u = new Float64Array(samples * components * box.cells);
  for (let s = 0; s < samples; s++) {
    const own = streams.split();
    for (let c = 0; c < components; c++) {
      const at = (s * components + c) * box.cells;
      const field = u.subarray(at, at + box.cells);
      for (let i = 0; i < count; i++) {
        const centre = box.lengths.map((length) => length * own.uniform());
        addBump(field, box, centre, drawn(width, own), drawn(amplitude, own));
      }
    }
  }
  return ndarrayOf(u, [samples, components, ...shape]);
}

function addBump(
  field: Float64Array,
  { shape, lengths, spacing }: Box,
  centre: readonly number[],
  width: number,
  amplitude: number,
): void {
  for (let cell = 0; cell < field.length; cell++) {
    const square = unravel(cell, shape).reduce((sum, j, axis) => {
      const gap = Math.abs(j * spacing[axis] - centre[axis]);
      return sum + Math.min(gap, lengths[axis] - gap) ** 2;
    }, 0);
    field[cell] += amplitude * Math.exp(-square / (2 * width * width));
  }
}

function drawn(value: Drawn, rng: Rng): number {
  return typeof value === "number" ? value : value[0] + (value[1] - value[0]) * rng.uniform();
}

function checkDrawn(value: Drawn, [least, most]: readonly [number, number], where: string): void {
  const [low, high] = typeof value === "number" ? [value, value] : value;
  checkNumber(low, least, most, where);
  checkNumber(high, least, most, where);
  if (low <= high) return;
  throw new ValueError(`${where} should be a range [low, high]; got ${formatShape([low, high])}.`);
}
