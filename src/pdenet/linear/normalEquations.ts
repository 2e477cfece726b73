/**
 * The least squares of coefficients for given filters: rows, one for every point of every sample,
 *
 *   Σ_o d[s, o, x] Σ_i φ_i(x) C[o, i] + w_s Σ_j ℓ_j(v[s, x]) F[j] = b[s, x],
 *
 * are never written down: the matrix A is interpolation and a product, and Aᵀ the way back. What is solved is
 *
 *   (AᵀA + ρ diag AᵀA) x = Aᵀb
 *
 * by conjugate gradients, preconditioned by the blocks of the coefficients that share a node, of whose columns
 * some are 10⁶ times others and near to linear combinations of them.
 */
import { sizeOf } from "../../core/index.js";
import { Blocks } from "./blocks.js";
import { conjugateGradients } from "./conjugateGradients.js";
import type { Solution, System } from "./conjugateGradients.js";
import type { AxisTable } from "./coefficientBasis.js";
import { toNodes, toPoints } from "./interpolate.js";
import type { Interpolation } from "./interpolate.js";

/** What the rows are made of. */
export interface Rows {
  readonly interpolation: Interpolation;
  readonly samples: number;
  /** How many coefficients there are: the o of d[s, o, …x]. */
  readonly count: number;
  readonly d: Float64Array;
  /** Of the source: its functions at v[s, …x], each with its w_s in it; null where there is none. */
  readonly source: AxisTable | null;
}

/** The normal equations, ready to be solved for any right-hand side. */
export interface NormalEquations {
  readonly size: number;
  /** diag AᵀA: zero for unknowns that no row has. */
  readonly diagonal: Float64Array;
  /** Aᵀ r. */
  readonly project: (r: Float64Array) => Float64Array;
  /** (AᵀA + ρ diag AᵀA)⁻¹ g. */
  readonly solve: (g: Float64Array, tolerance: number, maxIterations: number) => Solution;
}

/** The normal equations of the rows. */
export function normalEquations(rows: Rows, ridge: number): NormalEquations {
  const { interpolation, samples, count, d, source } = rows;
  const points = sizeOf(interpolation.grid);
  const nodes = sizeOf(interpolation.nodes);
  const shared = interpolation.samples === 1;
  const own = count * nodes;
  const size = own + (source?.nodes ?? 0);
  const c = new Float64Array((shared ? 1 : samples) * count * points);
  const y = new Float64Array(samples * points);

  /** y ← A x */
  const forward = (x: Float64Array): void => {
    toPoints(x.subarray(0, own), count, interpolation, c);
    y.fill(0);
    for (let s = 0; s < samples; s++) {
      for (let o = 0; o < count; o++) {
        const [p, q] = [(shared ? o : s * count + o) * points, (s * count + o) * points];
        for (let i = 0, at = s * points; i < points; i++) y[at + i] += c[p + i] * d[q + i];
      }
    }
    if (source) addValues(source, x, own, y);
  };
  /** out ← Aᵀ r; it uses c up. */
  const backward = (r: Float64Array, out: Float64Array): void => {
    if (shared) c.fill(0);
    for (let s = 0; s < samples; s++) {
      for (let o = 0; o < count; o++) {
        const [p, q] = [(shared ? o : s * count + o) * points, (s * count + o) * points];
        const at = s * points;
        if (shared) for (let i = 0; i < points; i++) c[p + i] += r[at + i] * d[q + i];
        else for (let i = 0; i < points; i++) c[p + i] = r[at + i] * d[q + i];
      }
    }
    out.fill(0);
    toNodes(c, count, interpolation, out.subarray(0, own));
    if (source) addToNodes(source, r, out, own);
  };

  const blocks = nodeBlocks(rows);
  const ofSource = source && sourceBlock(source);
  const diagonal = new Float64Array(size);
  for (let node = 0; node < nodes; node++) {
    for (let o = 0; o < count; o++) {
      diagonal[o * nodes + node] = blocks[node * count * count + o * (count + 1)];
    }
  }
  const last = source?.nodes ?? 0;
  for (let j = 0; j < last; j++) diagonal[own + j] = ofSource?.[j * (last + 1)] ?? 0;
  addRidge(blocks, count, ridge);
  if (ofSource) addRidge(ofSource, last, ridge);
  const perNode = new Blocks(blocks, count);
  const perSource = ofSource && new Blocks(ofSource, last);

  const system: System = {
    apply(x, out) {
      forward(x);
      backward(y, out);
      for (let i = 0; i < size; i++) out[i] += ridge * diagonal[i] * x[i];
    },
    precondition(r, out) {
      perNode.solve(r, 0, nodes, out);
      perSource?.solve(r, own, 1, out);
    },
  };
  return {
    size,
    diagonal,
    project(r) {
      const out = new Float64Array(size);
      backward(r, out);
      return out;
    },
    solve: (g, tolerance, maxIterations) => conjugateGradients(system, g, tolerance, maxIterations),
  };
}

/** Σ φ_i(x)² d_o d_p over the rows, of every node i: G[i, o, p]. */
function nodeBlocks({ interpolation, samples, count, d }: Rows): Float64Array {
  const { grid, nodes, tables } = interpolation;
  const points = sizeOf(grid);
  const G = new Float64Array(sizeOf(nodes) * count * count);
  const products = new Float64Array(count * count);
  for (let s = 0; s < samples; s++) {
    const own = tables[tables.length === 1 ? 0 : s];
    for (let x = 0; x < points; x++) {
      for (let o = 0; o < count; o++) {
        const value = d[(s * count + o) * points + x];
        for (let p = 0; p <= o; p++) {
          products[o * count + p] = value * d[(s * count + p) * points + x];
        }
      }
      forEachNode(own, nodes, grid, x, (node, weight) => {
        const at = node * count * count;
        const square = weight * weight;
        for (let o = 0; o < count; o++) {
          for (let p = o * count; p <= o * (count + 1); p++) G[at + p] += square * products[p];
        }
      });
    }
  }
  return G;
}

/** Visits the nodes whose functions are not zero at a point. */
function forEachNode(
  tables: readonly AxisTable[],
  nodes: readonly number[],
  grid: readonly number[],
  point: number,
  visit: (node: number, weight: number) => void,
): void {
  const place = new Array<number>(grid.length);
  for (let axis = grid.length - 1, rest = point; axis >= 0; axis--) {
    place[axis] = rest % grid[axis];
    rest = Math.floor(rest / grid[axis]);
  }
  const along = (axis: number, node: number, weight: number): void => {
    if (axis === grid.length) {
      visit(node, weight);
      return;
    }
    const { width, indices, weights } = tables[axis];
    for (let entry = place[axis] * width, end = entry + width; entry < end; entry++) {
      if (weights[entry] === 0) continue;
      along(axis + 1, node * nodes[axis] + indices[entry], weight * weights[entry]);
    }
  };
  along(0, 0, 1);
}

/** Σ w² ℓ_j ℓ_k over the rows: the matrix of the source alone. */
function sourceBlock({ points, nodes, width, indices, weights }: AxisTable): Float64Array {
  const G = new Float64Array(nodes * nodes);
  for (let x = 0; x < points; x++) {
    for (let j = x * width; j < (x + 1) * width; j++) {
      for (let k = x * width; k < (x + 1) * width; k++) {
        G[indices[j] * nodes + indices[k]] += weights[j] * weights[k];
      }
    }
  }
  return G;
}

function addRidge(G: Float64Array, n: number, ridge: number): void {
  for (let at = 0; at < G.length; at += n * n) {
    for (let i = 0; i < n; i++) G[at + i * (n + 1)] *= 1 + ridge;
  }
}

function addValues(
  { points, width, indices, weights }: AxisTable,
  x: Float64Array,
  from: number,
  y: Float64Array,
): void {
  for (let row = 0; row < points; row++) {
    for (let j = row * width; j < (row + 1) * width; j++) {
      y[row] += weights[j] * x[from + indices[j]];
    }
  }
}

function addToNodes(
  { points, width, indices, weights }: AxisTable,
  r: Float64Array,
  out: Float64Array,
  from: number,
): void {
  for (let row = 0; row < points; row++) {
    for (let j = row * width; j < (row + 1) * width; j++) {
      out[from + indices[j]] += weights[j] * r[row];
    }
  }
}
