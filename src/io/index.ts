export { checkpointFile } from "./checkpointFile.js";
export type { CheckpointFile } from "./checkpointFile.js";
export type { FilePath } from "./fileError.js";
export { makeFolder } from "./makeFolder.js";
export { loadModel, saveModel } from "./model.js";
export { loadNetwork, saveNetwork } from "./network.js";
export type { SampleRange } from "./npyFile.js";
export { openArray, openArrays, openComplex } from "./openArray.js";
export type { OpenArrayOptions, OpenArraysOptions } from "./openArray.js";
export { openBatches } from "./openBatches.js";
export type { OpenBatchesOptions } from "./openBatches.js";
export { openImage } from "./openImage.js";
export type { OpenImageOptions } from "./openImage.js";
export { loadPdeModel, savePdeModel } from "./pdeModel.js";
export type { Fact, Facts } from "./parts/facts.js";
export { generateParts } from "./parts/generateParts.js";
export type {
  GeneratedSet,
  GeneratePartsOptions,
  MakePart,
  SetPlan,
} from "./parts/generateParts.js";
export { openFacts } from "./parts/openFacts.js";
export type { PartArrays } from "./parts/part.js";
export { saveArray, saveArrays } from "./saveArray.js";
export type { SaveArraysOptions } from "./saveArray.js";
export { saveFile } from "./saveFile.js";
export { openTensors, saveTensors } from "./tensors.js";
