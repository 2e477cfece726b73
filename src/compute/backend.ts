/** Which backend computes: the fastest that the host can run, or the one that was asked for. */
import { checkOneOf, ValueError } from "../core/index.js";
import type { Backend } from "./contract.js";
import { portable } from "./portable.js";
import { createWasmBackend } from "./wasm/backend.js";
import { hasVectors, type WasmEngine } from "./wasm/support.js";

const BACKENDS = ["portable", "wasm"] as const;

/** Name of a backend. */
export type BackendName = (typeof BACKENDS)[number];

/** What computed a result: to be recorded beside it. */
export interface ComputeInfo {
  /** Name of the backend in use. */
  readonly backend: string;
  /** Threads in use. */
  readonly threads: number;
  /** Number type of transforms and sums. */
  readonly precision: "float64";
}

/** What to compute with. */
export interface ComputeOptions {
  /** Default "wasm" where the host has WebAssembly with vector instructions, else "portable". */
  readonly backend?: BackendName;
}

let current: Backend | undefined;
let wasm: Backend | undefined;

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

/** What is computing now: backend, threads, precision. */
export function info(): ComputeInfo {
  return { backend: backend().name, threads: 1, precision: "float64" };
}

/**
 * Chooses what computes from now on; returns what `info` says then.
 * @throws ValueError for a backend that is unknown, or that the host cannot run
 */
export function use(options: ComputeOptions = {}): ComputeInfo {
  current = chooseBackend(options);
  return info();
}

/**
 * The backend for given options.
 * @param engine what the host has for WebAssembly; its own by default
 * @throws ValueError as `use`
 */
export function chooseBackend(options: ComputeOptions = {}, engine?: WasmEngine): Backend {
  const able = hasVectors(engine);
  const { backend: name = able ? "wasm" : "portable" } = options;
  checkOneOf(name, BACKENDS, "compute.use: backend");
  if (name === "portable") return portable;
  if (!able) {
    throw new ValueError(
      `compute.use: backend "wasm" needs WebAssembly with vector instructions, which this host ` +
        `lacks. Leave the choice out, or use "portable".`,
    );
  }
  wasm ??= createWasmBackend();
  return wasm;
}
