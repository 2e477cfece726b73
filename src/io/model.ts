/** Saving models and loading them again. */
import { FormatError } from "../core/index.js";
import { decodeModel, encodeModel } from "../formats/index.js";
import { checkLocalization } from "../states/index.js";
import type { Localization } from "../states/index.js";
import type { FilePath } from "./fileError.js";
import { withFile } from "./readFile.js";
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
  return withFile(path, "io.loadModel", async (file) => {
    const model = decodeModel(await file.read(0, file.size), { name: file.where });
    if ((model as { readonly kind?: unknown } | null)?.kind === "localizationNetwork") {
      throw new FormatError(
        `${file.where} holds a localization network, and no influence coefficients. Read it by io.loadNetwork, and ` +
          `predict by cnn.predict.`,
      );
    }
    try {
      return checkLocalization(model);
    } catch (error) {
      if (error instanceof FormatError) throw new FormatError(`${file.where}: ${error.message}`);
      throw error;
    }
  });
}
