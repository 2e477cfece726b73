/** The arrays recorded from PyTorch; see fixtures/torch/README.md. */
import { readFileSync } from "node:fs";
import { isComplexArray, ndarrayOf, toFloat64 } from "../src/core/index.js";
import type { NdArray } from "../src/core/index.js";
import { readNpz } from "../src/formats/index.js";

/** The arrays of a recorded case by name; class labels come as Float64 too. */
export function recordedTorch(id: string): Readonly<Record<string, NdArray>> {
  const file = new URL(`fixtures/torch/${id}.npz`, import.meta.url);
  const arrays = Object.entries(readNpz(readFileSync(file), { name: id }));
  return Object.fromEntries(
    arrays.map(([name, array]) => {
      if (isComplexArray(array)) throw new Error(`${id}: ${name} is complex`);
      const { data, shape } = toFloat64(array, `${id}: ${name}`);
      return [name, ndarrayOf(data, shape)];
    }),
  );
}
