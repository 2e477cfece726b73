/** Our side of mks.ts: answers one JSON line per JSON line on standard input. */
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { mks, states } from "kernelfield";
import type { ComplexArray, NdArray } from "kernelfield";
import { io } from "kernelfield/node";

interface Request {
  readonly ask: "load" | "run";
  readonly work: "fit" | "predict";
  readonly states: number;
  readonly m: string;
  readonly p: string;
  readonly model: string;
  readonly save?: string;
}

type Job = () => Promise<NdArray | ComplexArray>;

let job: Job | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  const answer = request.ask === "load" ? await load(request) : await run(request);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function load(request: Request): Promise<{ rss: number | null }> {
  const m = await io.openArray(request.m);
  if (request.work === "fit") {
    const p = await io.openArray(request.p);
    const basis = states.phaseBasis(request.states);
    job = async () => (await mks.fit(m, p, basis, { gauge: "dropLast" })).coefficients;
  } else {
    const model = await io.loadModel(request.model);
    job = () => Promise.resolve(mks.predict(model, m));
  }
  globalThis.gc?.(); // what reading left behind is no memory of the work
  forgetPeak();
  return { rss: memory("VmRSS") };
}

async function run({ save }: Request): Promise<{ seconds: number; peak: number | null }> {
  if (!job) throw new Error("Nothing was loaded.");
  const started = performance.now();
  const result = await job();
  const seconds = (performance.now() - started) / 1000;
  const peak = memory("VmHWM");
  if (save !== undefined) await io.saveArray(save, result);
  return { seconds, peak };
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
