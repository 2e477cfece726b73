/** Fibres as phases: a cell belongs to a fibre if its middle is within the radius of an image of the axis. */
import {
  checkGrid,
  checkInteger,
  checkNumber,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { fibreSection, planeSection, within } from "./crossSection.js";
import type { CrossSection } from "./crossSection.js";

/** A fibre of circular cross-section: a disc in 2-D, a straight cylinder in 3-D. Lengths are in cells. */
export interface Fibre {
  /** A point of the axis; cell x has its middle at x. */
  readonly centre: readonly number[];
  readonly radius: number;
  /**
   * 3-D only: how often the axis goes around the cell along x, y, z before it closes, integers of either
   * sign. It runs along (w_a n_a). Default [0, 0, 1], along z.
   */
  readonly winding?: readonly number[];
}

/**
 * The microstructure of given fibres, phase 1, in a matrix, phase 0. Fibres may overlap; what leaves through
 * a face comes back through the opposite one.
 * @param shape the lengths of two or three space axes
 * @returns m[1, …x]
 * @throws ShapeError for another number of axes, or of components of a centre or a winding
 * @throws ValueError for numbers that are not finite, a radius ≤ 0, or a winding of zeros or fractions
 */
export function drawFibres(
  shape: readonly number[],
  fibres: readonly Fibre[],
): NdArray<Uint8Array> {
  const where = "microstructure.drawFibres";
  checkGrid(shape, [2, 3], where);
  const m = new Uint8Array(sizeOf(shape));
  fibres.forEach((fibre, i) => {
    const section = sectionOf(fibre, shape, `${where}: fibre ${i}`);
    fill(m, shape, section, fibre);
  });
  return ndarrayOf(m, [1, ...shape]);
}

/** Writes 1 into the cells of one fibre. A row that passes every image beyond the radius is skipped. */
function fill(
  m: Uint8Array,
  shape: readonly number[],
  section: CrossSection,
  { centre, radius }: Fibre,
): void {
  const outer = shape.slice(0, -1);
  const row = shape[outer.length];
  const isInside = within(section, radius);
  const [first, second] = section.dual.map((vector) => ({
    vector,
    step: vector[outer.length],
    reach: 1e-9 + radius * Math.sqrt(vector.reduce((sum, c) => sum + c * c, 0)),
  }));
  const start = ({ vector, step }: typeof first, index: readonly number[]): number =>
    index.reduce((sum, x, a) => sum + vector[a] * (x - centre[a]), -step * centre[outer.length]);
  const misses = ({ step, reach }: typeof first, from: number): boolean => {
    const to = from + step * (row - 1);
    return Math.ceil(Math.min(from, to) - reach) > Math.max(from, to) + reach;
  };
  for (let r = 0; r < sizeOf(outer); r++) {
    const index = unravel(r, outer);
    const [alpha, beta] = [start(first, index), start(second, index)];
    if (misses(first, alpha) || misses(second, beta)) continue;
    for (let x = 0; x < row; x++) {
      if (isInside(alpha + first.step * x, beta + second.step * x)) m[r * row + x] = 1;
    }
  }
}

function sectionOf(fibre: Fibre, shape: readonly number[], where: string): CrossSection {
  const { centre, radius, winding } = fibre;
  const axes = shape.length;
  if (centre.length !== axes || (winding && winding.length !== 3)) {
    throw new ShapeError(
      `${where} should have a centre of ${axes} numbers${axes === 3 ? " and a winding of 3" : ""}; ` +
        `got ${formatShape(centre)}${winding ? ` and ${formatShape(winding)}` : ""}.`,
    );
  }
  centre.forEach((c, axis) => checkNumber(c, -Infinity, Infinity, `${where}: centre[${axis}]`));
  if (!(Number.isFinite(radius) && radius > 0)) {
    throw new ValueError(`${where}: radius should be a finite number > 0; got ${radius}.`);
  }
  if (axes === 2) {
    if (!winding) return planeSection(shape);
    throw new ValueError(
      `${where}: winding is for 3-D cells; a 2-D cell shows discs. Leave it out.`,
    );
  }
  const turns = winding ?? [0, 0, 1];
  turns.forEach((w, axis) => checkInteger(w, -1000, 1000, `${where}: winding[${axis}]`));
  if (turns.some((w) => w !== 0)) return fibreSection(shape, turns);
  throw new ValueError(`${where}: winding should not be [0, 0, 0]; [0, 0, 1] runs along z.`);
}
