/**
 * What a worker thread runs. It is text, since a bundle has no path to load a worker from and may rename
 * whatever it holds as functions. The protocol is in protocol.ts, the layout of a job in job.ts.
 */
import { BUSY, IDLE, SPIN, WORDS } from "./protocol.js";
import { SCRATCH } from "./tasks.js";

/** What a worker is started with. */
export interface WorkerData {
  readonly control: Int32Array;
  readonly memory: WebAssembly.Memory;
  readonly modules: readonly WebAssembly.Module[];
  /** Its number, from 1: the calling thread is 0. */
  readonly thread: number;
  readonly threads: number;
}

/** The source of a worker, for Node and for browsers. */
export const workerSource = `"use strict";
const { NEXT, END, DONE, FIRST, JOB, JOB_END, CLOSED, FAILED, TEXT, TEXT_LENGTH, STATES, LINE } =
  ${JSON.stringify(WORDS)};

function serve({ control, memory, modules, thread, threads }) {
  const state = STATES + LINE * thread;
  const kernels = modules.flatMap((module) => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return WebAssembly.Module.exports(module)
      .filter(({ kind }) => kind === "function")
      .map(({ name }) => ({ name, call: exports[name] }));
  });
  let numbers = new Float64Array(memory.buffer);

  function perform(task) {
    while (numbers.length < control[JOB_END]) numbers = new Float64Array(memory.buffer); // it grew
    const job = control[JOB];
    const scratch = numbers[job + thread];
    let at = job + numbers[job + threads + task];
    for (let calls = numbers[at++]; calls > 0 && Atomics.load(control, CLOSED) === 0; calls--) {
      const kernel = kernels[numbers[at++]];
      const values = new Array(numbers[at++]);
      for (let i = 0; i < values.length; i++) {
        const value = numbers[at++];
        values[i] = value === ${SCRATCH} ? scratch : value;
      }
      try {
        kernel.call(...values);
      } catch (error) {
        report('"' + kernel.name + '" stopped with: ' + error.message);
        return;
      }
    }
  }

  function report(text) {
    if (Atomics.compareExchange(control, FAILED, 0, 1) !== 0) return;
    control[TEXT] = Math.min(text.length, TEXT_LENGTH);
    for (let i = 0; i < control[TEXT]; i++) control[TEXT + 1 + i] = text.charCodeAt(i);
  }

  Atomics.store(control, state, ${IDLE});
  let sleepy = 0;
  while (Atomics.load(control, CLOSED) === 0) {
    const next = Atomics.load(control, NEXT);
    if (next === Atomics.load(control, END)) {
      if (performance.now() < sleepy) continue;
      Atomics.wait(control, END, next);
    } else if (Atomics.compareExchange(control, NEXT, next, (next + 1) | 0) === next) {
      Atomics.store(control, state, ${BUSY});
      perform((next - control[FIRST]) | 0);
      Atomics.store(control, state, ${IDLE});
      const done = (Atomics.add(control, DONE, 1) + 1) | 0;
      if (done === Atomics.load(control, END)) Atomics.notify(control, DONE);
    }
    sleepy = performance.now() + ${SPIN};
  }
}

const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (node) serve(node.workerData);
else globalThis.onmessage = ({ data }) => serve(data);
`;
