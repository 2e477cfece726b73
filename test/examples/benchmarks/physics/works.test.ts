import { expect, test } from "vitest";
import { MEMORY_WORK, PHYSICS_WORKS } from "../../../../examples/benchmarks/physics/works.js";

test("works have names of their own", () => {
  expect([...PHYSICS_WORKS, MEMORY_WORK].map(({ name }) => name)).toEqual([
    "q1bbar 21x21, contrast 10",
    "q1bbar 101x101, contrast 10",
    "q1bbar 101x101, contrast 50",
    "q1bbar 31x31x31, contrast 10",
    "q1bbar 31x31x31, contrast 50",
    "q1bbar 64x64x64, contrast 10",
    "q1bbar 64x64x64, contrast 50",
    "q1bbar 64x64x64, contrast 10, all loads",
    "q2 21x21, contrast 10",
    "q2 101x101, contrast 10",
    "q1bbar 400 x 31x31x31, contrast 10",
    "Cahn-Hilliard 256x256, 100 steps",
    "q1bbar 128x128x128, contrast 10",
  ]);
});
