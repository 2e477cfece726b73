/**
 * Number types as NumPy writes them, `<f8`: byte order (`<` little, `>` big, `=` and `|` native),
 * kind (b truth value, i and u integers, f floating point, c complex) and bytes per entry.
 */
import { FormatError } from "../core/index.js";
import type { NumericData } from "../core/index.js";
import { fromFloat16 } from "./float16.js";

/** A number type that can be read. */
export interface Dtype {
  /** As it stands in the file: `<f8`. */
  readonly descr: string;
  /** Bytes per entry. */
  readonly itemSize: number;
  /** Bytes that are swapped together where the byte order is foreign; half an entry if complex. */
  readonly wordSize: number;
  readonly bigEndian: boolean;
  /** Entries from bytes in this machine's order; takes the buffer over. */
  readonly decode: (bytes: ArrayBuffer) => Entries;
}

/** 64-bit integers of which at least one is no safe integer. */
export type BigData = BigInt64Array | BigUint64Array;

/** Entries in the order of the file: real, or the two planes of complex ones. */
export type Entries =
  NumericData | BigData | { readonly re: Float64Array; readonly im: Float64Array };

const DECODERS: Readonly<Record<string, (bytes: ArrayBuffer) => Entries>> = {
  b1: (bytes) => new Uint8Array(bytes),
  i1: (bytes) => new Int8Array(bytes),
  i2: (bytes) => new Int16Array(bytes),
  i4: (bytes) => new Int32Array(bytes),
  i8: (bytes) => safeNumbers(bytes, new Int32Array(bytes)) ?? new BigInt64Array(bytes),
  u1: (bytes) => new Uint8Array(bytes),
  u2: (bytes) => new Uint16Array(bytes),
  u4: (bytes) => new Uint32Array(bytes),
  u8: (bytes) => safeNumbers(bytes, new Uint32Array(bytes)) ?? new BigUint64Array(bytes),
  f2: (bytes) => fromFloat16(new Uint16Array(bytes)),
  f4: (bytes) => new Float32Array(bytes),
  f8: (bytes) => new Float64Array(bytes),
  c8: (bytes) => planes(new Float32Array(bytes)),
  c16: (bytes) => planes(new Float64Array(bytes)),
};

const KINDS: Readonly<Record<string, string>> = {
  O: "Python objects: they are pickled programs. Save numbers, with allow_pickle=False",
  S: "byte strings. Save numbers",
  a: "byte strings. Save numbers",
  U: "text. Save numbers",
  M: "dates. Save numbers, as array.astype('i8')",
  m: "time differences. Save numbers, as array.astype('i8')",
  V: "raw or structured records. Save every field as an array of its own",
};

/** Whether this machine keeps the low byte of a number first, as all but a few do. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * The number type of that name.
 * @param where who complains, for the message
 * @throws FormatError naming types that hold no numbers, and numbers that JavaScript has not
 */
export function dtypeOf(descr: string, where: string): Dtype {
  const [, order, kind, size] = /^([<>=|])([a-zA-Z])(\d*)/.exec(descr) ?? [];
  const code = `${kind}${size}`;
  if (Object.hasOwn(DECODERS, code) && descr === `${order}${code}`) {
    const itemSize = Number(size);
    const wordSize = kind === "c" ? itemSize / 2 : itemSize;
    return { descr, itemSize, wordSize, bigEndian: order === ">", decode: DECODERS[code] };
  }
  if (kind !== undefined && Object.hasOwn(KINDS, kind)) {
    throw new FormatError(`${where}: the number type "${descr}" stands for ${KINDS[kind]}.`);
  }
  const known = Object.keys(DECODERS).join(", ");
  throw new FormatError(
    `${where}: the number type should be one of ${known} after a byte order; got "${descr}". ` +
      `Convert the array first, as array.astype('f8').`,
  );
}

/** The bytes with every number in the other order, if `bigEndian` is foreign here. Works in place. */
export function toMachineOrder(bytes: Uint8Array, wordSize: number, bigEndian: boolean): void {
  if (wordSize === 1 || bigEndian !== LITTLE_ENDIAN) return;
  for (let start = 0; start < bytes.length; start += wordSize) {
    bytes.subarray(start, start + wordSize).reverse();
  }
}

/** Whether the entries are 64-bit integers. */
export function isBig(data: unknown): data is BigData {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** 64-bit integers as numbers, if all of them are safe. */
function safeNumbers(
  bytes: ArrayBuffer,
  words: Int32Array | Uint32Array,
): Float64Array | undefined {
  const low = new Uint32Array(bytes);
  const [lowAt, highAt] = LITTLE_ENDIAN ? [0, 1] : [1, 0];
  const out = new Float64Array(low.length / 2);
  for (let i = 0; i < out.length; i++) {
    const value = words[2 * i + highAt] * 2 ** 32 + low[2 * i + lowAt];
    if (!Number.isSafeInteger(value)) return undefined;
    out[i] = value;
  }
  return out;
}

function planes(pairs: Float32Array | Float64Array): { re: Float64Array; im: Float64Array } {
  const size = pairs.length / 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    re[i] = pairs[2 * i];
    im[i] = pairs[2 * i + 1];
  }
  return { re, im };
}
