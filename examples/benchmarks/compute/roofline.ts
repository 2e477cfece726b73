/**
 * The least time a work can take on a machine: no faster than its arithmetic at the peak rate, nor
 * than moving every input and output once at the measured bandwidth,
 *
 *   T ≥ max(flops / peak, bytes / bandwidth).
 *
 * Williams, Waterman and Patterson, Communications of the ACM 52 (2009) 65. Arithmetic is counted for
 * the plain algorithm: 5/2 N log₂N for a real transform of N cells, one product and one sum per tap of
 * a convolution. An algorithm with less of it, such as minimal filtering, can pass the roof.
 */
import { STATES } from "../mksWorks.js";
import type { ConvolutionWork, Precision, Work } from "./works.js";

/** What a machine was measured to do. */
export interface Machine {
  /** Products and sums a second. */
  readonly flops: Readonly<Record<Precision, number>>;
  /** Bytes a second of a[i] = b[i] + s c[i], for working sets of so many bytes, smallest first. */
  readonly bandwidths: readonly { readonly bytes: number; readonly perSecond: number }[];
}

/** What a work needs at least. */
export interface Needs {
  readonly flops: number;
  readonly bytes: number;
  readonly precision: Precision;
}

/** The least time of a work on a machine, and what sets it. */
export interface Roof {
  readonly seconds: number;
  readonly limit: "arithmetic" | "bandwidth";
}

/** The least time for some needs, on one thread. */
export function roofOf({ flops, bytes, precision }: Needs, machine: Machine): Roof {
  const fitting = machine.bandwidths.find((measured) => bytes <= measured.bytes);
  const { perSecond } = fitting ?? machine.bandwidths[machine.bandwidths.length - 1];
  const arithmetic = flops / machine.flops[precision];
  const moving = bytes / perSecond;
  return arithmetic > moving
    ? { seconds: arithmetic, limit: "arithmetic" }
    : { seconds: moving, limit: "bandwidth" };
}

/** Arithmetic and bytes of a work; undefined where they say nothing. */
export function needsOf(work: Work): Needs | undefined {
  switch (work.kind) {
    case "transform": {
      const { fields, grid, precision } = work;
      const reals = fields * (product(grid) + 2 * halfOf(grid));
      return {
        flops: fields * transformFlops(grid),
        bytes: bytesOf(precision) * reals,
        precision,
      };
    }
    case "fit":
    case "predict": {
      // One state follows from the others, so H − 1 states and one response are transformed, and
      // meet in H − 1 (fit: twice as many) complex products of 8 operations.
      const [samples, ...grid] = work.shape;
      const products = (work.kind === "fit" ? 2 : 1) * (STATES - 1);
      const flops = STATES * transformFlops(grid) + 8 * products * halfOf(grid);
      const bytes = 8 * 2 * samples * product(grid);
      return { flops: samples * flops, bytes, precision: "float64" };
    }
    case "convolution":
    case "bank":
      return convolutionNeeds(work);
    case "activation": {
      const arrays = work.direction === "forward" ? 2 : 3;
      const { precision, length } = work;
      return { flops: 0, bytes: arrays * bytesOf(precision) * length, precision };
    }
    case "update": {
      // Reads θ, g, m and v, and writes all but g.
      const { precision, length } = work;
      return { flops: 0, bytes: 7 * bytesOf(precision) * length, precision };
    }
    case "systems": {
      // A complex Cholesky factor and two triangular solutions.
      const { unknowns: n, count } = work;
      const flops = count * ((4 / 3) * n ** 3 + 8 * n ** 2);
      return { flops, bytes: 8 * count * (n ** 2 + 4 * n), precision: "float64" };
    }
    case "start":
      return undefined;
  }
}

function convolutionNeeds(work: ConvolutionWork): Needs {
  const { samples, groups, inputs, outputs, grid, window, precision } = work;
  const size = product(grid);
  const taps = groups * inputs * outputs * product(window);
  const reals = samples * groups * (inputs + outputs) * size + taps;
  return { flops: 2 * samples * taps * size, bytes: bytesOf(precision) * reals, precision };
}

function transformFlops(grid: readonly number[]): number {
  const size = product(grid);
  return 2.5 * size * Math.log2(size);
}

function halfOf(grid: readonly number[]): number {
  return product(grid.slice(0, -1)) * ((grid[grid.length - 1] >> 1) + 1);
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, n) => all * n, 1);
}

function bytesOf(precision: Precision): number {
  return precision === "float64" ? 8 : 4;
}
