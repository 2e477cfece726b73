/** What is no model, no network and no equation is refused where it is passed for one. */
import { ValueError } from "../core/index.js";
import type { Equation } from "./equation/equation.js";
import type { PdeModel } from "./model.js";
import type { PdeNetwork } from "./network.js";

const NETWORKS: readonly PdeNetwork["kind"][] = ["symbolic", "linear", "equation", "own"];

/**
 * Refuses what is no trained network.
 * @throws ValueError
 */
export function checkIsModel(model: PdeModel, where: string): void {
  const { kind, model: inside } = partsOf(model);
  if (kind === "pdeNetwork") return;
  const advice = isModel(inside)
    ? "This is all that pdenet.fit returned: pass its model."
    : "Pass the model that pdenet.fit returned or io.loadPdeModel loaded.";
  throw new ValueError(
    `${where}: model should be a trained network; got ${named(model)}. ${advice}`,
  );
}

/**
 * Refuses models of a network that is not linear.
 * @throws ValueError
 */
export function checkIsLinear(model: PdeModel, where: string): void {
  checkIsModel(model, where);
  if (model.network.kind === "linear") return;
  throw new ValueError(
    `${where}: model should be of a linear network, which alone has coefficients that depend on place and a source; ` +
      `got one of kind "${model.network.kind}". pdenet.equation reads the others.`,
  );
}

/**
 * Refuses what is no network.
 * @throws ValueError
 */
export function checkIsNetwork(network: PdeNetwork, where: string): void {
  if ((NETWORKS as readonly unknown[]).includes(partsOf(network).kind)) return;
  throw new ValueError(
    `${where}: network should be what pdenet.symbolic, linear, fromEquation or ownRate returns; got ${named(network)}. ` +
      `Call one of them: network: pdenet.symbolic().`,
  );
}

/**
 * Refuses what is no equation.
 * @throws ValueError
 */
export function checkIsEquation(equation: Equation, where: string): void {
  if (isEquation(equation)) return;
  const advice = isModel(equation)
    ? "Read it off the model first: pdenet.equation(model)."
    : isEquation(partsOf(equation).equation)
      ? "Pass its equation."
      : "Pass what pdenet.equation returns, or the equation of pdenet.pdeFind.";
  throw new ValueError(
    `${where}: equation should hold names, axes and the terms of every component; got ${named(equation)}. ${advice}`,
  );
}

/** Whether it has what an equation has. */
export function isEquation(value: unknown): value is Equation {
  const { names, axes, terms } = partsOf(value);
  return Array.isArray(names) && Array.isArray(axes) && Array.isArray(terms);
}

/** Whether it is a trained network. */
export function isModel(value: unknown): value is PdeModel {
  return partsOf(value).kind === "pdeNetwork";
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** What came, in few words. */
function named(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isModel(value)) return "a model";
  const keys = Object.keys(value);
  return Array.isArray(value)
    ? "a list"
    : `an object of ${keys.slice(0, 4).join(", ") || "nothing"}`;
}
