/**
 * Whether steps of a linear network are less work through stencils from nodes than through all its filters. For every
 * tap of a filter a point costs
 *
 *   Σ_a w_a Π_{b > a} m_b / n_b  (+ one for every step, if there are several),
 *
 * with the w functions that are not zero at a point, m nodes and n points of axes done one after the other; filters cost
 * one each in every step.
 */
import { perAxis, sizeOf } from "../../core/index.js";
import { derivativesUpTo } from "../derivatives.js";
import type { Linear } from "../network.js";
import { nodeCounts } from "./coefficientBasis.js";

/** Nodes times taps at most: stencils of all nodes are in memory. */
const MOST = 2 ** 22;

/** Whether whole steps of Euler on a grid should go through stencils. */
export function takesStencils(network: Linear, grid: readonly number[], steps: number): boolean {
  const { border, coefficients, maxOrder, size, source, stepper } = network;
  const axes = grid.length;
  const window = perAxis(size, axes, "pdenet: size");
  const isPlain = source === null && border === "periodic" && stepper === "euler";
  if (!isPlain || window.some((length, axis) => length > grid[axis])) return false;
  const nodes = nodeCounts(coefficients, axes);
  if (sizeOf(nodes) * sizeOf(window) > MOST) return false;
  let [perTap, left] = [0, 1];
  for (let axis = axes - 1; axis >= 0; axis--) {
    perTap += left * (coefficients.kind === "lagrange" ? coefficients.degree + 1 : nodes[axis]);
    left *= nodes[axis] / grid[axis];
  }
  const filters = derivativesUpTo(maxOrder, axes).length;
  return perTap + (steps > 1 ? steps : 0) < steps * filters;
}
