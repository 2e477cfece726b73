/** Weights by name as .safetensors files, which PyTorch and others open. */
import type { ArrayInput } from "../core/index.js";
import { encodeSafetensors, readSafetensors } from "../formats/index.js";
import type { Safetensors, WriteSafetensorsOptions } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { withFile } from "./readFile.js";
import { replaceFile } from "./saveFile.js";

/**
 * The tensors and the metadata in a safetensors file.
 * @param path a path, or a `file:` URL
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is no safetensors file, damaged, or holds what is no number here
 */
export async function openTensors(path: FilePath): Promise<Safetensors> {
  return withFile(path, "io.openTensors", async (file) =>
    readSafetensors(await file.read(0, file.size), { name: file.where }),
  );
}

/**
 * Saves tensors as a safetensors file, whole or not at all.
 * @throws ValueError, ShapeError for what `formats.writeSafetensors` refuses; ValueError if the system does
 */
export async function saveTensors(
  path: FilePath,
  tensors: Readonly<Record<string, ArrayInput>>,
  options: WriteSafetensorsOptions = {},
): Promise<void> {
  const where = "io.saveTensors";
  await replaceFile(path, encodeSafetensors(tensors, options, where), where);
}
