/**
 * Flat layers, one above another: with an integer normal w, the height of a cell in a stack is
 *
 *   t(x) = Σ_a w_a x_a / n_a   mod 1,
 *
 * and phase h fills c_{h−1} ≤ t < c_h, its ends rounded to whole planes of cells. The stack repeats w_a times along
 * axis a, so it continues through the faces of the cell, whatever the direction; its normal is (w_a / n_a). The
 * responses of laminates have closed forms.
 */
import {
  checkGrid,
  checkInteger,
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  unravel,
  ValueError,
} from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { cumulativeFractions } from "./fractions.js";
import type { PhaseFractions } from "./fractions.js";
import { commonDivisor } from "./windings.js";

/** Options of `laminate`; the fractions are those of the layers of a stack, in order. */
export interface LaminateOptions extends PhaseFractions {
  /**
   * How often the stack repeats along each axis, integers of either sign. Default [1, 0, …]: once along x. [0, 4] is
   * four stacks along y, [2, 1] an oblique one.
   */
  readonly normal?: readonly number[];
}

/**
 * The microstructure of flat layers of phases 0, 1, … in turn, without chance.
 *
 * Heights are the multiples of 1/L, each in equally many cells, with L the least common multiple of the
 * n_a / gcd(n_a, w_a): the phases up to l fill N c_l to within half of N / L, half a plane of cells along an axis.
 * @param shape the lengths of one to three space axes
 * @returns m[1, …x]
 * @throws ShapeError for a shape that is none, or another number of components than axes
 * @throws ValueError for fractions that are none, a normal of zeros or fractions, more than one stack on two
 *   cells, or a layer too thin for the grid
 */
export function laminate(
  shape: readonly number[],
  options: LaminateOptions = {},
): NdArray<Uint8Array> {
  const where = "microstructure.laminate";
  checkGrid(shape, [1, 2, 3], where);
  const cumulative = cumulativeFractions(options, where);
  const { normal = shape.map((_, axis) => Number(axis === 0)) } = options;
  checkNormal(normal, shape, where);
  const heights = shape.reduce(
    (L, n, axis) => leastCommonMultiple(L, n / commonDivisor([n, normal[axis]])),
    1,
  );
  const firsts = [0, ...cumulative.map((c) => Math.round(heights * c)), heights];
  const fractions = [0, ...cumulative, 1];
  firsts.slice(1).forEach((end, h) => {
    if (end > firsts[h] || fractions[h + 1] === fractions[h]) return;
    throw new ValueError(
      `${where}: layer ${h}, ${(fractions[h + 1] - fractions[h]).toPrecision(3)} of a stack, is thinner than ` +
        `half of one of its ${heights} planes of cells. Choose a finer grid, or fewer stacks.`,
    );
  });
  const steps = normal.map((w, axis) => (w * heights) / shape[axis]); // integers: L is a multiple
  const m = Uint8Array.from({ length: sizeOf(shape) }, (_, cell) => {
    const height = unravel(cell, shape).reduce((sum, x, axis) => sum + steps[axis] * x, 0);
    const plane = ((height % heights) + heights) % heights;
    return firsts.slice(1, -1).filter((first) => first <= plane).length;
  });
  return ndarrayOf(m, [1, ...shape]);
}

function checkNormal(normal: readonly number[], shape: readonly number[], where: string): void {
  if (normal.length !== shape.length) {
    throw new ShapeError(
      `${where}: normal should have ${shape.length} components, one per axis; got ${formatShape(normal)}.`,
    );
  }
  normal.forEach((w, axis) => {
    const most = Math.floor(shape[axis] / 2);
    checkInteger(w, -most, most, `${where}: normal[${axis}], at most one stack on two cells,`);
  });
  if (normal.some((w) => w !== 0)) return;
  throw new ValueError(
    `${where}: normal should not be ${formatShape(normal)}; ${formatShape(normal.map((_, axis) => Number(axis === 0)))} ` +
      `is one stack along x.`,
  );
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / commonDivisor([a, b])) * b;
}
