/**
 * Where training begins: as near to the answer as one linear problem comes. For one step with the first filters a
 * linear network is linear in its nodes, and a polynomial in its coefficients; the nodes are solved for, and the
 * polynomial is found by sparse regression and written into the symbolic network exactly.
 */
import { ValueError } from "../../core/index.js";
import type { Rng } from "../../core/index.js";
import type { Names } from "../createModel.js";
import { isKind } from "../dynamicsOf.js";
import type { Equation } from "../equation/equation.js";
import { warmUpLinear } from "../linear/warmUp.js";
import type { PdeModel } from "../model.js";
import { withoutGaps } from "../trajectories.js";
import type { Movies } from "../trajectories.js";
import { equationStart, foundStart } from "./symbolicStart.js";
import { drawBatch, hasWindow } from "./windows.js";

/** Ways to begin. */
export type StartName = "direct" | "random";

/** Windows that the nodes of a linear network are solved from. */
const WINDOWS = 96;

/** ρ of the nodes: enough for noise, and too little to be seen without. */
const RIDGE = 1e-4;

/**
 * The model to begin with.
 * @throws ValueError for a model of another network, grid or number of components, and an equation that the network
 *   cannot be
 */
export function begin(
  model: PdeModel,
  movies: Movies,
  { start, names }: { readonly start: StartName | PdeModel | Equation; readonly names: Names },
  origins: readonly (readonly number[])[] | undefined,
  rng: Rng,
): PdeModel {
  if (typeof start === "object" && "network" in start) return goingOn(start, model, names);
  if (typeof start === "object") return knownStart(start, model, rng);
  if (start === "random") return model;
  const seen = hasWindow(movies, 1) ? movies : withoutGaps(movies);
  if (isKind(model, "symbolic")) return foundStart(model, seen, rng);
  if (!isKind(model, "linear")) return model;
  const batch = drawBatch(seen, 1, WINDOWS, rng);
  const places = origins ? Array.from(batch.movies, (m) => origins[m]) : null;
  const { parameters } = warmUpLinear(model, batch, { origins: places, ridge: RIDGE });
  return { ...model, parameters };
}

/** A symbolic network that is the equation. */
function knownStart(start: Equation, model: PdeModel, rng: Rng): PdeModel {
  if (isKind(model, "symbolic")) return equationStart(model, start, rng);
  throw new ValueError(
    `pdenet.fit: start should be an equation for a symbolic network only; got a network of kind ` +
      `"${model.network.kind}". Make the equation itself the network: network: pdenet.fromEquation(equation).`,
  );
}

/** A model that is trained further, in its own units and, if there are no others, with its own names. */
function goingOn(start: PdeModel, model: PdeModel, { names, axisNames }: Names): PdeModel {
  const same =
    JSON.stringify(start.network) === JSON.stringify(model.network) &&
    JSON.stringify(start.spacing) === JSON.stringify(model.spacing) &&
    start.names.length === model.names.length;
  if (same) {
    return {
      ...model,
      names: names ?? start.names,
      axes: axisNames ?? start.axes,
      lengths: start.lengths,
      scales: start.scales,
      explained: start.explained,
      parameters: start.parameters,
    };
  }
  throw new ValueError(
    `pdenet.fit: start should be a model of the network that is trained, on the spacing and with the components of ` +
      `the trajectories. Leave network out to go on with the model's own.`,
  );
}
