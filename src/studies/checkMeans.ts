/** Strains of a cell have the load as their mean. */
import { sizeOf, ValueError } from "../core/index.js";
import type { Dense } from "../core/index.js";
import type { ElasticCase } from "./elasticCase.js";

/** A mean may be off by this share of the load: single precision, and fits of the mean. */
const MEAN = 1e-3;

/**
 * Refuses strains ε[s, c, …x] whose mean is another than the load.
 * @param what "the predicted strains"
 * @throws ValueError
 */
export function checkMeans(
  { data }: Dense<Float64Array>,
  { samples, components, grid, loads }: ElasticCase,
  what: string,
  where: string,
): void {
  const size = sizeOf(grid);
  for (let s = 0; s < samples; s++) {
    const means = loads[s].map((_, c) => {
      const first = (s * components + c) * size;
      return data.subarray(first, first + size).reduce((sum, ε) => sum + ε, 0) / size;
    });
    const off = Math.hypot(...means.map((mean, c) => mean - loads[s][c]));
    if (off <= MEAN * Math.hypot(...loads[s])) continue;
    throw new ValueError(
      `${where}: the mean of ${what} should be the load; for sample ${s} it is ` +
        `(${means.map((mean) => Number(mean.toPrecision(4))).join(", ")}), the load ` +
        `(${loads[s].join(", ")}). Give the problem the macroStrain of the strains, or scale the strains by it.`,
    );
  }
}
