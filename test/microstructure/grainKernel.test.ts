import { describe, expect, test } from "vitest";
import { fftshift } from "../../src/fft/index.js";
import { grainKernel } from "../../src/microstructure/index.js";
import { recordedReal } from "../recorded.js";

/** Of one exponential, by either program. */
const ROUNDING = 1e-12;

describe("the kernel of a grain", () => {
  test("is a Gaussian with j = 0 at index 0, cut at −⌊g/2⌋ and ⌈g/2⌉ − 1", () => {
    const w = (j: number, g: number): number => Math.exp(-2 * Math.PI ** 2 * (j / g) ** 2);
    const odd = [w(0, 3), w(1, 3), 0, 0, w(-1, 3)];
    const even = [w(0, 4), w(1, 4), 0, 0, w(-2, 4), w(-1, 4)];
    expect([...grainKernel([5], 3).data]).toEqual(odd);
    expect([...grainKernel([6], 4).data]).toEqual(even);
    grainKernel([5, 6], [3, 4]).data.forEach((value, cell) => {
      expect(value).toBeCloseTo(odd[Math.floor(cell / 6)] * even[cell % 6], 14);
    });
  });

  test("of one cell is that cell", () => {
    const { data } = grainKernel([4, 3, 5], 1);
    expect(data[0]).toBe(1);
    expect(data.subarray(1).every((value) => value === 0)).toBe(true);
  });

  for (const [name, grainSize] of [
    ["iso", 5],
    ["gs1", 1],
    ["big", 21],
  ] as const) {
    test(`is the filter of PyMKS for grains of ${grainSize} cells`, () => {
      const recorded = recordedReal(`gen_multiphase_${name}__filter`); // centred at ⌊n/2⌋
      const centred = fftshift(grainKernel([21, 21], grainSize), 2);
      const apart = centred.data.map((value, j) => Math.abs(value - recorded.data[j]));
      expect(Math.max(...apart)).toBeLessThan(ROUNDING);
    });
  }
});

describe("grainKernel refuses", () => {
  test("grains larger than the grid, naming the axis, or another number of them than axes", () => {
    expect(() => grainKernel([21, 9], [5, 10])).toThrow(
      "microstructure.grainKernel: grainSize should be an integer between 1 and the 9 cells of the " +
        "grid on axis 1; got 10.",
    );
    expect(() => grainKernel([21, 9], [5])).toThrow(
      "microstructure.grainKernel: grainSize should be one number, or one for each of the 2 axes; got [5].",
    );
    expect(() => grainKernel([4], undefined as unknown as number)).toThrow("got undefined.");
    expect(() => grainKernel([-1], 1)).toThrow("microstructure.grainKernel: shape should list");
  });
});
