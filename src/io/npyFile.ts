/** .npy files on disk, from which samples are read where they stand. */
import { checkInteger, ShapeError, sizeOf, ValueError } from "../core/index.js";
import {
  checkNpySize,
  decodeNpy,
  NPY_PREFIX,
  npyHeaderLength,
  parseNpyHeader,
} from "../formats/index.js";
import type { NpyArray, NpyHeader } from "../formats/index.js";
import type { OpenFile } from "./readFile.js";

/** A range of samples; `to` is the first one after it. */
export interface SampleRange {
  /** The first sample. Default 0. */
  readonly from?: number | undefined;
  /** The first sample that is left out. Default: up to the last one. */
  readonly to?: number | undefined;
}

/**
 * The header of a .npy file, with the file as long as it says.
 * @throws FormatError
 */
export async function readNpyHeader(file: OpenFile): Promise<NpyHeader> {
  const prefix = await file.read(0, Math.min(NPY_PREFIX, file.size));
  const length = Math.min(npyHeaderLength(prefix, file.where), file.size);
  const header = parseNpyHeader(await file.read(0, length), file.where);
  checkNpySize(header, file.size, file.where);
  return header;
}

/**
 * The samples from … to − 1 of a .npy file, or all of it; only their bytes are read.
 * @throws ValueError for a range outside the samples, or of an array in Fortran order, whose samples are
 * not contiguous
 * @throws ShapeError for a range of an array without axes
 */
export async function readSamples(
  file: OpenFile,
  header: NpyHeader,
  { from, to }: SampleRange,
): Promise<NpyArray> {
  const { dtype, shape, dataOffset, dataSize } = header;
  if (from === undefined && to === undefined) {
    const bytes = await file.read(dataOffset, dataSize);
    return decodeNpy(header, bytes.buffer as ArrayBuffer, shape, file.where);
  }
  if (shape.length === 0) {
    throw new ShapeError(`${file.where}: an array without axes has no samples. Open it whole.`);
  }
  if (header.fortranOrder && shape.length > 1) {
    throw new ValueError(
      `${file.where}: in Fortran order the samples do not stand one after another, so a part cannot be ` +
        `read alone. Save numpy.ascontiguousarray(array) first, or open the file whole.`,
    );
  }
  const [samples, ...rest] = shape;
  const first = from ?? 0;
  const last = to ?? samples;
  checkInteger(first, 0, samples, `${file.where}: from`);
  checkInteger(last, first, samples, `${file.where}: to`);
  const sampleSize = sizeOf(rest) * dtype.itemSize;
  const bytes = await file.read(dataOffset + first * sampleSize, (last - first) * sampleSize);
  return decodeNpy(header, bytes.buffer as ArrayBuffer, [last - first, ...rest], file.where);
}
