/** Small problems whose coefficients are known: what a linear network itself steps. */
import { Variable } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { filterBank } from "../../../src/pdenet/filters.js";
import type { Linear, PdeModel } from "../../../src/pdenet/index.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { firstFields } from "../../../src/pdenet/linear/start.js";
import { advance } from "../../../src/pdenet/step.js";
import type { Batch } from "../../../src/pdenet/training/windows.js";
import { randomFourier } from "../../../src/physics/index.js";

export const DT = 0.02;

/** A model on [0, 1]ⁿ that knows nothing. */
export function emptyModel(network: Linear, grid: readonly number[]): PdeModel<Linear> {
  const spacing = grid.map((n) => 1 / n);
  const { freeCount, orders } = filterBank(network, spacing);
  return {
    kind: "pdeNetwork",
    version: 1,
    network,
    names: ["u"],
    axes: ["x", "y", "z"].slice(0, grid.length),
    spacing,
    lengths: grid.map(() => 1),
    scales: { channels: orders.map(() => 1), rates: [1] },
    explained: [true],
    interval: DT,
    parameters: {
      moments: ndarrayOf(new Float64Array(freeCount), [freeCount]),
      ...firstFields(network, spacing),
    },
  };
}

/** Its parameters with numbers drawn for some. */
export function withDrawn(
  model: PdeModel<Linear>,
  sizes: Readonly<Record<string, number>>,
  seed: number,
): PdeModel<Linear> {
  const rng = createRng(seed);
  const drawn = Object.entries(sizes).map(([name, size]): [string, NdArray] => {
    const { shape } = model.parameters[name];
    const values = Float64Array.from({ length: sizeOf(shape) }, () => size * rng.normal());
    return [name, ndarrayOf(values, shape)];
  });
  return { ...model, parameters: { ...model.parameters, ...Object.fromEntries(drawn) } };
}

/** u[s, 1, …x] after one step. */
export function stepOnce(
  model: PdeModel<Linear>,
  start: Float64Array,
  grid: readonly number[],
  origins: readonly (readonly number[])[] | null = null,
): Float64Array {
  const samples = start.length / sizeOf(grid);
  const variables = Object.fromEntries(
    Object.entries(model.parameters).map(([name, { data, shape }]) => [
      name,
      new Variable(data, shape),
    ]),
  );
  const prepared = linearDynamics(model).prepare(variables, { samples, grid, origins });
  const u = new Variable(start, [samples, 1, ...grid]);
  return advance(prepared, model.network, u, DT).data as Float64Array;
}

/** What the model makes of random fields in one step, with noise. */
export function stepsOf(
  model: PdeModel<Linear>,
  grid: readonly number[],
  samples: number,
  origins: readonly (readonly number[])[] | null,
  noise = 0,
): Batch {
  const rng = createRng(11);
  const start = randomFourier(grid, { samples, frequency: 2 }, rng).data;
  const data = stepOnce(model, start, grid, origins);
  return {
    ...{ samples, components: 1, grid, movies: new Int32Array(samples), start },
    targets: [Float64Array.from(data, (value) => value + noise * rng.normal())],
    observed: [new Float64Array(samples).fill(1)],
    intervals: [DT],
  };
}
