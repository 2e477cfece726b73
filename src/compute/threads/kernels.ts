/** The exports of some modules at work on one memory, called by name from the thread that made them. */
import { ValueError } from "../../core/index.js";
import { SCRATCH, type Call, type Task } from "./tasks.js";

/** What a thread needs to do tasks itself. */
export interface Kernels {
  /**
   * The position of a call's function among those of all modules: worker threads list them likewise.
   * @throws ValueError if the module, or the function in it, does not exist
   */
  positionOf(call: Call): number;
  /**
   * Refuses a task that `perform` could not do.
   * @throws ValueError if it calls no kernel, or needs a scratch block where there is none
   */
  check(task: Task, scratch: readonly number[], threads: number): void;
  /** Does a task; returns what a kernel said that trapped and so ended it, if one did. */
  perform(task: Task, scratch: number): string | undefined;
}

type Kernel = (...values: readonly number[]) => void;

/** The functions that a module exports, in the order in which every thread lists them. */
export function functionsOf(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === "function")
    .map(({ name }) => name);
}

/** The kernels of modules, instantiated on a memory for the calling thread. */
export function createKernels(
  memory: WebAssembly.Memory,
  modules: readonly WebAssembly.Module[],
): Kernels {
  const kernels: Kernel[] = [];
  const positions = modules.map((module) => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return new Map(
      functionsOf(module).map((name) => [name, kernels.push(exports[name] as Kernel) - 1]),
    );
  });

  const positionOf = (call: Call): number => {
    const position = positions[call.module]?.get(call.export);
    if (position !== undefined) return position;
    throw new ValueError(
      `compute: a task should call functions of ${modules.length} modules; got "${call.export}" of ` +
        `module ${call.module}, which does not exist. Name an export of one of them.`,
    );
  };

  return {
    positionOf,
    check(task, scratch, threads) {
      for (const call of task) {
        positionOf(call);
        if (scratch.length < threads && call.arguments.includes(SCRATCH)) {
          throw new ValueError(
            `compute: "${call.export}" needs one scratch block per thread, ${threads} in all; got ` +
              `${scratch.length}. Allocate them and pass their addresses.`,
          );
        }
      }
    },
    perform(task, scratch) {
      for (const call of task) {
        const values = call.arguments.includes(SCRATCH)
          ? call.arguments.map((value) => (value === SCRATCH ? scratch : value))
          : call.arguments;
        try {
          kernels[positionOf(call)](...values);
        } catch (error) {
          return `"${call.export}" stopped with: ${messageOf(error)}`;
        }
      }
      return undefined;
    },
  };
}

/**
 * Refuses what was computed if a kernel did not run to its end.
 * @param said what it said then
 * @throws ValueError
 */
export function checkEnded(said: string | undefined): void {
  if (said === undefined) return;
  throw new ValueError(
    `compute: every kernel should run to its end; ${said}. What was being computed is incomplete: ` +
      `compute it again, if need be with compute.use({ backend: "portable" }).`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
