/** Saving arrays as .npy and .npz files, which NumPy opens. */
import { writeNpy, writeNpz } from "../formats/index.js";
import type { NpyInput } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { replaceFile } from "./saveFile.js";

/** Options of `saveArrays`. */
export interface SaveArraysOptions {
  /** Deflate the arrays, as numpy.savez_compressed does. Default false. */
  readonly compress?: boolean | undefined;
}

/**
 * Saves an array as a .npy file, whole or not at all, in the number type of its data.
 * @throws ValueError, ShapeError for what `formats.writeNpy` refuses; ValueError if the system does
 */
export async function saveArray(path: FilePath, array: NpyInput): Promise<void> {
  await replaceFile(path, writeNpy(array), "io.saveArray");
}

/**
 * Saves arrays as a .npz file, whole or not at all.
 * @throws ValueError, ShapeError for what `formats.writeNpz` refuses; ValueError if the system does
 */
export async function saveArrays(
  path: FilePath,
  arrays: Readonly<Record<string, NpyInput>>,
  options: SaveArraysOptions = {},
): Promise<void> {
  await replaceFile(path, writeNpz(arrays, options), "io.saveArrays");
}
