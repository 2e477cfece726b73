/** Saving models and loading them again. */
import { encodeModel } from "../formats/index.js";
import { checkLocalization } from "../states/index.js";
import type { Localization } from "../states/index.js";
import type { FilePath } from "./fileError.js";
import { loadKind } from "./modelFile.js";
import { replaceFile } from "./saveFile.js";

/**
 * Saves a model as a .npz file, whole or not at all; NumPy can open its arrays.
 * @throws ValueError if the system refuses
 */
export async function saveModel(path: FilePath, model: Localization): Promise<void> {
  await replaceFile(path, encodeModel(model), "io.saveModel");
}

/**
 * The model in a file that `saveModel` wrote.
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is damaged, of another version, or holds no localization
 */
export async function loadModel(path: FilePath): Promise<Localization> {
  return loadKind(path, "localization", checkLocalization, "io.loadModel");
}
