/** A linear network before it has seen data: filters at their start, and no equation. */
import { ndarrayOf, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { filterBank } from "../filters.js";
import type { Linear } from "../network.js";
import { nodeCounts } from "./coefficientBasis.js";
import { carrierBank } from "./dynamics.js";
import { nodesOf } from "./lagrange.js";
import { sourceMesh } from "./source.js";

/** Parameters that are all zero: free `moments` and `carrier`, `fields`[o, node], `source`[node]. */
export function emptyLinear(
  network: Linear,
  spacing: readonly number[],
): Readonly<Record<"moments" | "carrier" | "fields" | "source", NdArray>> {
  const bank = filterBank(network, spacing);
  const count = bank.orders.length - (network.source === null ? 0 : 1);
  const nodes = sizeOf(nodeCounts(network.coefficients, spacing.length));
  const zeros = (...shape: number[]): NdArray => ndarrayOf(new Float64Array(sizeOf(shape)), shape);
  return {
    moments: zeros(bank.freeCount),
    carrier: zeros(carrierBank(network, spacing)?.freeCount ?? 0),
    fields: zeros(count, nodes),
    source: zeros(network.source === null ? 0 : nodesOf(sourceMesh(network.source))),
  };
}
