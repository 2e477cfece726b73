/** Opening .npy and .npz files. */
import { ValueError } from "../core/index.js";
import type { ComplexArray, NdArray, NumericData } from "../core/index.js";
import { openNpz, readNpz } from "../formats/index.js";
import type { NpyArray } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { readNpyHeader, readSamples } from "./npyFile.js";
import type { SampleRange } from "./npyFile.js";
import { asComplex, asReal } from "./numberKind.js";
import { withFile } from "./readFile.js";
import type { OpenFile } from "./readFile.js";

/** Options of `openArray` and `openComplex`. */
export interface OpenArrayOptions extends SampleRange {
  /** Which array of a .npz file to open; one that holds a single array needs no name. */
  readonly member?: string | undefined;
}

/** Options of `openArrays`. */
export interface OpenArraysOptions {
  /** Most bytes that all arrays together may have, uncompressed. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
}

/** How zip archives begin, with members and without. */
const ZIP = ["PK\x03\x04", "PK\x05\x06"];

/**
 * The array of real numbers in a .npy file, whole or only the samples from … to − 1, which are read
 * where they stand: the file may be larger than memory. Of a .npz file, its only array or the one
 * that is named. What the file is, its first bytes tell, not its name.
 * @param path a path, or a `file:` URL
 * @throws ValueError if the file cannot be read, holds complex numbers or integers that no Float64
 * holds exactly, the range lies outside the samples, or the member has to be named
 * @throws FormatError if the file is damaged or holds no array of numbers
 */
export async function openArray(
  path: FilePath,
  options: OpenArrayOptions = {},
): Promise<NdArray<NumericData>> {
  return withFile(path, "io.openArray", async (file) =>
    asReal(await openAny(file, options), file.where),
  );
}

/**
 * The array of complex numbers in a .npy or .npz file, opened as `openArray` opens one of real numbers.
 * @throws ValueError as `openArray`, and for real numbers
 * @throws FormatError if the file is damaged or holds no array of numbers
 */
export async function openComplex(
  path: FilePath,
  options: OpenArrayOptions = {},
): Promise<ComplexArray> {
  return withFile(path, "io.openComplex", async (file) =>
    asComplex(await openAny(file, options), file.where),
  );
}

/**
 * All arrays in a .npz file by name, in an object without prototype.
 * @param path a path, or a `file:` URL
 * @throws ValueError if the file cannot be read
 * @throws FormatError if the file is damaged or holds anything but arrays of numbers
 */
export async function openArrays(
  path: FilePath,
  options: OpenArraysOptions = {},
): Promise<Record<string, NpyArray>> {
  return withFile(path, "io.openArrays", async (file) =>
    readNpz(await file.read(0, file.size), { name: file.where, maxBytes: options.maxBytes }),
  );
}

async function openAny(file: OpenFile, options: OpenArrayOptions): Promise<NpyArray> {
  const beginning = await file.read(0, Math.min(4, file.size));
  if (ZIP.includes(String.fromCharCode(...beginning))) return openMember(file, options);
  if (options.member === undefined) return readSamples(file, await readNpyHeader(file), options);
  throw new ValueError(
    `${file.where}: only arrays in a .npz file have names; got member "${options.member}". ` +
      `Leave it out.`,
  );
}

async function openMember(
  file: OpenFile,
  { member, from, to }: OpenArrayOptions,
): Promise<NpyArray> {
  if (from !== undefined || to !== undefined) {
    throw new ValueError(
      `${file.where}: a part is read from .npy files only, and this is an archive. ` +
        `Open the array whole, or save it on its own with io.saveArray.`,
    );
  }
  const arrays = openNpz(await file.read(0, file.size), { name: file.where });
  const names = [...arrays.keys()];
  const [only = ""] = names.length === 1 ? names : [];
  const read = arrays.get(member ?? only);
  if (read) return read();
  const list = names.map((name) => `"${name}"`).join(", ") || "none";
  const wanted = member === undefined ? "the archive should hold one array" : `no "${member}"`;
  throw new ValueError(
    `${file.where}: ${wanted}; its arrays are ${list}. Name one of them: { member: … }.`,
  );
}
