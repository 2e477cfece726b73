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
}

/** The work along one axis: results in turn, each from one of those of the axis before. */
interface Stage {
  readonly tables: readonly AxisTable[];
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
    stages.push({ tables, sources });
  }
  return {
    samples: own.length === 1 ? 1 : samples,
    grid,
    nodes: nodeCounts(basis, axes),
    stages,
    tables: own.map((start) => start.map((x, axis) => tableAt(axis, x))),
  };
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
  const { tables, sources } = stages[stage];
  const { outer, inner, before, after } = linesOf(interpolation, stage, count);
  const done = stage === stages.length - 1;
  const fill = (to: Float64Array): void =>
    tables.forEach((table, i) =>
      spread(table, from, sources[i] * before, outer, inner, to, i * after),
    );
  if (done) fill(out);
  else {
    withScratch(tables.length * after, "float64", (scratch) => {
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
  const { tables, sources } = interpolation.stages[stage];
  const { outer, inner, before, after } = linesOf(interpolation, stage, count);
  const add = (to: Float64Array): void =>
    tables.forEach((table, i) =>
      collect(table, g, i * after, outer, inner, to, sources[i] * before),
    );
  if (stage === 0) add(out);
  else {
    const results = interpolation.stages[stage - 1].tables.length;
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

/** Fills to[outer, x, inner] with Σ_j weights[x, j] from[outer, indices[x, j], inner]. */
function spread(
  { points, nodes, width, indices, weights }: AxisTable,
  from: Float64Array,
  fromAt: number,
  outer: number,
  inner: number,
  to: Float64Array,
  toAt: number,
): void {
  for (let o = 0; o < outer; o++) {
    const [u, y] = [fromAt + o * nodes * inner, toAt + o * points * inner];
    if (inner === 1) {
      for (let x = 0, entry = 0; x < points; x++) {
        let sum = 0;
        for (const end = entry + width; entry < end; entry++) {
          sum += weights[entry] * from[u + indices[entry]];
        }
        to[y + x] = sum;
      }
      continue;
    }
    for (let x = 0; x < points; x++) {
      const row = y + x * inner;
      to.fill(0, row, row + inner);
      let entry = x * width;
      const end = entry + width;
      for (; entry + 2 < end; entry += 3) {
        const [p, a] = [u + indices[entry] * inner, weights[entry]];
        const [q, b] = [u + indices[entry + 1] * inner, weights[entry + 1]];
        const [r, c] = [u + indices[entry + 2] * inner, weights[entry + 2]];
        for (let i = 0; i < inner; i++) {
          to[row + i] += a * from[p + i] + b * from[q + i] + c * from[r + i];
        }
      }
      for (; entry < end; entry++) {
        const [p, a] = [u + indices[entry] * inner, weights[entry]];
        for (let i = 0; i < inner; i++) to[row + i] += a * from[p + i];
      }
    }
  }
}

/** Adds weights[x, j] g[outer, x, inner] to to[outer, indices[x, j], inner]. */
function collect(
  { points, nodes, width, indices, weights }: AxisTable,
  g: Float64Array,
  gAt: number,
  outer: number,
  inner: number,
  to: Float64Array,
  toAt: number,
): void {
  for (let o = 0; o < outer; o++) {
    const [u, y] = [toAt + o * nodes * inner, gAt + o * points * inner];
    if (inner === 1) {
      for (let x = 0, entry = 0; x < points; x++) {
        const value = g[y + x];
        for (const end = entry + width; entry < end; entry++) {
          to[u + indices[entry]] += weights[entry] * value;
        }
      }
      continue;
    }
    for (let x = 0; x < points; x++) {
      const row = y + x * inner;
      let entry = x * width;
      const end = entry + width;
      for (; entry + 2 < end; entry += 3) {
        const [p, a] = [u + indices[entry] * inner, weights[entry]];
        const [q, b] = [u + indices[entry + 1] * inner, weights[entry + 1]];
        const [r, c] = [u + indices[entry + 2] * inner, weights[entry + 2]];
        for (let i = 0; i < inner; i++) {
          const value = g[row + i];
          to[p + i] += a * value;
          to[q + i] += b * value;
          to[r + i] += c * value;
        }
      }
      for (; entry < end; entry++) {
        const [p, a] = [u + indices[entry] * inner, weights[entry]];
        for (let i = 0; i < inner; i++) to[p + i] += a * g[row + i];
      }
    }
  }
}
