/**
 * The header of a safetensors file: what the bytes after it mean.
 *
 *   { "__metadata__": { key: text, … }, name: { "dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24] }, … }
 *
 * Offsets count from the end of the header. The data of the tensors follow each other without gap
 * up to the end of the file, so nothing overlaps and nothing hides.
 * https://huggingface.co/docs/safetensors, "Format"
 */
import { FormatError, formatShape } from "../core/index.js";
import type { Dtype } from "./dtype.js";
import { MAX_AXES, sizeInBytes, truncated } from "./npyHeader.js";
import { parseStrictJson } from "./strictJson.js";
import { tensorDtype } from "./tensorType.js";

/** What a header says of a tensor. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Where its bytes begin and end in the file. */
  readonly begin: number;
  readonly end: number;
}

/** What stands in a header. */
export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  /** In an object without prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes that tell how long the header is. */
export const LENGTH_SIZE = 8;
/** The longest header, in bytes, that the reference reads. */
export const LONGEST_HEADER = 1e8;
/** The key that is no tensor. */
export const METADATA = "__metadata__";

const KEYS = ["dtype", "shape", "data_offsets"];
/** The header, a tensor, its shape. */
const MAX_DEPTH = 3;
const BRACE = 0x7b;
const DAMAGED = "The file is damaged: write it again.";

/**
 * What the header of a file says, all of it checked against the length of the file.
 * @param where who complains, for the message
 * @throws FormatError
 */
export function parseSafetensorsHeader(bytes: Uint8Array, where: string): SafetensorsHeader {
  const start = headerEnd(bytes, where);
  const json = bytes.subarray(LENGTH_SIZE, start);
  const tree = parseStrictJson(json, MAX_DEPTH, `${where}: the header`) as Record<string, unknown>;
  const metadata = readMetadata(tree[METADATA], where);
  const entries = Object.entries(tree)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => readEntry(name, value, start, bytes.length, where));
  checkCovered(entries, start, bytes.length, where);
  return { entries, metadata };
}

/** A tensor in a message: its name, the beginning of a long one. */
export function tensorName(name: string): string {
  return `tensor ${JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name)}`;
}

function headerEnd(bytes: Uint8Array, where: string): number {
  if (bytes.length < LENGTH_SIZE) throw truncated(where, LENGTH_SIZE, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER) {
    throw new FormatError(
      `${where}: the header should have at most ${LONGEST_HEADER} bytes; it says it has ${length}. ` +
        `The file is damaged or no safetensors file: write it again.`,
    );
  }
  const end = LENGTH_SIZE + Number(length);
  if (bytes.length < end) throw truncated(where, end, bytes.length);
  if (length > 0 && bytes[LENGTH_SIZE] === BRACE) return end;
  throw new FormatError(
    `${where}: the header should begin with "{", so this is no safetensors file. ` +
      `Write it with safetensors.torch.save_file, formats.writeSafetensors or io.saveTensors.`,
  );
}

function readMetadata(value: unknown, where: string): Record<string, string> {
  const metadata = Object.create(null) as Record<string, string>;
  if (value === undefined) return metadata;
  if (isObject(value) && Object.values(value).every((text) => typeof text === "string")) {
    return Object.assign(metadata, value as Record<string, string>);
  }
  throw new FormatError(
    `${where}: "${METADATA}" should be an object that holds text only. Write the file again.`,
  );
}

function readEntry(
  name: string,
  value: unknown,
  start: number,
  fileSize: number,
  caller: string,
): TensorEntry {
  const where = `${caller}: ${tensorName(name)}`;
  const { dtype: type, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (!isObject(value) || !sameKeys(value) || typeof type !== "string") {
    throw new FormatError(
      `${where} should be described by ${KEYS.join(", ")} and nothing else. ${DAMAGED}`,
    );
  }
  const dtype = tensorDtype(type, where);
  if (!areLengths(shape) || shape.length > MAX_AXES) {
    throw new FormatError(
      `${where}: shape should be a list of at most ${MAX_AXES} lengths below 2^53. ${DAMAGED}`,
    );
  }
  if (!areLengths(offsets) || offsets.length !== 2) {
    throw new FormatError(
      `${where}: data_offsets should be two numbers, where the data begin and end. ${DAMAGED}`,
    );
  }
  const [begin, end] = offsets.map((offset) => start + offset);
  if (begin > end || end > fileSize) {
    throw new FormatError(
      `${where}: data_offsets should be ordered and at most ${fileSize - start}, the bytes after the ` +
        `header; got ${formatShape(offsets)}. The file was cut short or is damaged: write it again.`,
    );
  }
  const expected = sizeInBytes(shape, dtype.itemSize, where);
  if (end - begin !== expected) {
    throw new FormatError(
      `${where}: shape ${formatShape(shape)} of ${type} takes ${expected} bytes; data_offsets ` +
        `${formatShape(offsets)} give ${end - begin}. ${DAMAGED}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** Every byte after the header belongs to one tensor. */
function checkCovered(
  entries: readonly TensorEntry[],
  start: number,
  fileSize: number,
  where: string,
): void {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let free = start;
  for (const { name, begin, end } of sorted) {
    if (begin !== free) {
      const what = begin < free ? "overlaps the one before it" : "leaves bytes before it unused";
      throw new FormatError(
        `${where}: ${tensorName(name)} should begin at byte ${free - start} of the data; it ${what}. ${DAMAGED}`,
      );
    }
    free = end;
  }
  if (free === fileSize) return;
  throw new FormatError(
    `${where}: the file has ${fileSize - free} more bytes than its tensors take. ${DAMAGED}`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameKeys(value: object): boolean {
  return Object.keys(value).length === KEYS.length && KEYS.every((key) => key in value);
}

function areLengths(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0 && !Object.is(n, -0))
  );
}
