/** Jobs, and the arrays of the backend that they work on. */
import { compute } from "kernelfield";
import type { Job } from "../job.js";
import type { Precision } from "./works.js";

/** An array of the backend. */
export type Plane = Float64Array | Float32Array;

/** Arrays of the backend that are given back together. */
export class Planes {
  readonly #all: Plane[] = [];
  readonly #precision: Precision;

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** A new one of some length, or with some values. */
  of(values: number | Float64Array): Plane {
    const length = typeof values === "number" ? values : values.length;
    const plane = compute.backend().allocate(length, this.#precision);
    if (typeof values === "number") plane.fill(0);
    else plane.set(values);
    this.#all.push(plane);
    return plane;
  }

  /** Gives all of them back. */
  release(): void {
    for (const plane of this.#all) compute.backend().release(plane);
  }
}

/** A job that fills one array. */
export function filling(planes: Planes, out: Plane, run: () => void): Job {
  return { run, result: () => [out], release: () => planes.release() };
}
