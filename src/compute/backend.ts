/** Which backend computes. */
import type { Backend } from "./contract.js";
import { portable } from "./portable.js";

/** What computed a result: to be recorded beside it. */
export interface ComputeInfo {
  /** Name of the backend in use. */
  readonly backend: string;
  /** Threads in use. */
  readonly threads: number;
  /** Number type of transforms and sums. */
  readonly precision: "float64";
}

/** The backend in use. */
export function backend(): Backend {
  return portable;
}

/** What is computing now: backend, threads, precision. */
export function info(): ComputeInfo {
  return { backend: backend().name, threads: 1, precision: "float64" };
}
