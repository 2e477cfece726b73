/** Saving networks for evolution equations and loading them again. */
import { ValueError } from "../core/index.js";
import { encodeModel } from "../formats/index.js";
import { checkModel } from "../pdenet/index.js";
import type { PdeModel } from "../pdenet/index.js";
import type { FilePath } from "./fileError.js";
import { loadKind } from "./modelFile.js";
import { replaceFile } from "./saveFile.js";

/**
 * Saves a network for an evolution equation with what it has learnt as a .npz file, whole or not at all; NumPy can
 * open its arrays.
 * @throws ValueError for a right-hand side of one's own, and if the system refuses
 */
export async function savePdeModel(path: FilePath, model: PdeModel): Promise<void> {
  if (model.network.kind === "own") {
    throw new ValueError(
      `io.savePdeModel: network should be symbolic, linear or an equation's; a right-hand side of one's own is a ` +
        `function, which no file holds. Save model.parameters by io.saveArrays, and keep the function in a script.`,
    );
  }
  await replaceFile(path, encodeModel(model), "io.savePdeModel");
}

/**
 * The model in a file that `savePdeModel` wrote.
 * @throws ValueError if the file cannot be read
 * @throws FormatError if it is damaged, of another version, or holds no network for an evolution equation
 */
export async function loadPdeModel(path: FilePath): Promise<PdeModel> {
  return loadKind(path, "pdeNetwork", checkModel, "io.loadPdeModel");
}
