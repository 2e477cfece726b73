import { expect, test } from "vitest";
import { rowOf } from "../../../../examples/benchmarks/compute/rows.js";
import type { Row } from "../../../../examples/benchmarks/compute/rows.js";
import { summaryOf, tablesOf } from "../../../../examples/benchmarks/compute/table.js";
import { WORKS } from "../../../../examples/benchmarks/compute/works.js";

const machine = {
  flops: { float64: 1e10, float32: 2e10 },
  bandwidths: [{ bytes: 1e9, perSecond: 1e12 }],
};

function row(name: string, id: string, ours: number, peer: number): Row {
  const [work] = WORKS.filter((one) => one.name === name);
  const times = (seconds: number): { cpu: number; wall: number } => ({
    cpu: seconds,
    wall: 3 * seconds,
  });
  const side = (
    seconds: number,
  ): { smallest: ReturnType<typeof times>; median: ReturnType<typeof times> } => ({
    smallest: times(seconds),
    median: times(2 * seconds),
  });
  return rowOf(
    work,
    { id: "ours", label: "kernelfield (Node 1)", times: side(ours) },
    { id, label: id.toUpperCase(), times: side(peer) },
    { machine, difference: 1e-15 },
  );
}

const transform = "transform f64 8 x 256x256";
const rows = [
  row(transform, "scipy", 0.004, 0.003),
  row(transform, "fftw", 0.004, 0.002),
  row("fit 20x64x64x64, 2 threads", "ours", 0.1, 0.19),
];

test("a row has the clock of its work: processor time, but the time that went by for threads", () => {
  expect(rows.map(({ clock, ourSeconds }) => [clock, ourSeconds])).toEqual([
    ["cpu", 0.004],
    ["cpu", 0.004],
    ["wall", 3 * 0.1],
  ]);
  expect(rows[0]).toMatchObject({
    ratio: 0.75,
    bar: 1,
    verdict: "missed by 25 %",
    kind: "transform",
  });
  expect(rows[0].roofSeconds).toBeCloseTo((8 * 2.5 * 65536 * 16) / 1e10, 12);
  expect(rows[2]).toMatchObject({ bar: 1.7, verdict: "met", kind: "threads", roofSeconds: null });
});

test("the tables have one line for every way of ours, and one column for every peer", () => {
  expect(tablesOf(rows)).toBe(
    [
      "### Real transforms\n",
      "| work | kernelfield | ms | median | of the roof | × SCIPY | × FFTW | difference |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      `| ${transform} | Node 1 | 4.00 | 8.00 | 52 % arithmetic | **0.75** (bar 1, missed by 25 %) | 0.50 (bar 0.5) | 1.0e-15 |\n`,
      "### Two threads, by the time that went by\n",
      "| work | kernelfield | ms | median | of the roof | × OURS | difference |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      "| fit 20x64x64x64, 2 threads | Node 1 | 300 | 600 |  | 1.90 (bar 1.7) | 1.0e-15 |\n",
    ].join("\n"),
  );
});

test("the summary counts the bars and names each that was missed", () => {
  expect(summaryOf(rows)).toBe(
    `2 of 3 bars met.\n- ${transform}, kernelfield (Node 1): 0.75 × SCIPY, bar 1, missed by 25 %`,
  );
});
