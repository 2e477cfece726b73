/** Fields of one test cell, for looking. */
import { checkInteger, ndarrayOf, sizeOf } from "../core/index.js";
import type { Dense, NdArray } from "../core/index.js";
import type { ElasticCase } from "./elasticCase.js";
import type { Truth } from "./scores.js";

/** What one row predicts for the cell: one component of the strain. */
export interface ErrorMap {
  readonly name: string;
  /** p[…x] */
  readonly prediction: NdArray;
  /** p − y, […x] */
  readonly error: NdArray;
}

/** One cell with what all rows predict for it. */
export interface ErrorMaps {
  /** Which of the test cells. */
  readonly sample: number;
  /** Its phases m[…x]. */
  readonly microstructure: NdArray;
  /** Its known strain y[…x], of the component that is compared. */
  readonly truth: NdArray;
  readonly maps: readonly ErrorMap[];
}

/** Maps that are gathered row by row. */
export interface GatheredMaps {
  readonly see: (name: string, strain: Dense<Float64Array>) => void;
  readonly result: () => ErrorMaps;
}

/**
 * Room for the maps of one cell.
 * @throws ValueError for a sample that is not there
 */
export function createErrorMaps(
  { m, samples, components, grid }: ElasticCase,
  { strain, component }: Truth,
  sample: number,
  where: string,
): GatheredMaps {
  checkInteger(sample, 0, samples - 1, `${where}: sample`);
  const size = sizeOf(grid);
  const picked = ({ data }: Dense<Float64Array>): Float64Array => {
    const first = (sample * components + component) * size;
    return data.slice(first, first + size);
  };
  const known = picked(strain);
  const maps: ErrorMap[] = [];
  const field = (data: Float64Array): NdArray => ndarrayOf(data, grid);
  return {
    see(name, prediction) {
      const own = picked(prediction);
      const error = own.map((value, x) => value - known[x]);
      maps.push({ name, prediction: field(own), error: field(error) });
    },
    result: () => ({
      sample,
      microstructure: field(Float64Array.from(m.data.slice(sample * size, (sample + 1) * size))),
      ...{ truth: field(known), maps },
    }),
  };
}
