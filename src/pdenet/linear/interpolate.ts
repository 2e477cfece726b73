/**
 * Coefficients at the points of a batch, one axis after the other: with the functions φ of every axis,
 *
 *   c[s, o, x, y] = Σ_i φ_i(x_s) Σ_j φ_j(y_s) C[o, i, j],
 *
 * from the last axis to the first. Samples whose grids begin at the same place along the axes done so far share
 * what was done, so that only the first axis is left for every sample. The adjoint goes the same way back.
 */
import { defineOperation, newValues, withScratch } from "../../autodiff/index.js";
import type { Operation, Variable } from "../../autodiff/index.js";
import { backend } from "../../compute/index.js";
import type { AxisFunctions, SparseRows } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import type { Places } from "../dynamics.js";
import type { CoefficientBasis } from "../network.js";
import { axisTable, nodeCounts } from "./coefficientBasis.js";
import type { AxisTable } from "./coefficientBasis.js";

/** From nodes to the points of a batch, built once. */
export interface Interpolation {
  /** Samples that differ: one if all grids are at the same place. */
  readonly samples: number;
  readonly grid: readonly number[];
  readonly nodes: readonly number[];
  /** What is done along every axis, the last one first. */
  readonly stages: readonly Stage[];
  /** The functions of every sample that differs, along every axis. */
  readonly tables: readonly (readonly AxisTable[])[];
  /** The same along every axis, of one sample after the other. */
  readonly axes: readonly AxisFunctions[];
}

/** The work along one axis: results in turn, each from one of those of the axis before; and its adjoint. */
interface Stage {
  readonly matrices: readonly SparseRows[];
  readonly transposed: readonly SparseRows[];
  readonly sources: readonly number[];
}

/** The interpolation of a basis at the points of a batch. */
export function interpolationAt(
  basis: CoefficientBasis,
  { samples, grid, origins }: Places,
  spacing: readonly number[],
  lengths: readonly number[],
): Interpolation {
  const axes = grid.length;
  const starts = origins ?? [grid.map(() => 0)];
  const apart = starts.some((start) => start.some((x, axis) => x !== starts[0][axis]));
  const own = basis.kind === "constant" || !apart ? starts.slice(0, 1) : starts;
  const stages: Stage[] = [];
  const known = Array.from({ length: axes }, () => new Map<number, AxisTable>());
  const tableAt = (axis: number, start: number): AxisTable => {
    const points = Float64Array.from({ length: grid[axis] }, (_, x) => start + x * spacing[axis]);
    const table = known[axis].get(start) ?? axisTable(basis, lengths, axis, points);
    known[axis].set(start, table);
    return table;
  };
  // Which result of the axis before a sample is made of.
  let groups = own.map(() => 0);
  for (let axis = axes - 1; axis >= 0; axis--) {
    const seen = new Map<string, number>();
    const [tables, sources]: [AxisTable[], number[]] = [[], []];
    groups = own.map((start, s) => {
      const key = axis === 0 ? String(s) : `${groups[s]} ${start[axis]}`;
      const place = seen.get(key) ?? tables.length;
      if (place === tables.length) {
        seen.set(key, place);
        tables.push(tableAt(axis, start[axis]));
        sources.push(groups[s]);
      }
      return place;
    });
    const [matrices, transposed] = [tables.map(matrixOf), tables.map(transposedOf)];
    stages.push({ matrices, transposed, sources });
  }
  const tables = own.map((start) => start.map((x, axis) => tableAt(axis, x)));
  return {
    samples: own.length === 1 ? 1 : samples,
    grid,
    nodes: nodeCounts(basis, axes),
    stages,
    tables,
    axes: grid.map((_, axis) => joined(tables.map((table) => table[axis]))),
  };
}

/** Tables of one axis, one after the other. */
function joined(tables: readonly AxisTable[]): AxisFunctions {
  const [{ points, nodes, width }] = tables;
  const own = points * width;
  const indices = new Int32Array(tables.length * own);
  const weights = new Float64Array(tables.length * own);
  tables.forEach((table, i) => {
    indices.set(table.indices, i * own);
    weights.set(table.weights, i * own);
  });
  return { nodes, width, indices, weights };
}

/** c[s, o, …x] of C[o, …node]; s is 1 where all samples see the same. */
export function interpolate(nodes: Variable, interpolation: Interpolation): Variable {
  return interpolateOperation([nodes], interpolation);
}

const interpolateOperation: Operation<Interpolation> = defineOperation<Interpolation>(
  ([nodes], interpolation) => {
    const { samples, grid } = interpolation;
    const [count] = nodes.shape;
    const data = newValues(samples * count * sizeOf(grid), "float64");
    toPoints(nodes.data as Float64Array, count, interpolation, data);
    return { data, shape: [samples, count, ...grid] };
  },
  (g, { options }) => gatherOperation([g], options),
  "interpolate",
);

const gatherOperation: Operation<Interpolation> = defineOperation<Interpolation>(
  ([g], interpolation) => {
    const [, count] = g.shape;
    const { nodes } = interpolation;
    const data = newValues(count * sizeOf(nodes), "float64").fill(0);
    toNodes(g.data as Float64Array, count, interpolation, data);
    return { data, shape: [count, ...nodes] };
  },
  (g, { options }) => interpolateOperation([g], options),
  "interpolateTransposed",
);

/** Fills out[s, o, …x] with the values of C[o, node]. */
export function toPoints(
  nodes: Float64Array,
  count: number,
  interpolation: Interpolation,
  out: Float64Array,
): void {
  fillPoints(nodes, count, interpolation, 0, out);
}

/** Adds to out[o, node] what g[s, o, …x] gives back. */
export function toNodes(
  g: Float64Array,
  count: number,
  interpolation: Interpolation,
  out: Float64Array,
): void {
  addNodes(g, count, interpolation, interpolation.stages.length - 1, out);
}

/** Does the stages from one on; the results of the last are `out`. */
function fillPoints(
  from: Float64Array,
  count: number,
  interpolation: Interpolation,
  stage: number,
  out: Float64Array,
): void {
  const { stages } = interpolation;
  const { matrices, sources } = stages[stage];
  const { outer, inner, before, after } = linesOf(interpolation, stage, count);
  const done = stage === stages.length - 1;
  const fill = (to: Float64Array): void =>
    matrices.forEach((matrix, i) => {
      const source = from.subarray(sources[i] * before, (sources[i] + 1) * before);
      const result = to.subarray(i * after, (i + 1) * after);
      backend().multiplyAlong(matrix, source, outer, inner, false, result);
    });
  if (done) fill(out);
  else {
    withScratch(matrices.length * after, "float64", (scratch) => {
      fill(scratch);
      fillPoints(scratch, count, interpolation, stage + 1, out);
    });
  }
}

/** The stages from one back to the first; adds to `out`. */
function addNodes(
  g: Float64Array,
  count: number,
  interpolation: Interpolation,
  stage: number,
  out: Float64Array,
): void {
  const { transposed, sources } = interpolation.stages[stage];
  const { outer, inner, before, after } = linesOf(interpolation, stage, count);
  const add = (to: Float64Array): void =>
    transposed.forEach((matrix, i) => {
      const source = g.subarray(i * after, (i + 1) * after);
      const result = to.subarray(sources[i] * before, (sources[i] + 1) * before);
      backend().multiplyAlong(matrix, source, outer, inner, true, result);
    });
  if (stage === 0) add(out);
  else {
    const results = interpolation.stages[stage - 1].matrices.length;
    withScratch(results * before, "float64", (scratch) => {
      add(scratch.fill(0));
      addNodes(scratch, count, interpolation, stage - 1, out);
    });
  }
}

/** Lines of a stage's axis, and the lengths of a result before and after it. */
function linesOf({ grid, nodes }: Interpolation, stage: number, count: number) {
  const axis = grid.length - 1 - stage;
  const outer = count * sizeOf(nodes.slice(0, axis));
  const inner = sizeOf(grid.slice(axis + 1));
  return {
    outer,
    inner,
    before: outer * nodes[axis] * inner,
    after: outer * grid[axis] * inner,
  };
}

/** A table as a matrix [point, node]. */
function matrixOf({ points, nodes, width, indices, weights }: AxisTable): SparseRows {
  const starts = Int32Array.from({ length: points + 1 }, (_, x) => x * width);
  return { rows: points, columns: nodes, starts, indices, values: weights };
}

/** Its transpose, [node, point], with the points of a node in their order. */
function transposedOf({ points, nodes, width, indices, weights }: AxisTable): SparseRows {
  const starts = new Int32Array(nodes + 1);
  for (const node of indices) starts[node + 1]++;
  for (let node = 0; node < nodes; node++) starts[node + 1] += starts[node];
  const next = starts.slice();
  const rows = {
    indices: new Int32Array(indices.length),
    values: new Float64Array(indices.length),
  };
  indices.forEach((node, entry) => {
    const at = next[node]++;
    rows.indices[at] = Math.floor(entry / width);
    rows.values[at] = weights[entry];
  });
  return { rows: nodes, columns: points, starts, ...rows };
}
