/** The numbers that assembly/exponential.ts finds in memory. */
import { LN2_LOWER, LN2_UPPER, RAISED, ROUNDER } from "../../elementwise/exponential.js";
import type { Heap } from "../heap.js";

/** Factorials up to 13!. */
const FACTORIALS = Array.from({ length: 14 }, (_, n) => {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
});

/** 1/0! … 1/13!, the numbers of the reduction, 2/3, 2/5, … 2/23. */
const TABLE = Float64Array.of(
  ...FACTORIALS.map((product) => 1 / product),
  ...[Math.LOG2E, LN2_UPPER, LN2_LOWER, ROUNDER, RAISED],
  ...Array.from({ length: 11 }, (_, k) => 2 / (2 * k + 3)),
);

/** The address of a new table, which lives as long as the heap. */
export function placeTable(heap: Heap): number {
  const address = heap.allocate(TABLE.byteLength);
  heap.view(address, TABLE.length).set(TABLE);
  return address;
}
