/** NumPy's .npz files: zip archives of .npy files, one per array (zip.ts, npy.ts). */
import { checkNumber, FormatError } from "../core/index.js";
import { encodeNpy, readNpy } from "./npy.js";
import type { NpyArray, NpyInput, ReadOptions } from "./npy.js";
import { DEFAULT_MAX_BYTES, readZip, writeZip } from "./zip.js";

/** Options of reading archives. */
export interface ReadArchiveOptions extends ReadOptions {
  /** Most bytes that all members together may have, uncompressed. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
}

/** Options of `writeNpz`. */
export interface WriteNpzOptions {
  /** Deflate the arrays, as numpy.savez_compressed does. Default false. */
  readonly compress?: boolean | undefined;
}

const SUFFIX = ".npy";

/**
 * The arrays in the bytes of a .npz file by name, in an object without prototype.
 * @throws FormatError if the bytes are no .npz file or damaged, for encrypted or overlapping members and
 * zip bombs, or for members that are no arrays of numbers
 * @throws ValueError for a limit that is no number ≥ 0
 */
export function readNpz(
  bytes: Uint8Array,
  options: ReadArchiveOptions = {},
): Record<string, NpyArray> {
  const arrays = Object.create(null) as Record<string, NpyArray>;
  const members = openNpz(bytes, { ...options, name: options.name ?? "formats.readNpz" });
  for (const [name, read] of members) arrays[name] = read();
  return arrays;
}

/**
 * The names in the bytes of a .npz file, each with a function that reads its array: for large
 * archives of which one array is wanted.
 * @throws FormatError, ValueError as `readNpz`, for a damaged array when it is read
 */
export function openNpz(
  bytes: Uint8Array,
  options: ReadArchiveOptions = {},
): ReadonlyMap<string, () => NpyArray> {
  const { name: where = "formats.openNpz", maxBytes = DEFAULT_MAX_BYTES } = options;
  checkNumber(maxBytes, 0, Infinity, `${where}: maxBytes`);
  const members = [...readZip(bytes, maxBytes, where)];
  return new Map(
    members.map(([name, extract]) => {
      if (!name.endsWith(SUFFIX)) throw notAnArray(name, where);
      const read = (): NpyArray => readNpy(extract(), { name: `${where}: "${name}"` });
      return [name.slice(0, -SUFFIX.length), read] as const;
    }),
  );
}

/**
 * The bytes of a .npz file with these arrays: the same bytes for the same arrays.
 * @throws ValueError for more than 65534 arrays or 4 GiB, and for what `writeNpy` refuses
 * @throws ShapeError for data that do not fill their shape
 */
export function writeNpz(
  arrays: Readonly<Record<string, NpyInput>>,
  options: WriteNpzOptions = {},
): Uint8Array {
  const where = "formats.writeNpz";
  const members = Object.entries(arrays).map(
    ([name, array]) => [name + SUFFIX, encodeNpy(array, {}, `${where}: "${name}"`)] as const,
  );
  return writeZip(new Map(members), options.compress ?? false, where);
}

function notAnArray(name: string, where: string): FormatError {
  const advice =
    name === "model.json"
      ? "The file is a saved model: read it with formats.decodeModel or io.loadModel."
      : "Leave it out, or keep it in a file of its own.";
  return new FormatError(
    `${where}: "${name}" is no .npy file, and only arrays are read. ${advice}`,
  );
}
