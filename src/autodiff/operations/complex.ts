/**
 * Complex values as pairs of real ones. Operations return one array, so transforms return both planes in
 * one, [2, …], of which re and im are views.
 */
import { formatShape, precisionOf, sameShape, ShapeError, sizeOf } from "../../core/index.js";
import { defineOperation, type Operation } from "../operation.js";
import { newValues } from "../tape.js";
import { asVariables, type Operand, type Variable } from "../variable.js";

/** Complex numbers: real and imaginary parts of one shape. */
export interface ComplexVariable {
  readonly re: Variable;
  readonly im: Variable;
}

/** What stands for complex numbers: both parts of one shape. */
export interface ComplexOperand {
  readonly re: Operand;
  readonly im: Operand;
}

/** Both planes in one array, [2, …]. @throws ShapeError if they differ in shape */
export function joinPlanes({ re, im }: ComplexOperand, where: string): Variable {
  const planes = asVariables([re, im], where);
  const [real, imaginary] = planes.map(({ shape }) => shape);
  if (!sameShape(real, imaginary)) {
    throw new ShapeError(
      `${where} should have real and imaginary parts of one shape; got ${formatShape(real)} and ` +
        `${formatShape(imaginary)}.`,
    );
  }
  return join(planes, undefined);
}

/** The planes of an array [2, …]. */
export function splitPlanes(x: Variable): ComplexVariable {
  return { re: planeOf([x], 0), im: planeOf([x], 1) };
}

const join: Operation<undefined> = defineOperation(
  ([re, im]) => {
    const data = newValues(2 * re.data.length, precisionOf(re.data));
    data.set(re.data);
    data.set(im.data, re.data.length);
    return { data, shape: [2, ...re.shape] };
  },
  (g, { index }) => planeOf([g], index),
  "joinPlanes",
);

const planeOf: Operation<number> = defineOperation<number>(
  (
    [
      {
        data,
        shape: [, ...shape],
      },
    ],
    index,
  ) => {
    const size = sizeOf(shape);
    return { data: data.subarray(index * size, (index + 1) * size), shape };
  },
  (g, { options: index }) => onePlane([g], index),
  "plane",
);

/** A plane beside one of zeros. */
const onePlane: Operation<number> = defineOperation<number>(
  ([{ data: plane, shape }], index) => {
    const data = newValues(2 * plane.length, precisionOf(plane));
    data.set(plane, index * plane.length);
    data.fill(0, (1 - index) * plane.length, (2 - index) * plane.length);
    return { data, shape: [2, ...shape] };
  },
  (g, { options: index }) => planeOf([g], index),
  "onePlane",
);
