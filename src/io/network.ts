/** Saving localization networks and loading them again. */
import { checkModel } from "../cnn/index.js";
import type { LocalizationModel } from "../cnn/index.js";
import { encodeModel } from "../formats/index.js";
import type { FilePath } from "./fileError.js";
import { loadKind } from "./modelFile.js";
import { replaceFile } from "./saveFile.js";

/**
 * Saves a localization network with its weights and its problem as a .npz file, whole or not at all.
 * @throws ValueError if the system refuses
 */
export async function saveNetwork(path: FilePath, model: LocalizationModel): Promise<void> {
  await replaceFile(path, encodeModel(model), "io.saveNetwork");
}

/**
 * The model in a file that `saveNetwork` wrote.
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is damaged, of another version, or holds no localization network
 */
export async function loadNetwork(path: FilePath): Promise<LocalizationModel> {
  return loadKind(path, "localizationNetwork", checkModel, "io.loadNetwork");
}
