/** Where a linear network begins: no rate at all, and a carrier that changes nothing. */
import { ndarrayOf, ShapeError, zeros } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import { derivativesUpTo } from "../derivatives.js";
import type { Linear } from "../network.js";
import { nodeCounts } from "./coefficientBasis.js";
import { carrierBank, orderedFields } from "./dynamics.js";
import { nodesOf } from "./lagrange.js";
import { sourceMesh } from "./source.js";

/** The parameters of a linear network beside its moments, all zero. */
export function firstFields(
  network: Linear,
  spacing: readonly number[],
): Readonly<Record<string, NdArray>> {
  const axes = spacing.length;
  const orders = orderedFields(network, derivativesUpTo(network.maxOrder, axes));
  const carrier = carrierBank(network, spacing);
  return {
    fields: zeros([orders.length, ...nodeCounts(network.coefficients, axes)]),
    ...(network.source && { source: zeros([nodesOf(sourceMesh(network.source))]) }),
    ...(carrier && {
      carrier: ndarrayOf(new Float64Array(carrier.freeCount), [carrier.freeCount]),
    }),
  };
}

/**
 * Refuses more than one component.
 * @throws ShapeError
 */
export function checkOneComponent(components: number, where: string): void {
  if (components === 1) return;
  throw new ShapeError(
    `${where}: a linear network should see one component; the trajectories have ${components}. Take ` +
      `pdenet.symbolic for components that act on each other, or fit each on its own.`,
  );
}
