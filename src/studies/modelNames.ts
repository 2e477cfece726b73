/** The models that a comparison knows by name. */
import { feedForward, fourier, recurrent } from "../cnn/index.js";
import { checkOneOf, ValueError } from "../core/index.js";
import { neighbourBasis, phaseBasis } from "../states/index.js";
import { linearPredictor, mksPredictor, networkPredictor } from "./predictors.js";
import type { NetworkTraining, Predictor } from "./predictors.js";

/** Names of models. */
export const MODEL_NAMES = [
  "mks",
  "mks2",
  "linear",
  "feedForward",
  "recurrent",
  "fourier",
] as const;

/** Name of a model: MKS of first and second order, its linear network, and networks with their default sizes. */
export type ModelName = (typeof MODEL_NAMES)[number];

/** Those of a comparison that names none. */
export const DEFAULT_MODELS: readonly ModelName[] = MODEL_NAMES.filter(
  (name) => name !== "fourier",
);

/** How models with a name are made. */
export interface NamedModelOptions {
  /** Cells whose products with a cell are the states of "mks2". Default 24 in the plane, 26 in space. */
  readonly neighbours?: number;
  /** Shrinks the coefficients of "mks2", relative to the power of its states. Default 1e-2. */
  readonly ridge?: number;
  /** How networks with a name are trained; one with its own budget is a `networkPredictor`. */
  readonly training?: NetworkTraining;
}

/**
 * The predictor of a name.
 * @throws ValueError for unknown names, and for networks on cells without two or three axes
 */
export function namedPredictor(
  name: ModelName,
  states: number,
  grid: readonly number[],
  { neighbours, ridge = 1e-2, training = {} }: NamedModelOptions,
  where: string,
): Predictor {
  checkOneOf(name, MODEL_NAMES, `${where}: models`);
  const axes = grid.length;
  if (name === "mks") return mksPredictor("MKS, first order", phaseBasis(states));
  if (name === "linear") return linearPredictor("linear CNN", phaseBasis(states));
  if (axes !== 2 && axes !== 3) {
    throw new ValueError(
      `${where}: the model "${name}" should have cells on two or three axes; got ${axes}. Leave it out.`,
    );
  }
  switch (name) {
    case "mks2": {
      const basis = neighbourBasis(phaseBasis(states), neighbours ?? (axes === 2 ? 24 : 26));
      return mksPredictor("MKS, second order", basis, { ridge });
    }
    case "feedForward":
      return networkPredictor("feed-forward CNN", feedForward({ states, axes }), training);
    case "recurrent":
      return networkPredictor("recurrent CNN", recurrent({ states, axes }), training);
    case "fourier":
      return networkPredictor("Fourier network", fourier({ states, grid }), training);
  }
}
