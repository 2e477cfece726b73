/** Our side of mks.ts: answers one JSON line per JSON line on standard input. */
import { readFileSync, writeFileSync } from "node:fs";
import type { ComplexArray, NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import { choose } from "./choose.js";
import { timed } from "./clock.js";
import type { Times } from "./clock.js";
import { loadMks } from "./mksJob.js";
import type { MksFiles } from "./mksJob.js";
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
  return { rss: memory("VmRSS") };
}

async function run({ runs = 1, save }: Run): Promise<Times & { peak: number | null }> {
  if (!job) throw new Error("Nothing was loaded.");
  const times = await timed(runs, job);
  const peak = memory("VmHWM");
  if (save !== undefined) await io.saveArray(save, await job());
  return { ...times, peak };
}

/** A figure of this process's memory in bytes: VmRSS now, VmHWM at its peak. */
function memory(field: string): number | null {
  try {
    const status = readFileSync("/proc/self/status", "ascii");
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)?.[1];
    return kilobytes === undefined ? null : 1024 * Number(kilobytes);
  } catch {
    return null;
  }
}

/** Lets the peak begin anew. */
function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Elsewhere than on Linux the peak is that of the whole life.
  }
}
