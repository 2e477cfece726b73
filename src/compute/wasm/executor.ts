/**
 * Who runs kernels. Work comes as tasks that do not depend on each other, each a sequence of calls;
 * whoever runs a task has scratch memory of its own. So it does not matter who does, nor in which order.
 */
import type { Heap } from "./heap.js";

/** An exported function of a module. */
export type Kernel = (...values: number[]) => void;

/** A call of a kernel. */
export type Step = readonly [kernel: Kernel, ...values: number[]];

/** Runs tasks to their end. */
export interface Executor {
  /** How many tasks may run at once. */
  readonly threads: number;
  /**
   * Runs tasks 0 … tasks − 1.
   * @param scratchBytes memory that the steps of a task may write, at the address they are given; it is
   *   passed on as it is, since it may stand for one that is not known yet
   * @param stepsOf what a task does
   */
  run(
    tasks: number,
    scratchBytes: number,
    stepsOf: (task: number, scratch: number) => readonly Step[],
  ): void;
  /**
   * Does both; other threads may go on with the last `run` of `work` while the calling thread does
   * `meanwhile`, which touches nothing that `work` does.
   */
  readonly overlap: (work: () => void, meanwhile: () => void) => void;
  /** Waits for what may still go on: before its results are looked at within `overlap`. */
  readonly settle: () => void;
}

/** Runs tasks one after the other on the calling thread. */
export function createSerialExecutor(heap: Heap): Executor {
  return {
    threads: 1,
    run(tasks, scratchBytes, stepsOf) {
      heap.scope((allocate) => {
        const scratch = allocate(scratchBytes);
        for (let task = 0; task < tasks; task++) {
          for (const [kernel, ...values] of stepsOf(task, scratch)) kernel(...values);
        }
      });
    },
    overlap(work, meanwhile) {
      work();
      meanwhile();
    },
    settle: () => undefined,
  };
}
