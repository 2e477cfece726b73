/** What a model does to a field, whichever kind it is. */
import type { Dynamics } from "./dynamics.js";
import type { PdeModel } from "./model.js";
import type { PdeNetwork } from "./network.js";
import { ownDynamics, polynomialDynamics } from "./polynomial/dynamics.js";
import { symbolicDynamics } from "./symbolic/dynamics.js";

/** The network at work. */
export function dynamicsOf(model: PdeModel): Dynamics {
  if (isKind(model, "symbolic")) return symbolicDynamics(model);
  if (isKind(model, "polynomial")) return polynomialDynamics(model);
  if (isKind(model, "own")) return ownDynamics(model);
  throw new Error("linear");
}

/** Whether a model is of a kind. */
export function isKind<K extends PdeNetwork["kind"]>(
  model: PdeModel,
  kind: K,
): model is PdeModel<Extract<PdeNetwork, { readonly kind: K }>> {
  return model.network.kind === kind;
}
