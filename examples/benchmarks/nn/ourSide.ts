/** Our side of a training step. */
import { ndarrayOf, nn } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Job } from "../job.js";
import { ADAM, layersOf, shapesOf } from "./works.js";
import type { TrainingWork } from "./works.js";

/** The job of a work. */
export function trainingJob(work: TrainingWork, arrays: readonly Float64Array[]): Promise<Job> {
  const shapes = shapesOf(work);
  const [x, target, ...start] = arrays.map((values, i) => ndarrayOf(values, shapes[i]));
  const model = nn.createModel(nn.sequential(layers(work)), { precision: work.precision });
  const trainer = nn.createTrainer(nn.withWeights(model, named(start)), {
    optimizer: nn.adam(ADAM),
  });
  const losses: number[] = [];
  return Promise.resolve({
    run: () => losses.push(trainer.step(x, target).loss),
    result: () => [losses],
    release: () => {
      trainer.close();
    },
  });
}

function layers(work: TrainingWork): nn.Layer[] {
  const { window } = work;
  return layersOf(work).flatMap((channels, i) => {
    const one =
      window.length === 0
        ? nn.dense(channels)
        : [nn.conv1d, nn.conv2d, nn.conv3d][window.length - 1]({ ...channels, window });
    return i === 0 ? [one] : [nn.relu(), one];
  });
}

/** Weights and biases under PyTorch's names: between two layers stands a ReLU. */
function named(parameters: readonly NdArray[]): Record<string, NdArray> {
  return Object.fromEntries(
    parameters.map((values, i) => [`${2 * (i >> 1)}.${i % 2 === 0 ? "weight" : "bias"}`, values]),
  );
}
