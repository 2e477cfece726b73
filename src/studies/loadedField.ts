/** The uniform strain of a load, which every cell would have without its microstructure. */
import { sizeOf } from "../core/index.js";
import type { ArrayInput, Dense } from "../core/index.js";
import type { Problem } from "../cnn/index.js";
import { elasticCase } from "./elasticCase.js";

/** E[s, c, …x] of the loads of a problem. */
export function loadedField(microstructures: ArrayInput, problem: Problem): Dense<Float64Array> {
  const cell = elasticCase(microstructures, problem, "studies.compare");
  const { samples, components, grid, loads } = cell;
  const size = sizeOf(grid);
  const data = new Float64Array(samples * components * size);
  loads.flat().forEach((E, i) => data.fill(E, i * size, (i + 1) * size));
  return { data, shape: [samples, components, ...grid] };
}
