/** What a model does to a field, whichever kind it is. */
import { FormatError } from "../core/index.js";
import type { Dynamics } from "./dynamics.js";
import { linearDynamics } from "./linear/dynamics.js";
import type { PdeModel } from "./model.js";
import type { PdeNetwork } from "./network.js";
import { ownDynamics, equationDynamics } from "./terms/dynamics.js";
import { symbolicDynamics } from "./symbolic/dynamics.js";

/** The network at work. */
export function dynamicsOf(model: PdeModel): Dynamics {
  if (isKind(model, "symbolic")) return symbolicDynamics(model);
  if (isKind(model, "equation")) return equationDynamics(model);
  if (isKind(model, "linear")) return linearDynamics(model);
  if (isKind(model, "own")) return ownDynamics(model);
  throw new FormatError(
    `pdenet: model.network.kind should be "symbolic", "linear", "equation" or "own"; got ` +
      `${JSON.stringify(model.network.kind)}. Pass a model that pdenet.fit returned.`,
  );
}

/** Whether a model is of a kind. */
export function isKind<K extends PdeNetwork["kind"]>(
  model: PdeModel,
  kind: K,
): model is PdeModel<Extract<PdeNetwork, { readonly kind: K }>> {
  return model.network.kind === kind;
}
