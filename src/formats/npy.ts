/**
 * NumPy's .npy files: a header (npyHeader.ts), then the entries one after another.
 * All number types are read in both byte orders and both memory orders; what is written is
 * little-endian and row-major.
 */
import {
  checkComplex,
  FormatError,
  formatShape,
  isComplexArray,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toDense,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, ComplexArray, NdArray, NumericData } from "../core/index.js";
import { isBig, toMachineOrder } from "./dtype.js";
import type { BigData } from "./dtype.js";
import { toRowMajor } from "./fortranOrder.js";
import { formatNpyHeader, MAX_AXES, parseNpyHeader, truncated } from "./npyHeader.js";
import type { NpyHeader } from "./npyHeader.js";

/** 64-bit integers beyond ±2⁵³, which no Float64 holds exactly; row-major. */
export interface BigArray {
  readonly data: BigData;
  readonly shape: readonly number[];
}

/** What a .npy file may hold: real numbers, complex ones, or 64-bit integers beyond ±2⁵³. */
export type NpyArray = NdArray<NumericData> | ComplexArray | BigArray;

/** What can be written to a .npy file. */
export type NpyInput = ArrayInput | ComplexArray;

/** Options of reading. */
export interface ReadOptions {
  /** What the bytes are called in messages. Default: the name of the function. */
  readonly name?: string | undefined;
}

/** Options of `writeNpy`. */
export interface WriteNpyOptions {
  /** Write truth values; every entry should be 0 or 1. Default false. */
  readonly bool?: boolean | undefined;
}

/**
 * The array in the bytes of a .npy file, row-major, in memory of its own. Truth values become Uint8,
 * half-precision numbers Float32, complex ones two Float64 planes. 64-bit integers become Float64
 * where all of them are safe integers, else they stay 64-bit integers.
 * @throws FormatError if the bytes are no .npy file, damaged, cut short or too long, or hold
 * anything but numbers
 */
export function readNpy(bytes: Uint8Array, options: ReadOptions = {}): NpyArray {
  const where = options.name ?? "formats.readNpy";
  const header = parseNpyHeader(bytes, where);
  checkNpySize(header, bytes.length, where);
  const { buffer } = new Uint8Array(bytes.subarray(header.dataOffset)); // aligned, and our own
  return decodeNpy(header, buffer, header.shape, where);
}

/**
 * Refuses files that are not as long as their header says.
 * @throws FormatError
 */
export function checkNpySize(header: NpyHeader, fileSize: number, where: string): void {
  const expected = header.dataOffset + header.dataSize;
  if (fileSize < expected) throw truncated(where, expected, fileSize);
  if (fileSize === expected) return;
  throw new FormatError(
    `${where}: the file should have ${expected} bytes, for shape ${formatShape(header.shape)} and ` +
      `type "${header.dtype.descr}"; it has ${fileSize - expected} more. ` +
      `The file is damaged: write it again with numpy.save.`,
  );
}

/**
 * An array of this shape from entries of a file with this header.
 * @param entries their bytes, all of them or those of some samples; the array's memory from now on
 * @throws FormatError for truth values other than 0 and 1
 */
export function decodeNpy(
  { dtype, fortranOrder }: Pick<NpyHeader, "dtype" | "fortranOrder">,
  entries: ArrayBuffer,
  shape: readonly number[],
  where: string,
): NpyArray {
  const bytes = new Uint8Array(entries);
  if (dtype.descr.endsWith("b1")) checkTruth(bytes, where);
  toMachineOrder(bytes, dtype.wordSize, dtype.bigEndian);
  const decoded = dtype.decode(entries);
  const order = <D extends NumericData | BigData>(data: D): D =>
    fortranOrder ? toRowMajor(data, shape) : data;
  if ("re" in decoded) return { re: order(decoded.re), im: order(decoded.im), shape: [...shape] };
  const data = order(decoded);
  return isBig(data) ? { data, shape: [...shape] } : ndarrayOf(data, shape);
}

/**
 * The bytes of a .npy file with this array: version 1.0, little-endian, row-major, in the number
 * type of the data (nested lists: Float64; complex arrays: complex128).
 * @throws ValueError for more than 64 axes, and for truth values other than 0 and 1
 * @throws ShapeError for data that do not fill their shape
 */
export function writeNpy(array: NpyInput, options: WriteNpyOptions = {}): Uint8Array {
  return encodeNpy(array, options, "formats.writeNpy: array");
}

/**
 * What `writeNpy` does, for callers that complain in their own name.
 * @param where the calling function and argument, for the message
 */
export function encodeNpy(array: NpyInput, options: WriteNpyOptions, where: string): Uint8Array {
  const { data, shape, complex } = flatten(array, where);
  const written = options.bool === true ? toTruth(data, where) : data;
  const descr = options.bool === true ? "|b1" : complex ? "<c16" : descrOf(written);
  const header = formatNpyHeader(descr, shape);
  const bytes = new Uint8Array(header.length + written.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(written.buffer, written.byteOffset, written.byteLength), header.length);
  toMachineOrder(bytes.subarray(header.length), written.BYTES_PER_ELEMENT, false);
  return bytes;
}

/** The entries of an array as files hold them: row-major, of complex ones both parts in turn. */
export interface Flat {
  readonly data: NumericData | BigData;
  readonly shape: readonly number[];
  readonly complex: boolean;
}

/**
 * The entries of an array that is to be written, in the number type of its data.
 * @param where the calling function and argument, for the message
 * @throws ValueError for more than 64 axes, or entries that are no numbers
 * @throws ShapeError for data that do not fill their shape
 */
export function flatten(array: NpyInput, where: string): Flat {
  const flat = entriesOf(array, where);
  if (flat.shape.length <= MAX_AXES) return flat;
  throw new ValueError(
    `${where} should have at most ${MAX_AXES} axes; got ${flat.shape.length}. Reshape it.`,
  );
}

function entriesOf(array: NpyInput, where: string): Flat {
  if (isComplexArray(array)) {
    checkComplex(array, where);
    const data = new Float64Array(2 * array.re.length);
    for (let i = 0; i < array.re.length; i++) {
      data[2 * i] = array.re[i];
      data[2 * i + 1] = array.im[i];
    }
    return { data, shape: array.shape, complex: true };
  }
  const { data, shape } = array as Partial<BigArray> & { stride?: unknown };
  if (!isBig(data)) return { ...toDense(array, where), complex: false };
  if (!Array.isArray(shape) || "stride" in array || data.length !== sizeOf(shape as number[])) {
    throw new ShapeError(
      `${where} holds 64-bit integers, which should be { data, shape } with row-major data that ` +
        `fill the shape; got ${data.length} entries. Copy them into that form.`,
    );
  }
  return { data, shape: shape as number[], complex: false };
}

/** `<f8` for a Float64Array: kind and bytes per entry follow from the name of the type. */
function descrOf(data: NumericData | BigData): string {
  const name = data[Symbol.toStringTag];
  const kind = name.startsWith("Float") ? "f" : name.includes("Uint") ? "u" : "i";
  return `${data.BYTES_PER_ELEMENT === 1 ? "|" : "<"}${kind}${data.BYTES_PER_ELEMENT}`;
}

function toTruth(data: NumericData | BigData, where: string): Uint8Array {
  return Uint8Array.from(data as ArrayLike<number | bigint>, (value) => {
    if (Number(value) === 0 || Number(value) === 1) return Number(value);
    throw new ValueError(
      `${where} should hold 0 and 1 only, to be written as truth values; got ${value}. ` +
        `Compare it with a threshold first.`,
    );
  });
}

function checkTruth(bytes: Uint8Array, where: string): void {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong < 0) return;
  throw new FormatError(
    `${where}: truth values should be 0 or 1; got ${bytes[wrong]} at entry ${wrong}. ` +
      `The file is damaged: write it again.`,
  );
}
