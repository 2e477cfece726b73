import { expect, test } from "vitest";
import {
  adam,
  adamW,
  createOptimizerState,
  fillClipped,
  fillStep,
  gradientDescent,
  rmsProp,
  sgd,
} from "../../../src/nn/index.js";
import type { Optimizer } from "../../../src/nn/index.js";
import { recordedTorch } from "../../torch.js";
import { lossAndGradients, NAMES } from "./multilayerPerceptron.js";

const momentum = { learningRate: 0.05, momentum: 0.9 };

const CASES: [string, Optimizer, number | undefined][] = [
  ["sgd", gradientDescent({ learningRate: 0.1 }), undefined],
  ["sgd-momentum", sgd(momentum), undefined],
  ["sgd-nesterov", sgd({ ...momentum, nesterov: true }), undefined],
  ["sgd-weight-decay", sgd({ ...momentum, weightDecay: 0.01 }), undefined],
  ["sgd-clipped", sgd({ learningRate: 0.1 }), 0.1],
  ["rmsprop", rmsProp({ learningRate: 0.01 }), undefined],
  ["rmsprop-momentum", rmsProp({ learningRate: 0.01, momentum: 0.5 }), undefined],
  ["adam", adam({ learningRate: 0.01 }), undefined],
  ["adam-weight-decay", adam({ learningRate: 0.01, weightDecay: 0.01 }), undefined],
  ["adamw", adamW({ learningRate: 0.01, weightDecay: 0.01 }), undefined],
];

/** The largest difference, relative to the largest entry. */
function difference(found: Float64Array, recorded: Float64Array): number {
  const size = Math.max(...recorded.map(Math.abs));
  return Math.max(...found.map((value, i) => Math.abs(value - recorded[i]))) / size;
}

// Sums are taken in another order, an error of some 1e-16 in every step; Adam's corrections of bias lose three
// digits in the first ones, and a step is a hundredth of a parameter.
test.each(CASES)("twenty steps are those of PyTorch: %s", (name, optimizer, norm) => {
  const start = recordedTorch("mlp-squared-error");
  const recorded = recordedTorch(`trajectory-${name}`);
  const parameters = NAMES.map((parameter) => start[parameter].data.slice());
  const state = createOptimizerState(optimizer, parameters);
  const losses: number[] = [];
  const norms: number[] = [];
  for (let step = 0; step < 20; step++) {
    const { loss, gradients } = lossAndGradients(parameters, start.x, start.target);
    losses.push(loss);
    if (norm !== undefined) norms.push(fillClipped(gradients, { norm }));
    fillStep(parameters, gradients, state, optimizer);
  }
  const errors = NAMES.map((parameter, i) =>
    difference(parameters[i], recorded[`final.${parameter}`].data),
  );
  errors.push(difference(Float64Array.from(losses), recorded.losses.data));
  if (norm !== undefined) errors.push(difference(Float64Array.from(norms), recorded.norms.data));
  expect(Math.max(...errors)).toBeLessThan(1e-14);
});
