/**
 * Walks over arrays that repeat: neighbouring axes along which every operand goes on, or every one
 * repeats, are one axis, so that loops are as long as they can be.
 */
import type { Planes } from "../../compute/index.js";
import { sizeOf, stridesOf } from "../../core/index.js";

/** Axes of a walk from the outermost to the innermost, none of length 1. */
export interface MergedAxes {
  readonly lengths: readonly number[];
  /** strides[axis][operand]: how far apart its neighbours are, 0 where it repeats. */
  readonly strides: readonly (readonly number[])[];
}

/** The fewest axes that describe a walk over `shape`, to which the operands' shapes can be repeated. */
export function mergedAxes(
  shape: readonly number[],
  operands: readonly (readonly number[])[],
): MergedAxes {
  const apart = operands.map((operand) => repeatedStrides(operand, shape));
  const lengths: number[] = [];
  const strides: (readonly number[])[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis];
    if (length === 1) continue;
    const own = apart.map((ofOperand) => ofOperand[axis]);
    const inner = strides.at(0);
    if (inner && own.every((stride, operand) => stride === inner[operand] * lengths[0])) {
      lengths[0] *= length;
    } else {
      lengths.unshift(length);
      strides.unshift(own);
    }
  }
  return { lengths, strides };
}

/**
 * Visits the lines along the innermost axis: where each operand begins, how far its entries stand apart
 * (1, or 0 where it repeats), and the line's place in an array of `shape`. The lists are used again.
 */
export function forEachLine(
  shape: readonly number[],
  operands: readonly (readonly number[])[],
  visit: (
    starts: readonly number[],
    steps: readonly number[],
    place: number,
    count: number,
  ) => void,
): void {
  const size = sizeOf(shape);
  const { lengths, strides } = mergedAxes(shape, operands);
  const starts = operands.map(() => 0);
  const count = lengths.at(-1) ?? 1;
  const steps = strides.at(-1) ?? starts;
  const index = lengths.map(() => 0);
  for (let place = 0; place < size; place += count) {
    visit(starts, steps, place, count);
    for (let axis = lengths.length - 2; axis >= 0; axis--) {
      const stride = strides[axis];
      const turns = ++index[axis] === lengths[axis];
      const moved = turns ? 1 - lengths[axis] : 1;
      for (let k = 0; k < starts.length; k++) starts[k] += moved * stride[k];
      if (!turns) break;
      index[axis] = 0;
    }
  }
}

/** The planes over which an array with one number per channel is repeated to `shape`; undefined for others. */
export function planesOf(
  shape: readonly number[],
  channelwise: readonly number[],
): Planes | undefined {
  const { lengths, strides } = mergedAxes(shape, [channelwise]);
  const repeats = strides.map(([stride]) => (stride === 0 ? "repeat" : "keep")).join(" ");
  if (repeats === "keep repeat") return { samples: 1, channels: lengths[0], size: lengths[1] };
  const [samples, channels, size = 1] = lengths;
  const layered = repeats === "repeat keep" || repeats === "repeat keep repeat";
  return layered ? { samples, channels, size } : undefined;
}

/** Strides along the axes of `shape`, 0 where the operand repeats. */
function repeatedStrides(operand: readonly number[], shape: readonly number[]): number[] {
  const own = stridesOf(operand);
  return shape.map((_, axis) => {
    const at = axis - shape.length + operand.length;
    return at < 0 || operand[at] === 1 ? 0 : own[at];
  });
}
