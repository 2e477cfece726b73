/**
 * A sphere, or an ellipsoid, in two views. With semi-axes r_i along the orthonormal directions e_i it is the set of
 * points y from its centre with yᵀ P y ≤ 1, P = Σ_i e_i e_iᵀ / r_i², and reaches √(uᵀ A u) in a direction u,
 * A = Σ_i r_i² e_i e_iᵀ.
 *
 * Everything has three components here: 1-D and 2-D cells get axes of one cell in front, in which nothing extends.
 */
import { checkNumber, formatShape, ShapeError, ValueError } from "../../core/index.js";
import { bungeMatrix } from "../../states/index.js";
import { threefold } from "../threefold.js";

/** A sphere, or an ellipsoid, as plain data: a disc or an ellipse in 2-D, a rod in 1-D. Lengths are in cells. */
export interface Sphere {
  /** Its middle; cell x has its middle at x. */
  readonly centre: readonly number[];
  readonly radius: number;
  /** Semi-axes as multiples of the radius, one per space axis. Default 1: a sphere. */
  readonly aspect?: readonly number[];
  /**
   * How the ellipsoid is turned: Bunge's angles φ1, Φ, φ2 in 3-D, one angle from x towards y in 2-D, in radians.
   * Default along the axes of the cell.
   */
  readonly orientation?: readonly number[];
}

/** A sphere that was checked, with its two matrices row by row. */
export interface Ellipsoid {
  readonly centre: readonly number[];
  /** P. */
  readonly within: readonly number[];
  /** A. */
  readonly reach: readonly number[];
  readonly largest: number;
  readonly smallest: number;
}

/** The volume of a unit ball in 1, 2 and 3 dimensions. */
const UNIT_VOLUME = [2, Math.PI, (4 / 3) * Math.PI];

/** The volume of an ellipsoid: an area in 2-D, a length in 1-D. */
export function volumeOf(radius: number, aspect: readonly number[]): number {
  return aspect.reduce((product, a) => product * a * radius, UNIT_VOLUME[aspect.length - 1]);
}

/**
 * The two matrices of a sphere in a cell.
 * @throws ShapeError for another number of components than axes
 * @throws ValueError for numbers that are not finite, and semi-axes ≤ 0 or beyond the diagonal of the cell
 */
export function ellipsoidOf(sphere: Sphere, shape: readonly number[], where: string): Ellipsoid {
  const { centre, radius, aspect = shape.map(() => 1), orientation = [] } = sphere;
  checkComponents(centre, shape, `${where}: centre`);
  centre.forEach((c, axis) => checkNumber(c, -Infinity, Infinity, `${where}: centre[${axis}]`));
  checkComponents(aspect, shape, `${where}: aspect`);
  const diagonal = Math.hypot(...shape);
  const semiAxes = aspect.map((a) => a * radius);
  for (const r of semiAxes) {
    if (r > 0 && r <= diagonal) continue;
    throw new ValueError(
      `${where}: radius and aspect should give semi-axes > 0 and up to the cell's diagonal, ` +
        `${diagonal.toPrecision(3)}; got ${formatShape(semiAxes)}.`,
    );
  }
  const axes = axesOf(orientation, shape.length, where);
  const r = threefold(semiAxes, 1);
  return {
    centre: threefold(centre, 0),
    within: combined(
      axes,
      r.map((length) => 1 / (length * length)),
    ),
    reach: combined(
      axes,
      r.map((length) => length * length),
    ),
    largest: Math.max(...semiAxes),
    smallest: Math.min(...semiAxes),
  };
}

/**
 * The directions e_i of an orientation, row by row.
 * @throws ShapeError for another number of angles than the space has
 */
export function axesOf(orientation: readonly number[], axes: number, where: string): number[] {
  const angles = [0, 1, 3][axes - 1];
  if (orientation.length !== 0 && orientation.length !== angles) {
    throw new ShapeError(
      `${where}: orientation should have ${angles} angles in ${axes}-D; got ${formatShape(orientation)}.`,
    );
  }
  orientation.forEach((angle, i) =>
    checkNumber(angle, -Infinity, Infinity, `${where}: orientation[${i}]`),
  );
  if (orientation.length === 0) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [first, second, third] = orientation;
  if (axes === 3) return bungeMatrix(first, second, third);
  const [c, s] = [Math.cos(first), Math.sin(first)];
  return [1, 0, 0, 0, c, s, 0, -s, c];
}

/** Σ_i w_i e_i e_iᵀ. */
function combined(axes: readonly number[], weights: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, entry) => {
    const [row, column] = [Math.floor(entry / 3), entry % 3];
    return weights.reduce((sum, w, i) => sum + w * axes[3 * i + row] * axes[3 * i + column], 0);
  });
}

function checkComponents(list: readonly number[], shape: readonly number[], where: string): void {
  if (list.length === shape.length) return;
  throw new ShapeError(
    `${where} should have ${shape.length} components, one per axis; got ${formatShape(list)}.`,
  );
}
