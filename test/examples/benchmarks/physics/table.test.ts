import { expect, test } from "vitest";
import { figure } from "../../../../examples/benchmarks/physics/figures.js";
import { rowsOf } from "../../../../examples/benchmarks/physics/rows.js";
import type { Contestant } from "../../../../examples/benchmarks/physics/rows.js";
import type { SideId } from "../../../../examples/benchmarks/physics/sides.js";
import {
  figuresTable,
  tableOf,
  truncationTable,
  verdictsOf,
} from "../../../../examples/benchmarks/physics/table.js";
import { agree } from "../../../../examples/benchmarks/physics/truncation.js";
import { PHYSICS_WORKS } from "../../../../examples/benchmarks/physics/works.js";

function side(id: SideId, label: string, cpu: number): Contestant {
  const times = { cpu, wall: 3 * cpu };
  return { id, label, times: { smallest: times, median: times }, peak: 2 ** 26 };
}

const [, , , solid, , , , , , quadratic, set] = PHYSICS_WORKS;
const ours = side("ours", "kernelfield (Node 1)", 0.1);
const numpy = side("numpy", "NumPy 1", 0.25);
const sfepy = side("sfepy", "SfePy 1", 12);
const differences = new Map([
  [numpy, 1e-9],
  [sfepy, 1e-3],
]);
const differenceFrom = (peer: Contestant): Promise<number> =>
  Promise.resolve(differences.get(peer) ?? NaN);
const rows = [
  ...(await rowsOf(solid, ours, [ours, numpy], differenceFrom)),
  ...(await rowsOf(quadratic, ours, [ours, numpy, sfepy], differenceFrom)),
];

test("a ratio is the processor time of the peer, or a limit, over ours", () => {
  const [peer, limit] = rows;
  expect(peer).toMatchObject({ ratio: 2.5, bar: 3, verdict: "missed by 17 %", difference: 1e-9 });
  expect(limit).toMatchObject({ peer: "limit", peerSeconds: 0.14, bar: 1, verdict: "met" });
  expect(limit.ratio).toBeCloseTo(1.4, 12);
});

test("a ratio between solutions that differ is no result, one without a bar has no verdict", () => {
  expect(rows[2]).toMatchObject({ peer: "NumPy 1", bar: null, verdict: null });
  expect(rows[3]).toMatchObject({ peer: "SfePy 1", bar: 100, verdict: "results differ" });
});

test("several threads are timed by the time that went by", async () => {
  const [limit] = await rowsOf(set, ours, [ours], differenceFrom);
  expect(limit).toMatchObject({ clock: "wall", peer: "limit", peerSeconds: 45, verdict: "met" });
  expect(limit.ourSeconds).toBeCloseTo(0.3, 12);
});

test("the table has a line for every solution", () => {
  expect(tableOf(rows).split("\n")).toEqual([
    "| solution | kernelfield | ms | median | × NumPy 1 | × limit | × SfePy 1 | peak memory, MiB | results differ by |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    "| q1bbar 31x31x31, contrast 10 | Node 1 | 100 | 100 | **2.50** (bar 3, missed by 17 %) | 1.40 (bar 1) |  | 64 / 64 | 1.0e-9 |",
    "| q2 101x101, contrast 10 | Node 1 | 100 | 100 | 2.50 |  | **120.00** (bar 100, results differ) | 64 / 64 / 64 | 1.0e-3 |",
  ]);
});

test("the summary tells bars missed", () => {
  expect(verdictsOf(rows).split("\n")).toEqual([
    "1 of 3 bars met.",
    "- q1bbar 31x31x31, contrast 10, kernelfield (Node 1): 2.50 × NumPy 1, bar 3, missed by 17 %",
    "- q2 101x101, contrast 10, kernelfield (Node 1): 120.00 × SfePy 1, bar 100, results differ",
  ]);
});

test("iterations and memory are judged by what they may be at most", () => {
  const figures = [figure("a", "iterations", 20, 26), figure("b", "bytes", 2e9, 1e9)];
  expect(figuresTable(figures).split("\n").slice(2)).toEqual([
    "| a | 20 iterations | 26 iterations | met |",
    "| b | 2000 MB | 1000 MB | **missed by 50 %** |",
  ]);
});

test("errors of truncated solutions agree within 30 per cent, up and down", () => {
  expect(agree([12, 4], [10, 5])).toBe(true);
  expect(agree([13.1, 5], [10, 5])).toBe(false);
  expect(agree([10, 3.8], [10, 5])).toBe(false);
  const row = { contrast: 10, errors: [12, 4], expected: [10, 5], agrees: true };
  expect(truncationTable([row]).split("\n")).toEqual([
    "| contrast | k = 1 | k = 2 |  |",
    "| --- | --- | --- | --- |",
    "| 10 | 12.0 | 4.00 | as expected |",
    "| expected | 10.0 | 5.00 |  |",
  ]);
});
