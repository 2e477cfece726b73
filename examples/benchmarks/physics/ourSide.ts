/** Our side of a solution. */
import { ndarrayOf, physics } from "kernelfield";
import type { NdArray } from "kernelfield";
import type { Job } from "../job.js";
import type { ElasticWork, FlowWork, PhysicsWork } from "./works.js";

/** Samples of a set that are solved together: their fields take a tenth of a gigabyte. */
const BATCH = 40;

/** The job of a work. */
export function physicsJob(work: PhysicsWork, [values]: readonly Float64Array[]): Promise<Job> {
  return Promise.resolve(
    work.kind === "cahnHilliard" ? flowJob(work, values) : elasticJob(work, values),
  );
}

/** The first unit strain of a cell with so many axes. */
export function uniaxial(axes: number): number[] {
  return Array.from({ length: (axes * (axes + 1)) / 2 }, (_, c) => Number(c === 0));
}

function elasticJob(work: ElasticWork, values: Float64Array): Job {
  const { samples, grid, element, tolerance, elasticModulus, poissonRatio } = work;
  const phases = { elasticModulus, poissonRatio };
  const options = { element, tolerance };
  const strain = uniaxial(grid.length);
  const size = values.length / samples;
  const part = (first: number, count: number): NdArray =>
    ndarrayOf(values.subarray(first * size, (first + count) * size), [count, ...grid]);
  let fields: readonly ArrayLike<number>[] = [];
  const run = async (): Promise<void> => {
    if (work.loads === "all") {
      const { stiffness } = await physics.effectiveStiffness(part(0, samples), phases, options);
      fields = [stiffness.data];
    } else if (samples === 1) {
      const solved = await physics.solveElasticity(part(0, 1), phases, strain, options);
      fields = [solved.strain.data, solved.stress.data];
    } else {
      fields = await setOf(samples, async (first, count) => {
        const solved = await physics.solveElasticity(part(first, count), phases, strain, options);
        return firstComponents(solved.strain.data, count, strain.length, size);
      });
    }
  };
  return { run, result: () => fields, release: () => undefined };
}

/** A set, a batch at a time. */
async function setOf<T>(
  samples: number,
  solve: (first: number, count: number) => Promise<T>,
): Promise<T[]> {
  const batches: T[] = [];
  for (let first = 0; first < samples; first += BATCH) {
    batches.push(await solve(first, Math.min(BATCH, samples - first)));
  }
  return batches;
}

/** ε_xx[s, …x] of ε[s, c, …x]. */
function firstComponents(
  strain: Float64Array,
  samples: number,
  components: number,
  size: number,
): Float64Array {
  const first = new Float64Array(samples * size);
  for (let s = 0; s < samples; s++) {
    const start = s * components * size;
    first.set(strain.subarray(start, start + size), s * size);
  }
  return first;
}

function flowJob({ grid, steps }: FlowWork, values: Float64Array): Job {
  const start = ndarrayOf(values, [1, ...grid]);
  let end: readonly ArrayLike<number>[] = [];
  const run = async (): Promise<void> => {
    // What depends on the grid alone is computed in every run, as the peer does.
    const { trajectory } = await physics.cahnHilliard({ shape: grid }).rollout(start, steps);
    end = [trajectory.data.subarray(values.length)]; // behind the start
  };
  return { run, result: () => end, release: () => undefined };
}
