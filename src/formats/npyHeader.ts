/**
 * The header of a .npy file: what the bytes after it mean.
 *
 *   \x93NUMPY  major minor  length (2 bytes in version 1, 4 in 2 and 3)  dictionary  spaces  \n
 *
 * The dictionary is a Python literal with `descr`, `fortran_order` and `shape`.
 * NEP 1, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { FormatError, formatShape } from "../core/index.js";
import { dtypeOf } from "./dtype.js";
import type { Dtype } from "./dtype.js";
import { parseLiteral } from "./pythonLiteral.js";
import type { Literal } from "./pythonLiteral.js";

/** What stands in a header. */
export interface NpyHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Whether the first axis is the contiguous one. */
  readonly fortranOrder: boolean;
  /** Where the entries begin. */
  readonly dataOffset: number;
  /** How many bytes the entries take. */
  readonly dataSize: number;
}

/** The first bytes of every .npy file. */
export const NPY_MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Bytes that tell how long a header is, in every version. */
export const NPY_PREFIX = 12;
/** Axes an array may have, as in NumPy 2. */
export const MAX_AXES = 64;

const KEYS = ["descr", "fortran_order", "shape"] as const;
const ALIGNMENT = 64;
/** The longest header that numbers need, generously: 64 axes of 16 digits are about 1200 bytes. */
const LONGEST = 1 << 16;

/**
 * What the header at the beginning of the bytes says. Only the header has to be there.
 * @param bytes the file, or its beginning
 * @param where who complains, for the message
 * @throws FormatError if this is no header, or one of numbers that cannot be read
 */
export function parseNpyHeader(bytes: Uint8Array, where = "formats.parseNpyHeader"): NpyHeader {
  const dataOffset = npyHeaderLength(bytes, where);
  if (bytes.length < dataOffset) throw truncated(where, dataOffset, bytes.length);
  const text = headerText(bytes.subarray(bytes[6] === 1 ? 10 : 12, dataOffset), bytes[6], where);
  const { value, rest } = parseLiteral(text, where);
  const entries = typeof value === "object" && value.kind === "dictionary" && value.entries;
  if (!entries || entries.size !== KEYS.length || !KEYS.every((key) => entries.has(key))) {
    throw new FormatError(
      `${where}: the header should be a dictionary of ${KEYS.join(", ")} and nothing else. ` +
        `The file is damaged or no .npy file: write it again with numpy.save.`,
    );
  }
  if (!/^ *\n$/.test(rest)) {
    throw new FormatError(
      `${where}: after its dictionary the header should hold spaces and end with a newline. ` +
        `The file is damaged: write it again with numpy.save.`,
    );
  }
  const [descr, order, shape] = KEYS.map((key) => entries.get(key));
  const dtype = readDtype(descr, where);
  const lengths = readShape(shape, where);
  if (typeof order !== "boolean") {
    throw new FormatError(`${where}: fortran_order should be True or False. The file is damaged.`);
  }
  const dataSize = sizeInBytes(lengths, dtype.itemSize, where);
  return { dtype, shape: lengths, fortranOrder: order, dataOffset, dataSize };
}

/**
 * How many bytes the header takes, from its first bytes.
 * @throws FormatError if they do not begin a .npy file
 */
export function npyHeaderLength(bytes: Uint8Array, where: string): number {
  if (!NPY_MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new FormatError(
      `${where}: the bytes do not begin with "\\x93NUMPY", so this is no .npy file. ` +
        `Write it with numpy.save, formats.writeNpy or io.saveArray.`,
    );
  }
  if (bytes.length < NPY_PREFIX) throw truncated(where, NPY_PREFIX, bytes.length);
  const [major, minor] = [bytes[6], bytes[7]];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError(
      `${where}: the .npy version should be 1.0, 2.0 or 3.0; got ${major}.${minor}. ` +
        `Save the array with another version of NumPy.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length < LONGEST) return length + (major === 1 ? 10 : 12);
  throw new FormatError(
    `${where}: the header should be shorter than ${LONGEST} bytes; it says it has ${length}. ` +
      `The file is damaged, or holds structured records: save every field as an array of its own.`,
  );
}

/** The header (version 1.0) of row-major entries, padded so that they begin at a multiple of 64. */
export function formatNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([...NPY_MAGIC, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}

/** A file that ends too early. */
export function truncated(where: string, expected: number, got: number): FormatError {
  return new FormatError(
    `${where}: the file should have at least ${expected} bytes; it ends after ${got}. ` +
      `It was cut short: copy or write it again.`,
  );
}

/**
 * How many bytes the entries of an array take.
 * @throws FormatError for more than 2^53 bytes, axes of length 0 left out
 */
export function sizeInBytes(shape: readonly number[], itemSize: number, where: string): number {
  // An axis of length 0 does not excuse the others: strides are products of all of them.
  const most = shape.reduce((product, n) => product * Math.max(n, 1), itemSize);
  if (!Number.isSafeInteger(most)) {
    throw new FormatError(
      `${where}: an array of shape ${formatShape(shape)} would take more than 2^53 bytes. ` +
        `The file is damaged: write it again.`,
    );
  }
  return shape.includes(0) ? 0 : most;
}

function headerText(bytes: Uint8Array, major: number, where: string): string {
  if (major < 3) return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatError(`${where}: the header is no UTF-8 text. The file is damaged.`);
  }
}

function readDtype(descr: Literal | undefined, where: string): Dtype {
  if (typeof descr === "string") return dtypeOf(descr, where);
  throw new FormatError(
    `${where}: the entries are structured records, not numbers. ` +
      `Save every field as an array of its own, as array['field'].`,
  );
}

function readShape(shape: Literal | undefined, where: string): number[] {
  const items = typeof shape === "object" && shape.kind === "tuple" ? shape.items : undefined;
  const lengths = items?.filter((n): n is number => Number.isSafeInteger(n)) ?? [];
  if (items?.length === lengths.length && lengths.length <= MAX_AXES) return lengths;
  throw new FormatError(
    `${where}: shape should be a tuple of at most ${MAX_AXES} lengths below 2^53. ` +
      `The file is damaged: write it again with numpy.save.`,
  );
}
