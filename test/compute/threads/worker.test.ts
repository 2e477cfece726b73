import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { createHeap } from "../../../src/compute/wasm/heap.js";
import { createJobWriter } from "../../../src/compute/threads/job.js";
import { createKernels } from "../../../src/compute/threads/kernels.js";
import * as protocol from "../../../src/compute/threads/protocol.js";
import { workerSource } from "../../../src/compute/threads/worker.js";
import { crewKernels } from "./crewKernels.js";

const { WORDS } = protocol;

/**
 * What a worker does that runs here, on this thread, until it would sleep: cells counted by its tasks.
 * Between its look at END and what it does then, `meanwhile` happens once.
 */
function work(first: number, meanwhile: (crew: Caller) => void = () => undefined): number[] {
  const heap = createHeap();
  const modules = [crewKernels()];
  const writer = createJobWriter(heap, createKernels(heap.memory, modules), 2);
  const control = protocol.createControl(2);
  for (const counter of [WORDS.NEXT, WORDS.END, WORDS.DONE]) control[counter] = first;
  const start = heap.allocate(4 * 8);
  const cells = new Int32Array(heap.memory.buffer, start, 8).fill(0);
  const caller: Caller = {
    publish(...places) {
      const tasks = places.map((i) => [{ module: 0, export: "count", arguments: [start + 4 * i] }]);
      const job = writer.write(tasks, []);
      protocol.publish(control, job.start, job.length, tasks.length, tasks.length - 1);
    },
    take: () => protocol.takeTask(control),
    skip(count) {
      for (let i = 0; i < count; i++) {
        protocol.takeTask(control);
        Atomics.add(control, WORDS.DONE, 1);
      }
    },
  };
  caller.publish(0, 1, 2);
  let looked = false;
  const interrupted = {
    load(words: Int32Array, at: number): number {
      const value = Atomics.load(words, at);
      if (at === WORDS.END && !looked) {
        looked = true;
        meanwhile(caller);
      }
      return value;
    },
    wait(): string {
      Atomics.store(control, WORDS.CLOSED, 1);
      return "ok";
    },
    add: Atomics.add.bind(Atomics),
    store: Atomics.store.bind(Atomics),
    notify: Atomics.notify.bind(Atomics),
    compareExchange: Atomics.compareExchange.bind(Atomics),
  };
  const globals = { Atomics: interrupted, WebAssembly, performance, Float64Array };
  const scope: typeof globals & { onmessage?: (event: { data: object }) => void } = globals;
  runInContext(workerSource, createContext(scope));
  scope.onmessage?.({ data: { control, memory: heap.memory, modules, thread: 1, threads: 2 } });
  return [...cells.subarray(0, 6), (control[WORDS.DONE] - first) | 0];
}

/** What the calling thread does meanwhile. */
interface Caller {
  /** Publishes tasks, each of which counts in one cell. */
  publish(...cells: number[]): void;
  take(): number;
  /** Takes so many tasks and calls them done. */
  skip(count: number): void;
}

// The last start makes the counters wrap around in the middle of the job.
describe.each([0, 17, 2 ** 31 - 2, -2])("a worker that finds the counters at %i", (first) => {
  test("does every task that is left, each once", () => {
    expect(work(first)).toEqual([1, 1, 1, 0, 0, 0, 3]);
  });

  test("leaves a task that was taken between its look and its grasp", () => {
    expect(work(first, (caller) => expect(caller.take()).toBe(0))).toEqual([0, 1, 1, 0, 0, 0, 2]);
  });

  test("does nothing of a job that ended in between", () => {
    expect(work(first, (caller) => caller.skip(3))).toEqual([0, 0, 0, 0, 0, 0, 3]);
  });

  test("does the tasks of the next job, if that was published in between", () => {
    const cells = work(first, (caller) => {
      caller.skip(3);
      caller.publish(3, 4, 5, 4);
      expect(caller.take()).toBe(0);
    });
    expect(cells).toEqual([0, 0, 0, 0, 2, 1, 6]);
  });
});
