/** What a process of ours answers: it is told how to compute, loads a work, and runs it when asked. */
import { ndarrayOf } from "kernelfield";
import { io } from "kernelfield/node";
import { choose } from "./choose.js";
import type { Choice } from "./choose.js";
import { timed } from "./clock.js";
import type { Job } from "./job.js";

/** What it is asked about works of some kind. */
export type Question<Work> =
  | ({ readonly ask: "choose" } & Choice)
  | ({ readonly ask: "load"; readonly arrays?: readonly string[] } & Work)
  | { readonly ask: "run"; readonly runs?: number; readonly save?: string };

/**
 * The answers of a process.
 * @param load the job of a work on its arrays, or a sentence that says why there is none
 */
export function answersOf<Work>(
  load: (work: Work, arrays: readonly Float64Array[]) => Promise<Job | string>,
): (question: Question<Work>) => Promise<object> {
  let job: Job | undefined;
  return async (question) => {
    switch (question.ask) {
      case "choose":
        return { refused: choose(question), node: process.versions.node };
      case "load": {
        job?.release();
        job = undefined;
        const arrays = (question.arrays ?? []).map((path) => io.openArray(path));
        const inputs = (await Promise.all(arrays)).map(({ data }) => Float64Array.from(data));
        const loaded = await load(question, inputs);
        if (typeof loaded === "string") return { refused: loaded };
        job = loaded;
        return {};
      }
      case "run": {
        if (!job) throw new Error("Nothing was loaded.");
        const times = await timed(question.runs ?? 1, job.run);
        if (question.save !== undefined) await save(question.save, job.result());
        return times;
      }
    }
  };
}

async function save(path: string, parts: readonly ArrayLike<number>[]): Promise<void> {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  await io.saveArray(path, ndarrayOf(all, [all.length]));
}
