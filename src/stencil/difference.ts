/**
 * Difference filters of any derivative: products of one stencil along every axis,
 *
 *   q[r] = Π_a w^{(o_a)}[r_a] h_a^{−o_a},   (q ⋆ u)[x] = ∂^o u(x) + O(h^p),
 *
 * central, or with all points on one side. Forward differences of first derivatives are upwind where the flow is
 * to smaller x, backward ones where it is to larger.
 */
import {
  checkInteger,
  checkOneOf,
  lengthsPerAxis,
  ndarrayOf,
  perAxis,
  ShapeError,
  ValueError,
} from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { DIFFERENCE_KINDS, differenceOffsets, differenceWeights } from "./differenceWeights.js";
import type { DifferenceKind } from "./differenceWeights.js";
import { momentsFromFilter } from "./moments.js";
import { ordersOf } from "./orders.js";

/** Which derivative, how well, from which side. */
export interface DifferenceOptions {
  /** o: orders of the derivative along the axes, [1, 0] for ∂/∂x in the plane. */
  readonly order: readonly number[];
  /** p: the error falls at least as h^p. Central differences reach the next even number. Default 2. */
  readonly accuracy?: number | undefined;
  /** On which side the points are, one for all axes or one each. Default "central". */
  readonly kind?: DifferenceKind | readonly DifferenceKind[] | undefined;
  /**
   * Lengths of the filter, one for all axes or one each, with zeros where no weight is. Default the least
   * odd ones that hold the weights about the centre, 1 along axes without derivative.
   */
  readonly size?: number | readonly number[] | undefined;
  /** h: distance of the points, one for all axes or one each. Default 1. */
  readonly spacing?: number | readonly number[] | undefined;
}

/** A difference for a derivative. */
export interface DifferenceFilter {
  /** o, along the axes. */
  readonly order: readonly number[];
  /** p that is reached: the error falls as h^p; Infinity for order 0, which is exact. */
  readonly accuracy: number;
  /** The side of the points along every axis. */
  readonly kind: readonly DifferenceKind[];
  /** Lengths of the filter along the axes. */
  readonly size: readonly number[];
  /** q[…j] with its centre at (l − 1) ⫽ 2, over Π_a h_a^{o_a}. */
  readonly filter: NdArray;
  /** m[…k] of this filter, in cells: h_a^{−o_a} at o. */
  readonly moments: NdArray;
}

/**
 * The difference filter of a derivative.
 * @throws ShapeError unless orders, lengths, kinds and spacings are one per axis of at most three
 * @throws ValueError for orders below 0, p below 1, an unknown kind, a spacing that is no length, and filters too
 *   short for the weights
 */
export function difference(options: DifferenceOptions): DifferenceFilter {
  const where = "stencil.difference";
  const order = ordersOf(options, where);
  const { accuracy = 2 } = options;
  const axes = order.length;
  checkInteger(accuracy, 1, Infinity, `${where}: accuracy`);
  const kind = kindsOf(options.kind ?? "central", axes, where);
  const spacing = lengthsPerAxis(options.spacing ?? 1, axes, `${where}: spacing`);
  const lines = order.map((o, axis) => differenceOffsets(o, accuracy, kind[axis]));
  const size = sizesOf(options.size, lines, where);
  let filter = [1];
  const reached = order.map((o, axis) => {
    const scale = spacing[axis] ** -o;
    const line = new Array<number>(size[axis]).fill(0);
    const centre = (size[axis] - 1) >> 1;
    differenceWeights(o, lines[axis]).forEach((w, j) => {
      line[centre + lines[axis][j]] = scale * w;
    });
    filter = filter.flatMap((head) => line.map((w) => head * w + 0));
    if (o === 0) return Infinity;
    return kind[axis] === "central" ? 2 * Math.ceil(accuracy / 2) : accuracy;
  });
  const q = ndarrayOf(Float64Array.from(filter), size);
  return {
    order,
    accuracy: Math.min(...reached),
    kind,
    size,
    filter: q,
    moments: momentsFromFilter(q),
  };
}

function kindsOf(
  given: DifferenceKind | readonly DifferenceKind[],
  axes: number,
  where: string,
): DifferenceKind[] {
  const kinds =
    typeof given === "string" ? new Array<DifferenceKind>(axes).fill(given) : [...given];
  if (kinds.length !== axes) {
    throw new ShapeError(
      `${where}: kind should be one word, or one for each of the ${axes} axes; got ${kinds.length}.`,
    );
  }
  kinds.forEach((one, axis) => checkOneOf(one, DIFFERENCE_KINDS, `${where}: kind[${axis}]`));
  return kinds;
}

/** The lengths asked for, or the least odd ones. */
function sizesOf(
  given: number | readonly number[] | undefined,
  lines: readonly (readonly number[])[],
  where: string,
): number[] {
  const reach = lines.map((offsets) => [
    Math.max(0, -offsets[0]),
    Math.max(0, offsets.at(-1) ?? 0),
  ]);
  if (given === undefined) return reach.map((sides) => 2 * Math.max(...sides) + 1);
  const size = perAxis(given, lines.length, `${where}: size`);
  size.forEach((length, axis) => {
    checkInteger(length, 1, Infinity, `${where}: size[${axis}]`);
    const [left, right] = reach[axis];
    const centre = (length - 1) >> 1;
    if (centre >= left && length - 1 - centre >= right) return;
    throw new ValueError(
      `${where}: this difference reaches ${left} points back and ${right} ahead along axis ${axis}; a filter of ` +
        `${length} has ${centre} and ${length - 1 - centre} about its centre. Take size ` +
        `${2 * Math.max(left, right) + 1} or leave it out.`,
    );
  });
  return size;
}
