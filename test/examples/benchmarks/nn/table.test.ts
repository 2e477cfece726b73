import { expect, test } from "vitest";
import { refusalOf, rowOf } from "../../../../examples/benchmarks/nn/rows.js";
import type { Contestant } from "../../../../examples/benchmarks/nn/rows.js";
import type { SideId } from "../../../../examples/benchmarks/nn/sides.js";
import { verdictsOf, tableOf } from "../../../../examples/benchmarks/nn/table.js";
import { TRAINING_WORKS } from "../../../../examples/benchmarks/nn/works.js";

function side(id: SideId, label: string, cpu: number): Contestant {
  const times = { cpu, wall: 3 * cpu };
  return { id, label, times: { smallest: times, median: times }, peak: 2 ** 26 };
}

const [single, double] = TRAINING_WORKS;
const ours = side("ours", "kernelfield (Node 1)", 0.05);
const torch = side("torch", "PyTorch 1", 0.075);
const jax = side("jax", "jax-js 1", 3);
const refusal = { id: "tensorflow", label: "TensorFlow.js 1", refused: "no gradient" } as const;
const rows = [
  rowOf(single, ours, torch, 1e-6),
  refusalOf(single, ours, refusal),
  rowOf(double, ours, torch, 1e-12),
  rowOf(double, ours, jax, 1e-6),
];

test("a ratio is the processor time of the peer over ours, and PyTorch's bar is that of the work", () => {
  const [first, , second] = rows;
  expect(first.ratio).toBeCloseTo(1.5, 12);
  expect(first).toMatchObject({ bar: 1, verdict: "met", refused: null });
  expect(second).toMatchObject({ bar: 3, verdict: "missed by 50 %" });
});

test("a ratio between steps that do different things is no result", () => {
  expect(rows[3]).toMatchObject({ ratio: 60, bar: 5, verdict: "losses differ" });
});

test("the table has a line for every step, with peers that cannot run it", () => {
  expect(tableOf(rows).split("\n")).toEqual([
    "| step | kernelfield | ms | median | × PyTorch 1 | × TensorFlow.js 1 | × jax-js 1 | peak memory, MiB | losses differ by |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    "| f32 8 x 1-16-16-1 on 101x101 by 3x3 | Node 1 | 50.0 | 50.0 | 1.50 (bar 1) | cannot run |  | 64 / 64 / – / – | 1.0e-6 |",
    "| f64 8 x 1-16-16-1 on 101x101 by 3x3 | Node 1 | 50.0 | 50.0 | **1.50** (bar 3, missed by 50 %) |  | **60.00** (bar 5, losses differ) | 64 / 64 / – / 64 | 1.0e-6 |",
  ]);
});

test("the summary tells bars missed and the reasons of refusals", () => {
  expect(verdictsOf(rows).split("\n")).toEqual([
    "1 of 3 bars met.",
    "- f64 8 x 1-16-16-1 on 101x101 by 3x3, kernelfield (Node 1): 1.50 × PyTorch 1, bar 3, missed by 50 %",
    "- f64 8 x 1-16-16-1 on 101x101 by 3x3, kernelfield (Node 1): 60.00 × jax-js 1, bar 5, losses differ",
    "- f32 8 x 1-16-16-1 on 101x101 by 3x3: no gradient",
  ]);
});
