/** The source f(u) that a linear network has learnt, and how far what it learnt from bears it. */
import { checkFinite, ndarrayOf, toFloat64, ValueError } from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { checkIsLinear } from "../checkArguments.js";
import type { PdeModel } from "../model.js";
import type { Linear } from "../network.js";
import { meshTable } from "./coefficientBasis.js";
import { sourceCoverage, sourceMesh } from "./source.js";
import type { SourceCoverage } from "./source.js";

/** f at values of u, and where they lie. */
export interface SourceValues extends SourceCoverage {
  /** f(u), of the shape of u, in units of u per time. */
  readonly f: NdArray;
}

/**
 * f(u) at values of u: at a list of them for a curve, or at the training data, whose `visits` say which cells of f
 * rest on many values, and which on none. In the network f sees u through its filter of order 0.
 * @throws ValueError for a network that is not linear or has no source, and values that are not finite
 */
export function sourceValues(model: PdeModel<Linear>, u: ArrayInput): SourceValues {
  const where = "pdenet.sourceValues";
  checkIsLinear(model, where);
  const { source: basis } = model.network;
  if (basis === null) {
    throw new ValueError(
      `${where}: the network should have a source; it has none. Ask pdenet.linear for one: source: { cells, degree, ` +
        `from, to }; the coefficient of u itself is in pdenet.coefficientFields.`,
    );
  }
  const { data, shape } = toFloat64(u, `${where}: u`);
  checkFinite({ data, shape }, `${where}: u`);
  const { width, indices, weights } = meshTable(sourceMesh(basis), data);
  const nodes = model.parameters.source.data;
  const f = new Float64Array(data.length);
  for (let entry = 0; entry < weights.length; entry++) {
    f[Math.floor(entry / width)] += weights[entry] * nodes[indices[entry]];
  }
  return { f: ndarrayOf(f, shape), ...sourceCoverage(basis, data) };
}
