/** Which backend computes: the fastest that the host can run, or the one that was asked for. */
import { checkBoolean, checkInteger, checkOneOf, ValueError } from "../core/index.js";
import type { Backend } from "./contract.js";
import { portable } from "./portable.js";
import { usableThreads } from "./threads/crew.js";
import { createWasmBackend } from "./wasm/backend.js";
import { createHeap, type Heap } from "./wasm/heap.js";
import { hasRelaxedVectors, hasVectors, type WasmEngine } from "./wasm/support.js";

const BACKENDS = ["portable", "wasm"] as const;

/** Name of a backend. */
export type BackendName = (typeof BACKENDS)[number];

/** What computed a result: to be recorded beside it. */
export interface ComputeInfo {
  /** Name of the backend in use. */
  readonly backend: string;
  /** Whether products and sums may share a rounding, so that last digits depend on the processor. */
  readonly relaxed: boolean;
  /** Threads in use. */
  readonly threads: number;
  /** Number type of transforms and sums. */
  readonly precision: "float64";
}

/** What to compute with. */
export interface ComputeOptions {
  /** Default "wasm" where the host has WebAssembly with vector instructions, else "portable". */
  readonly backend?: BackendName;
  /**
   * Whether a product and a sum may be rounded once, by relaxed vector instructions: faster, and the
   * last digits may differ between machines. Default false: the same bits everywhere.
   */
  readonly relaxed?: boolean;
  /**
   * Threads that share large work, the calling one among them; the bits of a result do not depend on
   * them. Default: as many as the host runs at the same time; one on the main thread of a browser, where
   * nobody may wait. They start with the first large work and never hold the process.
   */
  readonly threads?: number;
}

let current: Backend | undefined;
let heap: Heap | undefined;
const made = new Map<string, Backend>();

/** The backend in use. */
export function backend(): Backend {
  current ??= chooseBackend();
  return current;
}

/** Runs work with arrays of the backend in use, which takes them back when it ends. */
export function withArrays<T>(
  lengths: readonly number[],
  work: (...arrays: Float64Array[]) => T,
): T {
  const { allocate, release } = backend();
  const arrays = lengths.map((length) => allocate(length));
  try {
    return work(...arrays);
  } finally {
    arrays.forEach((array) => release(array));
  }
}

/** What is computing now. */
export function info(): ComputeInfo {
  const { name, relaxed, threads } = backend();
  return { backend: name, relaxed, threads, precision: "float64" };
}

/**
 * Chooses what computes from now on; returns what `info` says then.
 * @throws ValueError for a backend that is unknown or that the host cannot run, for relaxed instructions
 *   where there are none, and for a number of threads that is no positive integer
 */
export function use(options: ComputeOptions = {}): ComputeInfo {
  const chosen = chooseBackend(options);
  if (chosen !== current) current?.close();
  current = chosen;
  return info();
}

/**
 * The backend for given options.
 * @param engine what the host has for WebAssembly; its own by default
 * @throws ValueError as `use`
 */
export function chooseBackend(options: ComputeOptions = {}, engine?: WasmEngine): Backend {
  const able = hasVectors(engine);
  const { backend: name = able ? "wasm" : "portable", relaxed = false, threads } = options;
  checkOneOf(name, BACKENDS, "compute.use: backend");
  checkBoolean(relaxed, "compute.use: relaxed");
  if (threads !== undefined) checkInteger(threads, 1, Infinity, "compute.use: threads");
  if (name === "wasm" && !able) {
    throw new ValueError(
      `compute.use: backend "wasm" needs WebAssembly with vector instructions, which this host ` +
        `lacks. Leave the choice out, or use "portable".`,
    );
  }
  if (relaxed && !(name === "wasm" && hasRelaxedVectors(engine))) {
    throw new ValueError(
      `compute.use: relaxed needs backend "wasm" on a host with relaxed vector instructions, such as ` +
        `Node 22; this one computes by "${name}" without them. Leave the choice out.`,
    );
  }
  if (name === "portable") return portable;
  heap ??= createHeap();
  const usable = usableThreads(heap, threads);
  const key = `${relaxed}, ${usable}`;
  const chosen = made.get(key) ?? createWasmBackend({ heap, relaxed, threads: usable });
  made.set(key, chosen);
  return chosen;
}
