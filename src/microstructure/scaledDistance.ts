/**
 * Distances measured in lengths that differ between axes: with the rotation R, whose columns are the unit vectors
 * of the turned axes,
 *
 *   q(r)² = Σ_a ((Rᵀ r)_a / ℓ_a)².
 */
import { formatShape, ShapeError, toFloat64, ValueError } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";

/** How the axes of a covariance lie. */
export interface DistanceOptions {
  /**
   * The turn of the axes of the lengths: in 2-D an angle in radians from x towards y, else an orthogonal matrix
   * with the turned axes as its columns. Default none.
   */
  readonly rotation?: number | ArrayInput;
}

/**
 * q as a function of r.
 * @throws ValueError for lengths that are not positive, or a rotation that is not orthogonal
 */
export function scaledDistance(
  length: number | readonly number[],
  { rotation }: DistanceOptions,
  where: string,
): (r: readonly number[]) => number {
  const lengths: readonly number[] = typeof length === "number" ? [length] : length;
  for (const l of lengths) {
    if (Number.isFinite(l) && l > 0) continue;
    throw new ValueError(
      `${where}: length should be finite and > 0; got ${formatLengths(length)}.`,
    );
  }
  const columns = rotation === undefined ? undefined : axesOf(rotation, where);
  return (r) => {
    const axes = r.length;
    const fits = (count: number): boolean => count === axes;
    if (
      !(typeof length === "number" || fits(lengths.length)) ||
      (columns && !fits(columns.length))
    ) {
      const turned = columns ? ` and a rotation of ${columns.length} axes` : "";
      throw new ShapeError(
        `${where} should have one length, or one for each of the ${axes} axes, and a rotation of as many; ` +
          `got length ${formatLengths(length)}${turned}.`,
      );
    }
    let square = 0;
    for (let a = 0; a < axes; a++) {
      let along = columns ? 0 : r[a];
      if (columns) for (let b = 0; b < axes; b++) along += columns[a][b] * r[b];
      square += (along / lengths[typeof length === "number" ? 0 : a]) ** 2;
    }
    return Math.sqrt(square);
  };
}

/** The turned axes, one unit vector each. */
function axesOf(rotation: number | ArrayInput, where: string): number[][] {
  if (typeof rotation === "number") {
    const [c, s] = [Math.cos(rotation), Math.sin(rotation)];
    return checkedAxes(
      [
        [c, s],
        [-s, c],
      ],
      `the angle ${rotation}`,
      where,
    );
  }
  const { data, shape } = toFloat64(rotation, `${where}: rotation`);
  const [n = 0, m] = shape;
  if (shape.length !== 2 || n !== m) {
    throw new ShapeError(
      `${where}: rotation should be an angle or a square matrix; got shape ${formatShape(shape)}.`,
    );
  }
  const columns = Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (_, b) => data[b * n + a]),
  );
  return checkedAxes(columns, "another matrix", where);
}

function checkedAxes(columns: number[][], got: string, where: string): number[][] {
  const orthogonal = columns.every((u, a) =>
    columns.every((v, b) => {
      const product = u.reduce((sum, c, i) => sum + c * v[i], 0);
      return Math.abs(product - Number(a === b)) <= 1e-9;
    }),
  );
  if (orthogonal) return columns;
  throw new ValueError(
    `${where}: rotation should be an angle or have orthogonal columns of length 1; got ${got}. ` +
      `Lengths belong into length.`,
  );
}

function formatLengths(length: number | readonly number[]): string {
  return typeof length === "number" ? String(length) : formatShape(length);
}
