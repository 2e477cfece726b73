import { describe, expect, test } from "vitest";
import type { Message, Peer } from "../../../examples/benchmarks/peer.js";
import { runsFor, summaryOf, takeTurns } from "../../../examples/benchmarks/turns.js";

describe("takeTurns", () => {
  test("lets the sides run one after the other, and repeats what is short", async () => {
    const asked: string[] = [];
    const side = (name: string, wall: number): Peer => ({
      ask: (question: Message) => {
        asked.push(`${name} ${question.runs === undefined ? "once" : Number(question.runs)}`);
        return Promise.resolve({ cpu: 2 * wall, wall });
      },
      end: () => undefined,
    });
    const sides = [side("a", 0.005), side("b", 1)];
    const [a, b] = await takeTurns(sides, ["a.npy", "b.npy"], 3);
    const warm = ["a once", "a once", "b once", "b once"];
    expect(asked).toEqual([...warm, "a 4", "b 1", "a 4", "b 1", "a 4", "b 1"]);
    expect(a.smallest).toEqual({ cpu: 0.01, wall: 0.005 });
    expect(b.median).toEqual({ cpu: 2, wall: 1 });
  });
});

test("the smallest and the median are taken by each clock", () => {
  const times = [
    { cpu: 4, wall: 1 },
    { cpu: 1, wall: 2 },
    { cpu: 3, wall: 30 },
    { cpu: 2, wall: 4 },
  ];
  expect(summaryOf(times)).toEqual({
    smallest: { cpu: 1, wall: 1 },
    median: { cpu: 2.5, wall: 3 },
  });
});

test("a turn holds one run at least and not endlessly many", () => {
  expect(runsFor(3)).toBe(1);
  expect(runsFor(0.02)).toBe(1);
  expect(runsFor(0.001)).toBe(20);
  expect(runsFor(1e-9)).toBe(256);
});
