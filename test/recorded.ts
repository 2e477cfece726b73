/** The arrays recorded from PyMKS; see fixtures/pymks/README.md. */
import { readFileSync } from "node:fs";
import { isComplexArray, ndarrayOf, toFloat64 } from "../src/core/index.js";
import type { ComplexArray, NdArray } from "../src/core/index.js";
import { readNpy } from "../src/formats/index.js";
import type { NpyArray } from "../src/formats/index.js";

/** A recorded array of real numbers; phase indices come as Float64 too. */
export function recordedReal(id: string): NdArray {
  const array = read(id);
  if (isComplexArray(array)) throw new Error(`${id} is complex`);
  const { data, shape } = toFloat64(array, id);
  return ndarrayOf(data, shape);
}

/** A recorded array of complex numbers. */
export function recordedComplex(id: string): ComplexArray {
  const array = read(id);
  if (!isComplexArray(array)) throw new Error(`${id} is real`);
  return array;
}

function read(id: string): NpyArray {
  const file = new URL(`fixtures/pymks/${id}.npy`, import.meta.url);
  return readNpy(readFileSync(file), { name: id });
}
