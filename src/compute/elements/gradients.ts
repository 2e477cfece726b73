/**
 * Gradients of a Lagrange element at its Gauss points. Rows of B are the components of a strain in
 * Voigt order, xx, yy, xy or xx, yy, zz, yz, xz, xy with engineering shear, or of a gradient; columns
 * are the values [component, node], nodes in row-major order.
 *
 * With the mean dilatation, the normal rows get (tr B̄ − tr B_q) / d, where tr sums them and B̄ is the
 * mean of all points (Hughes, Int. J. Numer. Methods Eng. 15 (1980) 1413).
 */
import { unravel } from "../../core/index.js";
import type { VoxelElements } from "./elements.js";

/** A Gauss point: its share of the volume of the element, and the gradients there. */
export interface GaussPoint {
  readonly weight: number;
  readonly B: readonly (readonly number[])[];
}

/** Points ξ ∈ [0, 1] and weights of Gauss's rules with 1, 2 and 3 points. */
const RULES = [
  { points: [0.5], weights: [1] },
  { points: [-1, 1].map((sign) => 0.5 + (sign * Math.sqrt(1 / 3)) / 2), weights: [0.5, 0.5] },
  {
    points: [-1, 0, 1].map((sign) => 0.5 + (sign * Math.sqrt(3 / 5)) / 2),
    weights: [5 / 18, 8 / 18, 5 / 18],
  },
];

/** The pairs of axes of the components of a symmetric tensor in Voigt order. */
export const VOIGT: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[0, 0]],
  [
    [0, 0],
    [1, 1],
    [0, 1],
  ],
  [
    [0, 0],
    [1, 1],
    [2, 2],
    [1, 2],
    [0, 2],
    [0, 1],
  ],
];

/** All Gauss points of an element. */
export function gradientsAt({
  grid,
  spacing,
  order,
  components,
  rule,
}: VoxelElements): GaussPoint[] {
  const axes = grid.length;
  const { points, weights } = RULES[rule === "onePoint" ? 0 : order];
  const volume = spacing.reduce((product, h) => product * h, 1);
  const all = Array.from({ length: points.length ** axes }, (_, q) => {
    const at = unravel(q, new Array<number>(axes).fill(points.length));
    const slopes = slopesAt(
      at.map((i) => points[i]),
      spacing,
      order,
    );
    return {
      weight: at.reduce((product, i) => product * weights[i], volume),
      B: components === 1 ? slopes : strainRows(slopes),
    };
  });
  return rule === "meanDilatation" ? withMeanDilatation(all, axes, volume) : all;
}

/** ∂φ_node/∂x_axis at ξ, [axis][node]. */
function slopesAt(ξ: readonly number[], spacing: readonly number[], order: 1 | 2): number[][] {
  const axes = ξ.length;
  const shapes = ξ.map((x) => (order === 1 ? linear(x) : quadratic(x)));
  const nodes = Array.from({ length: (order + 1) ** axes }, (_, node) =>
    unravel(node, new Array<number>(axes).fill(order + 1)),
  );
  return spacing.map((h, axis) =>
    nodes.map((node) =>
      node.reduce((product, i, a) => product * shapes[a][a === axis ? 1 : 0][i], 1 / h),
    ),
  );
}

/** Values and slopes of the Lagrange polynomials of the nodes 0, 1. */
function linear(x: number): [number[], number[]] {
  return [
    [1 - x, x],
    [-1, 1],
  ];
}

/** Values and slopes of the Lagrange polynomials of the nodes 0, ½, 1. */
function quadratic(x: number): [number[], number[]] {
  return [
    [(1 - x) * (1 - 2 * x), 4 * x * (1 - x), x * (2 * x - 1)],
    [4 * x - 3, 4 - 8 * x, 4 * x - 1],
  ];
}

/** Rows of strains: ε_ii = ∂_i u_i, γ_ij = ∂_i u_j + ∂_j u_i. */
function strainRows(slopes: readonly (readonly number[])[]): number[][] {
  const axes = slopes.length;
  return VOIGT[axes].map(([i, j]) =>
    Array.from({ length: axes }, (_, component) =>
      slopes[0].map((_, node) => {
        if (i === j) return component === i ? slopes[i][node] : 0;
        if (component === i) return slopes[j][node];
        return component === j ? slopes[i][node] : 0;
      }),
    ).flat(),
  );
}

function withMeanDilatation(
  points: readonly GaussPoint[],
  axes: number,
  volume: number,
): GaussPoint[] {
  const trace = ({ B }: GaussPoint): number[] =>
    B[0].map((_, column) => B.slice(0, axes).reduce((sum, row) => sum + row[column], 0));
  const mean = points[0].B[0].map((_, column) =>
    points.reduce((sum, point) => sum + (point.weight / volume) * trace(point)[column], 0),
  );
  return points.map((point) => {
    const own = trace(point);
    const B = point.B.map((row, i) =>
      i < axes ? row.map((b, column) => b + (mean[column] - own[column]) / axes) : row,
    );
    return { weight: point.weight, B };
  });
}
