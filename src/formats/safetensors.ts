/**
 * safetensors files, which hold the weights of a network by name:
 *
 *   length of the header (8 bytes)  header (safetensorsHeader.ts)  spaces  data of every tensor
 *
 * All numbers are little-endian, all tensors row-major.
 * https://huggingface.co/docs/safetensors, "Format"
 */
import { checkOneOf, FormatError, formatShape, ValueError } from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import { toMachineOrder } from "./dtype.js";
import type { BigData } from "./dtype.js";
import { decodeNpy, flatten } from "./npy.js";
import type { ReadOptions } from "./npy.js";
import {
  LENGTH_SIZE,
  LONGEST_HEADER,
  METADATA,
  parseSafetensorsHeader,
  tensorName,
} from "./safetensorsHeader.js";
import type { TensorEntry } from "./safetensorsHeader.js";
import { compareTypes, TENSOR_TYPES, toTensorType, typeOfData } from "./tensorType.js";
import type { TensorType } from "./tensorType.js";

/** What a safetensors file holds; both are objects without prototype. */
export interface Safetensors {
  /** The tensors by name. */
  readonly tensors: Readonly<Record<string, NdArray<NumericData>>>;
  /** Texts that the writer added, such as `format: "pt"`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Options of `writeSafetensors`. */
export interface WriteSafetensorsOptions {
  /** Texts to add; PyTorch's readers look for `format: "pt"`. Default none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * The number type of all tensors, or of some by name: `{ "1.num_batches_tracked": "I64" }`.
   * Default: that of the data. F32 rounds; every other type has to hold all entries.
   */
  readonly dtype?: TensorType | Readonly<Record<string, TensorType>> | undefined;
}

/**
 * The tensors in the bytes of a safetensors file, row-major, in memory of their own. F16 and BF16 become
 * Float32, BOOL Uint8, and 64-bit integers Float64.
 * @throws FormatError if the bytes are no safetensors file, damaged, cut short or too long, claim
 * what cannot be, or hold 64-bit integers beyond ±2⁵³, naming the tensor
 */
export function readSafetensors(bytes: Uint8Array, options: ReadOptions = {}): Safetensors {
  const where = options.name ?? "formats.readSafetensors";
  const { entries, metadata } = parseSafetensorsHeader(bytes, where);
  const tensors = Object.create(null) as Record<string, NdArray<NumericData>>;
  for (const entry of entries) tensors[entry.name] = readTensor(bytes, entry, where);
  return { tensors, metadata };
}

/**
 * The bytes of a safetensors file with these tensors, as the reference writes it: the same bytes for the
 * same tensors in any order. `{ data, shape }` with a BigInt64Array becomes I64.
 * @throws ValueError for complex numbers, numbers that a dtype does not hold, dtypes of tensors that
 * are not there, names or metadata that are no text, and more than 64 axes
 * @throws ShapeError for data that do not fill their shape
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, ArrayInput>>,
  options: WriteSafetensorsOptions = {},
): Uint8Array {
  return encodeSafetensors(tensors, options, "formats.writeSafetensors");
}

/** What `writeSafetensors` does, for callers that complain in their own name. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, ArrayInput>>,
  { metadata = {}, dtype = {} }: WriteSafetensorsOptions,
  where: string,
): Uint8Array {
  const types = typeof dtype === "string" ? undefined : new Map(Object.entries(dtype));
  const pieces = Object.entries(tensors).map(([name, array]) => {
    const type = typeof dtype === "string" ? dtype : types?.get(name);
    types?.delete(name);
    return pieceOf(name, array, type, where);
  });
  const [unknown] = types?.keys() ?? [];
  if (unknown !== undefined) {
    throw new ValueError(
      `${where}: dtype names the ${tensorName(unknown)}, which is not there. Correct or remove it.`,
    );
  }
  pieces.sort((a, b) => compareTypes(a.type, b.type) || (a.name < b.name ? -1 : 1));
  const header = headerOf(pieces, metadata, where);
  const size = pieces.reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(LENGTH_SIZE + header.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, LENGTH_SIZE);
  let at = LENGTH_SIZE + header.length;
  for (const { data } of pieces) {
    const written = bytes.subarray(at, at + data.byteLength);
    written.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    toMachineOrder(written, data.BYTES_PER_ELEMENT, false);
    at += data.byteLength;
  }
  return bytes;
}

/** A tensor that is to be written. */
interface Piece {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly data: NumericData | BigData;
}

function readTensor(
  bytes: Uint8Array,
  { name, dtype, shape, begin, end }: TensorEntry,
  caller: string,
): NdArray<NumericData> {
  const where = `${caller}: ${tensorName(name)}`;
  const { buffer } = new Uint8Array(bytes.subarray(begin, end)); // aligned, and our own
  const array = decodeNpy({ dtype, fortranOrder: false }, buffer, shape, where);
  if ("stride" in array) return array;
  throw new FormatError(
    `${where} holds 64-bit integers beyond ±2^53, which no Float64 holds exactly. ` +
      `Write it as tensor.double() if it may be rounded.`,
  );
}

function pieceOf(
  name: string,
  array: ArrayInput,
  wanted: TensorType | undefined,
  caller: string,
): Piece {
  const where = `${caller}: ${tensorName(name)}`;
  if (name === METADATA || !isText(name)) {
    throw new ValueError(
      `${where} should have a name in Unicode other than "${METADATA}". Rename it.`,
    );
  }
  const { data, shape, complex } = flatten(array, where);
  if (complex) {
    throw new ValueError(
      `${where} should hold real numbers; got complex ones of shape ${formatShape(shape)}. ` +
        `Write the real and the imaginary part as two tensors.`,
    );
  }
  const type = wanted ?? typeOfData(data);
  checkOneOf(type, TENSOR_TYPES, `${where}: dtype`);
  return { name, type, shape, data: toTensorType(data, type, where) };
}

/** The header, padded with spaces so that the data begin at a multiple of 8. */
function headerOf(
  pieces: readonly Piece[],
  metadata: Readonly<Record<string, string>>,
  where: string,
): Uint8Array {
  const texts = Object.entries(metadata);
  if (!texts.flat().every(isText)) {
    throw new ValueError(`${where}: metadata should hold Unicode text only. Format numbers first.`);
  }
  let end = 0;
  const members = pieces.map(({ name, type, shape, data }) => {
    const begin = end;
    end += data.byteLength;
    return member(name, { dtype: type, shape, data_offsets: [begin, end] });
  });
  if (texts.length > 0) members.unshift(member(METADATA, Object.fromEntries(texts)));
  const encoded = new TextEncoder().encode(`{${members.join(",")}}`);
  if (encoded.length > LONGEST_HEADER) {
    throw new ValueError(
      `${where}: the names, shapes and metadata should take at most ${LONGEST_HEADER} bytes; ` +
        `they take ${encoded.length}. Stack tensors, or write several files.`,
    );
  }
  const bytes = new Uint8Array(Math.ceil(encoded.length / 8) * 8).fill(0x20);
  bytes.set(encoded);
  return bytes;
}

function member(key: string, value: object): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

/** Text that UTF-8 can hold: without halves of surrogate pairs. */
function isText(value: unknown): boolean {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}
