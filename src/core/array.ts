/**
 * Arrays at the border of the library: scijs `ndarray`s, `{ data, shape }` or nested lists come in,
 * contiguous row-major `ndarray`s go out. Inside, everything is a flat typed array and its shape.
 */
import ndarray from "ndarray";
import type { NdArray as ScijsArray } from "ndarray";
import { ShapeError, ValueError } from "./errors.js";
import { createArray } from "./precision.js";
import type { Precision, Precisions } from "./precision.js";
import { formatShape, sameShape, sizeOf, stridesOf } from "./shape.js";

/** The flat storage an array may have. 64-bit integers are accepted where they are exact. */
export type NumericData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** A scijs array: `data`, `shape`, `stride`, `offset` and the accessors `get`, `pick`, … */
export type NdArray<D extends NumericData = Float64Array> = ScijsArray<D>;

/** Lists of lists of numbers, as deep as there are axes. */
export type Nested = readonly number[] | readonly Nested[];

/** Anything with flat data and a shape; without strides it is read as row-major. */
export interface Strided {
  readonly data: ArrayLike<number> | ArrayLike<bigint>;
  readonly shape: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
}

/** What public functions accept as an array. */
export type ArrayInput = Strided | Nested;

/** A contiguous row-major array, as the inner floors use it. */
export interface Dense<D extends NumericData = NumericData> {
  readonly data: D;
  readonly shape: readonly number[];
}

/** An `ndarray` around contiguous row-major data: the one place where arrays are made. */
export function ndarrayOf<D extends NumericData>(data: D, shape: readonly number[]): NdArray<D> {
  return ndarray(data, [...shape]);
}

/** A Float64 array of zeros. */
export function zeros(shape: readonly number[]): NdArray {
  return ndarrayOf(new Float64Array(sizeOf(shape)), shape);
}

/**
 * The input as contiguous row-major data, in the number type it came in. Contiguous typed arrays
 * are not copied.
 * @param where the calling function and argument, for the message: `mks.fit: microstructure`
 * @throws ShapeError for ragged lists, or data that do not fill the shape
 * @throws ValueError for entries that are no numbers, or 64-bit integers beyond 2⁵³
 */
export function toDense(input: ArrayInput, where: string): Dense {
  if (Array.isArray(input)) return fromNested(input as Nested, where);
  const candidate = input as Partial<Strided> | null | undefined;
  if (!candidate || typeof candidate !== "object" || !candidate.data || !candidate.shape) {
    throw new ValueError(
      `${where} should be an ndarray, { data, shape } or nested arrays of numbers; ` +
        `got ${describe(input)}. Wrap flat data as { data, shape }.`,
    );
  }
  return fromStrided(candidate as Strided, where);
}

/** The input as contiguous row-major Float64 data; copied only where it has to be. */
export function toFloat64(input: ArrayInput, where: string): Dense<Float64Array> {
  return toReals(input, where, "float64");
}

/**
 * The input as contiguous row-major data of a precision; copied only where it has to be.
 * @throws ShapeError, ValueError as `toDense`
 */
export function toReals<P extends Precision = "float64">(
  input: ArrayInput,
  where: string,
  precision?: P,
): Dense<Precisions[P]> {
  const { data, shape } = toDense(input, where);
  const empty = createArray(0, precision);
  if (data.constructor === empty.constructor) return { data: data as Precisions[P], shape };
  const converted = createArray(data.length, precision);
  converted.set(data);
  return { data: converted, shape };
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object"
    ? value.constructor.name
    : `the ${typeof value} ${String(value)}`;
}

function fromNested(lists: Nested, where: string): Dense<Float64Array> {
  const shape: number[] = [];
  for (let level: unknown = lists; Array.isArray(level); level = (level as unknown[])[0]) {
    shape.push(level.length);
  }
  const data = new Float64Array(sizeOf(shape));
  let position = 0;
  const fill = (level: unknown, axis: number): void => {
    if (axis === shape.length) {
      if (typeof level !== "number") {
        throw Array.isArray(level)
          ? raggedLists(where)
          : new ValueError(`${where} should hold numbers only; got ${describe(level)}.`);
      }
      data[position++] = level;
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[axis]) throw raggedLists(where);
    for (const entry of level) fill(entry, axis + 1);
  };
  fill(lists, 0);
  return { data, shape };
}

function raggedLists(where: string): ShapeError {
  return new ShapeError(
    `${where} is a ragged list: every list on one level must have the same length. ` +
      `Pad the short ones or pass { data, shape }.`,
  );
}

function fromStrided({ data, shape, stride, offset = 0 }: Strided, where: string): Dense {
  if (!shape.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new ShapeError(
      `${where} has shape ${formatShape(shape)}; every axis length should be an integer ≥ 0.`,
    );
  }
  const size = sizeOf(shape);
  const strides = stride ?? stridesOf(shape);
  const reach = size === 0 ? 0 : lastPosition(shape, strides, offset) + 1;
  if (strides.length !== shape.length || reach > data.length || offset < 0) {
    throw new ShapeError(
      `${where} has shape ${formatShape(shape)}, which needs ${reach} entries; ` +
        `its data hold ${data.length}. Check the shape.`,
    );
  }
  const contiguous = offset === 0 && sameShape(strides, stridesOf(shape));
  if (!stride && data.length !== size) {
    throw new ShapeError(
      `${where} has shape ${formatShape(shape)}, which needs ${size} entries; ` +
        `its data hold ${data.length}. Check the shape.`,
    );
  }
  const numbers = toNumbers(data, where);
  if (contiguous) {
    return {
      data: numbers.length === size ? numbers : numbers.subarray(0, size),
      shape: [...shape],
    };
  }
  return { data: gather(numbers, shape, strides, offset), shape: [...shape] };
}

function lastPosition(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): number {
  return shape.reduce(
    (far, length, axis) => far + Math.max(0, (length - 1) * strides[axis]),
    offset,
  );
}

function toNumbers(data: ArrayLike<number> | ArrayLike<bigint>, where: string): NumericData {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float64Array.from(data, (value: bigint) => {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) {
        throw new ValueError(`${where} holds ${value}, which a Float64 cannot hold exactly.`);
      }
      return number;
    });
  }
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) return data as NumericData;
  return Float64Array.from(data as ArrayLike<number>);
}

function gather(
  data: NumericData,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): NumericData {
  const out = new (data.constructor as new (length: number) => NumericData)(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const step = strides[axis];
      const next = index[axis] + 1;
      if (next < shape[axis]) {
        index[axis] = next;
        from += step;
        break;
      }
      index[axis] = 0;
      from -= step * (shape[axis] - 1);
    }
  }
  return out;
}
