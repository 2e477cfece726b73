/** One part of a set: arrays [sample, …] of some samples, in a .npz file of its own. */
import { formatShape, ShapeError, ValueError } from "../../core/index.js";
import type { ArrayInput } from "../../core/index.js";
import { parseNpyHeader, readZip, writeNpy, writeZip } from "../../formats/index.js";
import { withFile } from "../readFile.js";
import { replaceFile } from "../saveFile.js";

/** Arrays by name, each with the samples as its first axis. */
export type PartArrays = Readonly<Record<string, ArrayInput>>;

/** An array of a part, as it lies on the disk. */
export interface PartArray {
  readonly name: string;
  /** Its number type as NumPy writes it. */
  readonly descr: string;
  readonly samples: number;
  /** The axes of one sample. */
  readonly sampleShape: readonly number[];
  /** Its .npy file. */
  readonly npy: Uint8Array;
  /** The end of it: the entries, row-major and little-endian. */
  readonly entries: Uint8Array;
}

/** The array of a joined set that holds its facts. */
export const FACTS = "facts";

const SUFFIX = ".npy";

/** Archives end below 4 GiB. */
const LARGEST = 2 ** 32;

/** Saves a part, whole or not at all. */
export async function savePart(
  path: string,
  part: readonly PartArray[],
  where: string,
): Promise<void> {
  const members = new Map(part.map(({ name, npy }) => [name + SUFFIX, npy]));
  await replaceFile(path, writeZip(members, false, where), where);
}

/**
 * The part in a file, which it is taken from without another copy.
 * @throws ValueError, FormatError if it cannot be read, or is damaged
 */
export async function readPart(path: string, where: string): Promise<readonly PartArray[]> {
  return withFile(path, where, async (file) => {
    const members = readZip(await file.read(0, file.size), LARGEST, file.where);
    return [...members].map(([name, read]) => described(name.slice(0, -SUFFIX.length), read()));
  });
}

/**
 * The arrays of a part that was made.
 * @throws ValueError for no arrays, or one that has the name of the facts
 * @throws ShapeError for arrays that do not begin with an axis of `count` samples
 */
export function encodePart(arrays: PartArrays, count: number, where: string): PartArray[] {
  const names = Object.keys(arrays);
  if (names.length === 0 || names.includes(FACTS)) {
    throw new ValueError(
      `${where}: make should return arrays by name, none of them called "${FACTS}"; got ` +
        `${names.join(", ") || "none"}.`,
    );
  }
  return names.map((name) => {
    const array = described(name, writeNpy(arrays[name]));
    if (array.samples === count) return array;
    throw new ShapeError(
      `${where}: make should return ${count} samples along the first axis of every array; "${name}" has shape ` +
        `${formatShape([array.samples, ...array.sampleShape])}.`,
    );
  });
}

/** Whether two parts hold arrays of the same names, number types and axes. */
export function isAlike(a: readonly PartArray[], b: readonly PartArray[]): boolean {
  return describe(a) === describe(b);
}

/** The arrays of a part in words: "strain <f8 [6, 31, 31, 31]". */
export function describe(part: readonly PartArray[]): string {
  return part
    .map(({ name, descr, sampleShape }) => `${name} ${descr} ${formatShape(sampleShape)}`)
    .join(", ");
}

function described(name: string, npy: Uint8Array): PartArray {
  const { dtype, shape, dataOffset } = parseNpyHeader(npy);
  const [samples = 0, ...sampleShape] = shape;
  const entries = npy.subarray(dataOffset);
  return { ...{ name, descr: dtype.descr, samples, sampleShape }, npy, entries };
}
