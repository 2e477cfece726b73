/** A cell that repeats, cut into equal boxes, and the wavenumbers k_a = 2π f_a / (n_a Δx_a) of its half spectrum. */
import { checkGrid, lengthsPerAxis, sizeOf } from "../../core/index.js";
import { fftfreq, halfShape, rfftfreq } from "../../fft/index.js";

/** The grid of a phase field. */
export interface Lattice {
  readonly shape: readonly number[];
  /** Cells. */
  readonly size: number;
  /** Volume of one cell, Π Δx_a. */
  readonly cellVolume: number;
  /** k² = Σ_a k_a² for every entry of the half spectrum. */
  readonly squares: Float64Array;
}

/**
 * The grid with these cells along every axis, `spacing` apart.
 * @throws ShapeError for other than one to three axes, or another number of spacings
 * @throws ValueError for a spacing that is not positive
 */
export function createLattice(
  shape: readonly number[],
  spacing: number | readonly number[],
  where: string,
): Lattice {
  checkGrid(shape, [1, 2, 3], where);
  const spacings = lengthsPerAxis(spacing, shape.length, `${where}: spacing`);
  return {
    shape: [...shape],
    size: sizeOf(shape),
    cellVolume: sizeOf(spacings),
    squares: squaredWavenumbers(shape, spacings),
  };
}

function squaredWavenumbers(shape: readonly number[], spacings: readonly number[]): Float64Array {
  const last = shape.length - 1;
  return shape.reduce<Float64Array>((sums, n, axis) => {
    const { data } = (axis === last ? rfftfreq : fftfreq)(n, spacings[axis]);
    const next = new Float64Array(sums.length * data.length);
    for (let i = 0; i < next.length; i++) {
      const k = 2 * Math.PI * data[i % data.length];
      next[i] = sums[Math.floor(i / data.length)] + k * k;
    }
    return next;
  }, new Float64Array(1));
}

/** Σ_k over the whole spectrum of a real field's k² |φ̂|², from one half spectrum that starts at `first`. */
export function sumOfSquaredGradient(
  { shape, squares }: Lattice,
  re: Float64Array,
  im: Float64Array,
  first: number,
): number {
  const n = shape[shape.length - 1];
  const [row] = halfShape([n]);
  let total = 0;
  for (let start = 0; start < squares.length; start += row) {
    let sum = 0;
    for (let j = 0; j < row; j++) {
      const [k, at] = [start + j, first + start + j];
      const power = squares[k] * (re[at] * re[at] + im[at] * im[at]);
      sum += j === 0 || 2 * j === n ? power : 2 * power; // −k stands for itself there
    }
    total += sum;
  }
  return total;
}
