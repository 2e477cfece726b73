/** Our side of a loss with its gradient. */
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { use } from "../../../src/compute/index.js";
import type { Dynamics } from "../../../src/pdenet/dynamics.js";
import { linearDynamics } from "../../../src/pdenet/linear/dynamics.js";
import { symbolicDynamics } from "../../../src/pdenet/symbolic/dynamics.js";
import { createObjective } from "../../../src/pdenet/training/objective.js";
import type { ObjectiveOptions } from "../../../src/pdenet/training/objective.js";
import type { Batch } from "../../../src/pdenet/training/windows.js";
import type { Job } from "../job.js";
import type { LinearWork, PdenetWork, SymbolicWork } from "./works.js";

/** An objective's parts. */
type Given = [Readonly<Record<string, NdArray>>, Batch, ObjectiveOptions];

const EULER = { stepper: "euler", substeps: 1 } as const;

/** The job of a work. */
export function pdenetJob(work: PdenetWork, arrays: readonly Float64Array[]): Promise<Job> {
  use({ threads: 1 });
  const given = work.kind === "symbolic" ? symbolicParts(work, arrays) : linearParts(work, arrays);
  const { unknowns, evaluate, close } = createObjective(...given);
  let found = { value: NaN, gradient: unknowns };
  return Promise.resolve({
    run: () => (found = evaluate(unknowns)),
    result: () => [[found.value], found.gradient],
    release: close,
  });
}

function symbolicParts(
  work: SymbolicWork,
  [frames, moments, weights]: readonly Float64Array[],
): Given {
  const { components, spacing, grid, steps, interval, channels, rates } = work;
  const size = frames.length / (steps + 1);
  const symnet = ndarrayOf(weights, [components, weights.length / components]);
  const parameters = { moments: ndarrayOf(moments, [moments.length]), symnet };
  const dynamics = symbolicDynamics({
    kind: "pdeNetwork",
    version: 1,
    network: { ...networkOf(work), kind: "symbolic", products: work.products, scheme: "upwind" },
    names: ["u", "v"],
    axes: ["x", "y"],
    spacing,
    lengths: spacing.map((h, axis) => h * grid[axis]),
    scales: { channels, rates },
    interval,
    explained: Array.from({ length: components }, () => true),
    parameters,
  });
  const targets = Array.from({ length: steps }, (_, n) =>
    frames.slice((n + 1) * size, (n + 2) * size),
  );
  const batch = batchOf(work, components, frames.slice(0, size), targets, () => 1);
  const { sparsity, momentSparsity } = work;
  return [
    parameters,
    batch,
    { ...shared(dynamics), origins: null, rates, sparsity, momentSparsity },
  ];
}

function linearParts(
  work: LinearWork,
  [start, target, places, moments, carrier, nodes]: readonly Float64Array[],
): Given {
  const { samples, spacing, lengths, steps, interval, cells, degree } = work;
  const along = cells * degree + 1;
  const parameters = {
    moments: ndarrayOf(moments, [moments.length]),
    carrier: ndarrayOf(carrier, [carrier.length]),
    fields: ndarrayOf(nodes, [nodes.length / along ** 2, along, along]),
  };
  const dynamics = linearDynamics({
    network: {
      ...networkOf(work),
      kind: "linear",
      coefficients: { kind: "lagrange", cells, degree, periodic: false },
      source: null,
      carrier: work.accuracy,
    },
    spacing,
    lengths,
  });
  const origins = Array.from({ length: samples }, (_, s) => [...places.slice(2 * s, 2 * s + 2)]);
  // The last step alone counts, over the variance of the start.
  const targets = Array.from({ length: steps }, () => target);
  const batch = batchOf(work, 1, start, targets, (n) => (n === steps - 1 ? 1 : 0));
  const rates = [Math.sqrt(variance(start)) / interval];
  const none = { sparsity: 0, momentSparsity: 0 };
  return [parameters, batch, { ...shared(dynamics), origins, rates, ...none }];
}

function networkOf({ maxOrder, size, accuracy }: PdenetWork) {
  return { maxOrder, size, accuracy, border: "periodic", ...EULER } as const;
}

function shared(dynamics: Dynamics) {
  return { network: EULER, dynamics, frozen: [] } as const;
}

function batchOf(
  { samples, grid, interval }: PdenetWork,
  components: number,
  start: Float64Array,
  targets: readonly Float64Array[],
  seen: (step: number) => number,
): Batch {
  return {
    samples,
    components,
    grid,
    movies: Int32Array.from({ length: samples }, (_, s) => s),
    start,
    targets,
    observed: targets.map((_, n) => new Float64Array(samples).fill(seen(n))),
    intervals: targets.map(() => interval),
  };
}

/** Over all entries, of the population. */
function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
