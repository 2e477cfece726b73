/**
 * The derivatives ∂^o, |o| ≤ R, that a network sees, in the one order in which they are listed everywhere: by
 * degree, within a degree by their orders along the axes as numbers, increasing: in the plane 00; 01, 10; 02, 11, 20.
 * Channels of several components are component-major: all derivatives of the first, then those of the next.
 */
import { checkInteger } from "../core/index.js";

/**
 * All multi-indices of degree ≤ R in that order, one list of orders along the axes for each.
 * @param maxOrder R, from 0 on
 * @param axes how many orders each has, from 1 on
 * @throws ValueError for anything else
 */
export function derivativesUpTo(maxOrder: number, axes: number): (readonly number[])[] {
  checkInteger(maxOrder, 0, Infinity, "pdenet.derivativesUpTo: maxOrder");
  checkInteger(axes, 1, Infinity, "pdenet.derivativesUpTo: axes");
  const all: number[][] = [];
  for (let degree = 0; degree <= maxOrder; degree++) all.push(...ofDegree(degree, axes));
  return all;
}

/** Multi-indices of one degree, lexicographically increasing. */
function ofDegree(degree: number, axes: number): number[][] {
  if (axes === 1) return [[degree]];
  return Array.from({ length: degree + 1 }, (_, first) => first).flatMap((first) =>
    ofDegree(degree - first, axes - 1).map((rest) => [first, ...rest]),
  );
}

/** The degree Σ_a o_a of a derivative with the orders o along the axes: 0 for the field itself. */
export function degreeOf(order: readonly number[]): number {
  return order.reduce((sum, o) => sum + o, 0);
}

/** Π_a h_a^{o_a}: what a difference of order o is divided by. */
export function unitOf(order: readonly number[], spacing: readonly number[]): number {
  return order.reduce((product, o, axis) => product * spacing[axis] ** o, 1);
}
