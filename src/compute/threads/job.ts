/**
 * Tasks as numbers in the shared memory, which worker threads read:
 *
 *   scratch[thread] …                           an address per thread
 *   start[task] …                               where each task begins, counted from the job's start
 *   calls, (function, arity, argument …) …      per task
 */
import type { Heap } from "../wasm/heap.js";
import type { Kernels } from "./kernels.js";
import type { Task } from "./tasks.js";

/** A job in memory. */
export interface Job {
  /** Where it begins, in numbers of 8 bytes. */
  readonly start: number;
  /** How many numbers it has. */
  readonly length: number;
}

/** Writes jobs, each over the one before. */
export interface JobWriter {
  write(tasks: readonly Task[], scratch: readonly number[]): Job;
  /** Gives the memory back. */
  release(): void;
}

/** A writer for so many threads; the tasks were checked. */
export function createJobWriter(heap: Heap, kernels: Kernels, threads: number): JobWriter {
  let address = -1;
  let numbers: Float64Array = new Float64Array(0);

  const release = (): void => {
    heap.release(address);
    address = -1;
    numbers = new Float64Array(0);
  };
  const reserve = (length: number): void => {
    if (length <= numbers.length) return;
    release();
    address = heap.allocate(16 * length); // twice as much, so that jobs that grow seldom move
    numbers = heap.view(address, 2 * length);
  };

  return {
    write(tasks, scratch) {
      const length = threads + tasks.reduce((sum, task) => sum + 1 + lengthOf(task), 0);
      reserve(length);
      for (let thread = 0; thread < threads; thread++) numbers[thread] = scratch[thread] ?? 0;
      let at = threads + tasks.length;
      tasks.forEach((task, index) => {
        numbers[threads + index] = at;
        numbers[at++] = task.length;
        for (const call of task) {
          const values = call.arguments;
          numbers[at++] = kernels.positionOf(call);
          numbers[at++] = values.length;
          for (let i = 0; i < values.length; i++) numbers[at++] = values[i];
        }
      });
      return { start: address / 8, length };
    },
    release,
  };
}

/** Numbers that a task takes beside its start. */
function lengthOf(task: Task): number {
  let length = 1;
  for (const call of task) length += 2 + call.arguments.length;
  return length;
}
