import { describe, expect, test } from "vitest";
import { addCompensated } from "../../src/compute/index.js";
import type { CompensatedSum } from "../../src/compute/index.js";
import { createRng } from "../../src/core/index.js";

const empty = (count: number): CompensatedSum => ({
  value: new Float64Array(count),
  lost: new Float64Array(count),
});

describe("addCompensated", () => {
  test("keeps in `lost` exactly what rounding took from `value`", () => {
    const sum = empty(1);
    for (const term of [2 ** 53, 1, 2 ** -20]) addCompensated(sum, 0, Float64Array.of(term), 1);
    // 2⁵³ + 1 is halfway and rounds to even; both small terms are lost, and kept.
    expect(sum.value[0]).toBe(2 ** 53);
    expect(sum.lost[0]).toBe(1 + 2 ** -20);
  });

  test("does so whichever of the two numbers is larger", () => {
    for (const terms of [
      [1, 1e100, 1, -1e100],
      [1e100, 1, -1e100, 1],
      [-1e100, 1, 1, 1e100],
    ]) {
      const sum = empty(1);
      for (const term of terms) addCompensated(sum, 0, Float64Array.of(term), 1);
      expect(sum.value[0] + sum.lost[0]).toBe(2);
    }
  });

  test("ten million tenths are a million, where a plain sum is off by 10⁻⁴", () => {
    const sum = empty(1);
    const tenths = new Float64Array(1).fill(0.1);
    let plain = 0;
    for (let i = 0; i < 1e7; i++) {
      addCompensated(sum, 0, tenths, 1);
      plain += 0.1;
    }
    expect(sum.value[0] + sum.lost[0]).toBe(1e6);
    expect(Math.abs(plain - 1e6)).toBeGreaterThan(1e-4);
  });

  test("fills `count` entries from `start` on, and no others", () => {
    const rng = createRng(1);
    const terms = Float64Array.from({ length: 3 }, () => rng.normal());
    const sum = empty(6);
    addCompensated(sum, 2, terms, 3);
    expect(sum.value).toEqual(Float64Array.of(0, 0, ...terms, 0));
    expect(sum.lost).toEqual(new Float64Array(6));
    addCompensated(sum, 0, terms, 1);
    expect(sum.value).toEqual(Float64Array.of(terms[0], 0, ...terms, 0));
  });
});
