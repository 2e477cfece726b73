/** Our side of mks.ts: answers one JSON line per JSON line on standard input. */
import type { ComplexArray, NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import { choose } from "./choose.js";
import { timed } from "./clock.js";
import type { Times } from "./clock.js";
import { loadMks } from "./mksJob.js";
import type { MksFiles } from "./mksJob.js";
import { forgetPeak, memoryOf } from "./memory.js";
import { serve } from "./serve.js";

interface Run {
  readonly ask: "run";
  readonly runs?: number;
  readonly save?: string;
}

let job: (() => Promise<NdArray | ComplexArray>) | undefined;

choose({ threads: 1, relaxed: false });
await serve((question: (MksFiles & { readonly ask: "load" }) | Run) =>
  question.ask === "load" ? load(question) : run(question),
);

async function load(files: MksFiles): Promise<{ rss: number | null }> {
  job = await loadMks(files);
  globalThis.gc?.(); // what reading left behind is no memory of the work
  forgetPeak();
  return { rss: memoryOf("VmRSS") };
}

async function run({ runs = 1, save }: Run): Promise<Times & { peak: number | null }> {
  if (!job) throw new Error("Nothing was loaded.");
  const times = await timed(runs, job);
  const peak = memoryOf("VmHWM");
  if (save !== undefined) await io.saveArray(save, await job());
  return { ...times, peak };
}
