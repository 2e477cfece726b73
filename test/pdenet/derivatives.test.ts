import { expect, test } from "vitest";
import { unitOf } from "../../src/pdenet/derivatives.js";
import { degreeOf, derivativesUpTo } from "../../src/pdenet/index.js";

test("derivatives are listed by degree, and within one by their orders, increasing", () => {
  expect(derivativesUpTo(3, 1)).toEqual([[0], [1], [2], [3]]);
  const plane = derivativesUpTo(2, 2).map((order) => order.join(""));
  expect(plane).toEqual(["00", "01", "10", "02", "11", "20"]);
  const space = derivativesUpTo(1, 3).map((order) => order.join(""));
  expect(space).toEqual(["000", "001", "010", "100"]);
});

test.each([1, 2, 3])("there are (n + R choose n) derivatives up to order R on %i axes", (axes) => {
  for (let order = 0; order <= 4; order++) {
    let count = 1;
    for (let a = 1; a <= axes; a++) count = (count * (order + a)) / a;
    const all = derivativesUpTo(order, axes);
    expect(all.length).toBe(count);
    expect(new Set(all.map((o) => o.join())).size).toBe(count);
    expect(all.every((o) => degreeOf(o) <= order)).toBe(true);
  }
});

test("the degree of a derivative is the sum of its orders, and its unit the product of powers of h", () => {
  expect(degreeOf([2, 0, 1])).toBe(3);
  expect(unitOf([2, 0, 1], [0.5, 7, 0.25])).toBe(0.0625);
});
