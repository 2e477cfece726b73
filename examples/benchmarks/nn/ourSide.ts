/** Our side of a training step. */
import * as kernelfield from "kernelfield";
import { ndarrayOf } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Job } from "../job.js";
import { ADAM, layersOf, shapesOf } from "./works.js";
import type { TrainingWork } from "./works.js";

/** What is used of kernelfield's networks, which a version may lack. */
interface Networks {
  readonly sequential: (layers: readonly unknown[], options: object) => unknown;
  readonly dense: (options: object) => unknown;
  readonly conv1d: (options: object) => unknown;
  readonly conv2d: (options: object) => unknown;
  readonly conv3d: (options: object) => unknown;
  readonly relu: () => unknown;
  readonly adam: (options: object) => unknown;
  readonly withWeights: (model: unknown, weights: Readonly<Record<string, NdArray>>) => unknown;
  readonly createStep: (model: unknown, options: object) => Step;
}

interface Step {
  (x: NdArray, y: NdArray): number;
  readonly close: () => void;
}

/** The job of a work; a sentence where this version has no networks. */
export function trainingJob(
  work: TrainingWork,
  arrays: readonly Float64Array[],
): Promise<Job | string> {
  const { nn } = kernelfield as { readonly nn?: Networks };
  if (!nn) return Promise.resolve("This version of kernelfield has no neural networks.");
  const shapes = shapesOf(work);
  const [x, target, ...start] = arrays.map((values, i) => ndarrayOf(values, shapes[i]));
  const network = nn.sequential(layers(nn, work), { precision: work.precision });
  const { decayOfMean, decayOfSquare, ...adam } = ADAM;
  const step = nn.createStep(nn.withWeights(network, named(start)), {
    loss: "squaredError",
    optimizer: nn.adam({ ...adam, decays: [decayOfMean, decayOfSquare] }),
  });
  const losses: number[] = [];
  return Promise.resolve({
    run: () => losses.push(step(x, target)),
    result: () => [losses],
    release: () => step.close(),
  });
}

function layers(nn: Networks, work: TrainingWork): unknown[] {
  const { window } = work;
  const layer = [nn.dense, nn.conv1d, nn.conv2d, nn.conv3d][window.length];
  return layersOf(work).flatMap((channels, i) => {
    const one = layer(window.length === 0 ? channels : { ...channels, window });
    return i === 0 ? [one] : [nn.relu(), one];
  });
}

/** Weights and biases under PyTorch's names: between two layers stands a ReLU. */
function named(parameters: readonly NdArray[]): Record<string, NdArray> {
  return Object.fromEntries(
    parameters.map((values, i) => [`${2 * (i >> 1)}.${i % 2 === 0 ? "weight" : "bias"}`, values]),
  );
}
