/**
 * The periodic box of an equation: n_a cells on the length ℓ_a along axis a, with the points
 * x_a = j_a ℓ_a / n_a, j_a = 0 … n_a − 1. Its waves are e^{ik·x} with k_a = 2π m_a / ℓ_a.
 */
import {
  checkGrid,
  formatShape,
  lengthsPerAxis,
  ndarrayOf,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../../core/index.js";
import type { NdArray } from "../../core/index.js";

/** Where an equation lives. */
export interface BoxOptions {
  /** Cells along one to three space axes. */
  readonly shape: readonly number[];
  /** Edge lengths of the box, one number or one per axis. Default 2π. */
  readonly lengths?: number | readonly number[] | undefined;
}

/** A checked box. */
export interface Box {
  readonly shape: readonly number[];
  readonly lengths: readonly number[];
  /** h_a = ℓ_a / n_a. */
  readonly spacing: readonly number[];
  /** Number of cells. */
  readonly cells: number;
}

/**
 * The box of the options.
 * @throws ShapeError for a shape that is none, or another number of lengths than axes
 * @throws ValueError for lengths that are not positive
 */
export function boxOf({ shape, lengths = 2 * Math.PI }: BoxOptions, where: string): Box {
  checkGrid(shape, [1, 2, 3], where);
  const list = lengthsPerAxis(lengths, shape.length, `${where}: lengths`);
  return {
    shape: [...shape],
    lengths: list,
    spacing: list.map((length, axis) => length / shape[axis]),
    cells: sizeOf(shape),
  };
}

/**
 * A formula at the points of a box: u[0, c, …x] = f_c(x), one sample to begin with.
 * @param f the value at the point x = [x, y, z], or the list of its components
 * @throws ShapeError as the equations, and for points with different numbers of components
 * @throws ValueError for values that are not finite
 */
export function fieldOf(
  shape: readonly number[],
  f: (x: readonly number[]) => number | readonly number[],
  { lengths }: Omit<BoxOptions, "shape"> = {},
): NdArray {
  const where = "physics.fieldOf";
  const { spacing, cells } = boxOf({ shape, lengths }, where);
  const valuesAt = (cell: number): readonly number[] => {
    const value = f(unravel(cell, shape).map((j, axis) => j * spacing[axis]));
    return typeof value === "number" ? [value] : value;
  };
  const components = valuesAt(0).length;
  const u = new Float64Array(components * cells);
  for (let cell = 0; cell < cells; cell++) {
    const values = valuesAt(cell);
    if (values.length !== components) {
      throw new ShapeError(
        `${where}: f should have ${components} components everywhere, as at the origin; ` +
          `got ${values.length} at cell ${formatShape(unravel(cell, shape))}.`,
      );
    }
    values.forEach((value, c) => {
      if (!Number.isFinite(value)) {
        throw new ValueError(
          `${where}: f should be finite; got ${value} at cell ${formatShape(unravel(cell, shape))}.`,
        );
      }
      u[c * cells + cell] = value;
    });
  }
  return ndarrayOf(u, [1, components, ...shape]);
}
