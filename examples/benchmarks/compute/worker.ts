/** Our side of compute.ts: answers one JSON line per JSON line on standard input. */
import { ndarrayOf } from "kernelfield";
import { io } from "kernelfield/node";
import { choose } from "../choose.js";
import type { Choice } from "../choose.js";
import { timed } from "../clock.js";
import type { MksFiles } from "../mksJob.js";
import { serve } from "../serve.js";
import { jobOf } from "./jobs.js";
import type { Job } from "./planes.js";
import { measureMachine } from "./wasmMachine.js";
import type { Work } from "./works.js";

type Question =
  | ({ readonly ask: "choose" } & Choice)
  | { readonly ask: "machine"; readonly relaxed: boolean }
  | ({ readonly ask: "load"; readonly arrays?: readonly string[] } & Work & MksFiles)
  | { readonly ask: "run"; readonly runs?: number; readonly save?: string };

let job: Job | undefined;

await serve(async (question: Question): Promise<object> => {
  switch (question.ask) {
    case "choose":
      return { refused: choose(question), node: process.versions.node };
    case "machine":
      return measureMachine(question.relaxed);
    case "load": {
      job?.release();
      job = undefined;
      const arrays = (question.arrays ?? []).map((path) => io.openArray(path));
      const inputs = (await Promise.all(arrays)).map(({ data }) => Float64Array.from(data));
      const loaded = await jobOf(question, inputs, question);
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
});

async function save(path: string, parts: readonly ArrayLike<number>[]): Promise<void> {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  await io.saveArray(path, ndarrayOf(all, [all.length]));
}
