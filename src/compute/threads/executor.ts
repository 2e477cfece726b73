/** The seam between kernels and a crew: tasks of a backend, done by several threads where there are several. */
import { ValueError } from "../../core/index.js";
import { createSerialExecutor, type Executor, type Kernel, type Step } from "../wasm/executor.js";
import type { Heap } from "../wasm/heap.js";
import { loadModule } from "../wasm/load.js";
import { createCrew, usableThreads, type Crew } from "./crew.js";
import { SCRATCH, type Task } from "./tasks.js";

/** An executor that may hold threads. */
export interface CrewExecutor extends Executor {
  /** Ends the threads; they come again when they are needed. */
  close(): void;
}

/**
 * An executor on the threads of a crew, which is made with the first work that can be shared out.
 * @param binaries the modules whose kernels are called
 * @param threads as many as the host runs at the same time by default; one where it allows no more
 * @throws ValueError if `threads` is no positive integer
 */
export function createCrewExecutor(
  heap: Heap,
  binaries: readonly string[],
  threads?: number,
): CrewExecutor {
  const usable = usableThreads(heap, threads);
  const alone = createSerialExecutor(heap);
  let crew: Crew | undefined;
  let overlapping = false;
  let pending: readonly number[] | undefined; // scratch blocks of what the crew is doing
  const places = new Map<unknown, { module: number; export: string }>();

  const hire = (): Crew => {
    const modules = binaries.map((binary) => loadModule(binary, heap));
    modules.forEach(({ exports }, module) => {
      for (const [name, kernel] of Object.entries(exports)) {
        places.set(kernel, { module, export: name });
      }
    });
    return createCrew({ heap, modules: modules.map(({ module }) => module), threads: usable });
  };
  const placeOf = (kernel: Kernel): { module: number; export: string } => {
    const place = places.get(kernel);
    if (place === undefined)
      throw new ValueError(
        "compute: a task should call kernels of shared modules; it calls another.",
      );
    return place;
  };
  const taskOf = (steps: readonly Step[]): Task =>
    steps.map(([kernel, ...values]) => ({ ...placeOf(kernel), arguments: values }));

  const settle = (): void => {
    if (pending === undefined) return;
    const scratch = pending;
    pending = undefined;
    try {
      crew?.finish();
    } finally {
      scratch.forEach(heap.release);
    }
  };

  return {
    threads: usable,
    settle,
    run(tasks, scratchBytes, stepsOf) {
      settle();
      if (usable === 1 || tasks < (overlapping ? 1 : 2)) {
        alone.run(tasks, scratchBytes, stepsOf);
        return;
      }
      const { start, run } = (crew ??= hire());
      const work = Array.from({ length: tasks }, (_, task) => taskOf(stepsOf(task, SCRATCH)));
      const scratch: number[] = [];
      try {
        while (scratch.length < usable) scratch.push(heap.allocate(scratchBytes));
        if (overlapping) {
          start(work, scratch);
          pending = scratch;
        } else run(work, scratch);
      } finally {
        if (pending === undefined) scratch.forEach(heap.release);
      }
    },
    overlap(work, meanwhile) {
      overlapping = true;
      try {
        work();
        overlapping = false;
        meanwhile();
      } finally {
        overlapping = false;
        settle();
      }
    },
    close() {
      settle();
      crew?.close();
    },
  };
}
