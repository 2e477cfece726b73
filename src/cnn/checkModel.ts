/** Whether data that were read are a localization network's model. */
import { FormatError } from "../core/index.js";
import { weightsOf as weightsOfLayers, createModel, withWeights } from "../nn/index.js";
import { layersOf, type LocalizationModel } from "./model.js";

const KINDS = ["linear", "feedForward", "recurrent", "fourier"];

/**
 * The data as a model, if they are one: the network's layers have exactly its weights.
 * @throws FormatError for anything else, saying what is wrong
 */
export function checkModel(data: unknown): LocalizationModel {
  const { kind, version, network } = (data ?? {}) as Partial<LocalizationModel>;
  if (
    kind !== "localizationNetwork" ||
    version !== 1 ||
    !network ||
    !KINDS.includes(network.kind)
  ) {
    throw new FormatError(
      `expected a localization network of version 1; got ${kind === undefined ? "something else" : `"${kind}"`} ` +
        `of version ${String(version)}. Save it by io.saveNetwork.`,
    );
  }
  const model = data as LocalizationModel;
  try {
    withWeights(createModel(network.layers), weightsOfLayers(layersOf(model)));
  } catch (error) {
    throw new FormatError(
      `the weights are not those of the network that the file describes: ${(error as Error).message}`,
    );
  }
  return model;
}
