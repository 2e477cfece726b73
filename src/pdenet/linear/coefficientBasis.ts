/**
 * What coefficients that depend on place are made of: c(x) = Σ_i C[i] Π_a φ_{i_a}(x_a), a product of one function
 * of every axis. At given points the functions of an axis are a table: a few weights for every point.
 */
import { ndarrayOf, perAxis, sizeOf } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { CoefficientBasis } from "../network.js";
import { lagrangeScales, lagrangeWeights, locate, nodesOf } from "./lagrange.js";
import type { Mesh } from "./lagrange.js";

/** The functions of one axis at points along it: Σ_j weights[x, j] C[indices[x, j]]. */
export interface AxisTable {
  readonly points: number;
  readonly nodes: number;
  /** Functions that are not zero at a point. */
  readonly width: number;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

/** How many numbers along every axis describe one coefficient. */
export function nodeCounts(basis: CoefficientBasis, axes: number): number[] {
  return Array.from({ length: axes }, (_, axis) => {
    if (basis.kind === "constant") return 1;
    if (basis.kind === "trigonometric") return 2 * frequencyOf(basis.frequency, axes, axis) + 1;
    return nodesOf(meshOf(basis, axes, axis, 1));
  });
}

/** The numbers that describe the coefficient that is one everywhere. */
export function unitNodes(basis: CoefficientBasis, axes: number): NdArray {
  const shape = nodeCounts(basis, axes);
  const size = sizeOf(shape);
  const first = basis.kind === "lagrange" ? size : 1;
  return ndarrayOf(new Float64Array(size).fill(1, 0, first), shape);
}

/** The functions of an axis of a length at points along it. */
export function axisTable(
  basis: CoefficientBasis,
  lengths: readonly number[],
  axis: number,
  points: Float64Array,
): AxisTable {
  const axes = lengths.length;
  if (basis.kind === "constant") return denseTable(points, 1, () => 1);
  if (basis.kind === "trigonometric") {
    const f = frequencyOf(basis.frequency, axes, axis);
    return denseTable(points, 2 * f + 1, (t, i) => wave(i, (2 * Math.PI * t) / lengths[axis]));
  }
  return meshTable(meshOf(basis, axes, axis, lengths[axis]), points);
}

/** 1, cos θ, sin θ, cos 2θ, sin 2θ, … */
function wave(i: number, θ: number): number {
  const k = (i + 1) >> 1;
  return i % 2 === 0 && i > 0 ? Math.sin(k * θ) : Math.cos(k * θ);
}

function denseTable(
  at: Float64Array,
  nodes: number,
  valueOf: (t: number, i: number) => number,
): AxisTable {
  const points = at.length;
  const indices = Int32Array.from({ length: points * nodes }, (_, entry) => entry % nodes);
  const weights = Float64Array.from(indices, (i, entry) => valueOf(at[(entry - i) / nodes], i));
  return { points, nodes, width: nodes, indices, weights };
}

/** Piecewise polynomials at points. */
export function meshTable(mesh: Mesh, at: Float64Array): AxisTable {
  const { degree } = mesh;
  const [points, nodes, width] = [at.length, nodesOf(mesh), degree + 1];
  const indices = new Int32Array(points * width);
  const weights = new Float64Array(points * width);
  const scales = lagrangeScales(degree);
  at.forEach((t, x) => {
    const [cell, τ] = locate(mesh, t);
    for (let j = 0; j < width; j++) indices[x * width + j] = (cell * degree + j) % nodes;
    lagrangeWeights(degree, τ, scales, weights, x * width);
  });
  return { points, nodes, width, indices, weights };
}

function frequencyOf(frequency: number | readonly number[], axes: number, axis: number): number {
  return perAxis(frequency, axes, "pdenet.linear: coefficients.frequency")[axis];
}

function meshOf(
  { cells, degree, periodic }: Extract<CoefficientBasis, { readonly kind: "lagrange" }>,
  axes: number,
  axis: number,
  length: number,
): Mesh {
  const along = perAxis(cells, axes, "pdenet.linear: coefficients.cells")[axis];
  return { cells: along, degree, from: 0, to: length, periodic };
}
