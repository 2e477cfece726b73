/** Our side of every work, on arrays of the backend. */
import { compute } from "kernelfield";
import type { Job } from "../job.js";
import { loadMks } from "../mksJob.js";
import type { MksFiles } from "../mksJob.js";
import { lengthsOf } from "./inputs.js";
import { filling, Planes } from "./planes.js";
import { systemsJob } from "./systemsJob.js";
import { activationJob, updateJob } from "./trainingJobs.js";
import type { ConvolutionWork, TransformWork, Work } from "./works.js";

/** The job of a work on its inputs; a sentence where this version cannot do it. */
export async function jobOf(
  work: Work,
  inputs: readonly Float64Array[],
  files: MksFiles,
): Promise<Job | string> {
  switch (work.kind) {
    case "transform":
      return transformJob(work, inputs);
    case "fit":
    case "predict": {
      const run = await loadMks(files);
      let result: Awaited<ReturnType<typeof run>>;
      return {
        run: async () => (result = await run()),
        result: () => ("re" in result ? [result.re, result.im] : [result.data]),
        release: () => undefined,
      };
    }
    case "convolution":
    case "bank":
      return convolutionJob(work, inputs);
    case "activation":
      return activationJob(work, inputs);
    case "update":
      return updateJob(work, inputs);
    case "systems":
      return systemsJob(work, inputs);
    case "start":
      return "A cold start needs a process of its own.";
  }
}

function transformJob(
  { grid, fields, precision }: TransformWork,
  [x]: readonly Float64Array[],
): Job {
  const planes = new Planes(precision);
  const transform = compute.backend().gridTransform(grid);
  const field = planes.of(x);
  const re = planes.of(fields * transform.halfSize);
  const im = planes.of(fields * transform.halfSize);
  return {
    run: () => transform.forwardReal(field, fields, re, im),
    result: () => [re, im],
    release: () => planes.release(),
  };
}

function convolutionJob(work: ConvolutionWork, inputs: readonly Float64Array[]): Job {
  const planes = new Planes(work.precision);
  const backend = compute.backend();
  const [first, second] = inputs.map((values) => planes.of(values));
  const { u, q, y } = lengthsOf(work);
  if (work.direction === "forward") {
    const out = planes.of(y);
    return filling(planes, out, () => backend.convolve(first, second, work, out));
  }
  if (work.direction === "input gradient") {
    const out = planes.of(u);
    return filling(planes, out, () => backend.convolveTransposed(first, second, work, out));
  }
  const out = planes.of(q);
  return filling(planes, out, () => backend.correlate(first, second, work, out));
}
