/** Shapes are row-major lists of axis lengths; the last axis is contiguous. */

/** Number of entries of an array of this shape, 1 for the empty shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The shape as it stands in messages: `[2, 21, 21]`. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** The index along every axis of a position in row-major order. */
export function unravel(position: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length).fill(0);
  let rest = position;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis];
    index[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return index;
}

/** Row-major strides: how far apart in memory neighbours along every axis are. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  return strides;
}

/** Whether two shapes have the same axes. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
