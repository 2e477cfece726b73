import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError } from "../../src/core/index.js";
import { fit, resize } from "../../src/mks/index.js";
import { fourierBasis, phaseBasis } from "../../src/states/index.js";
import type { Localization } from "../../src/states/index.js";
import { kernelDifference } from "../../src/studies/index.js";
import { randomCells } from "./cells.js";

const m = randomCells(20, [6, 5], 1);
const p = normals(createRng(2), [20, 6, 5]);

/** Coefficients with all entries changed. */
function mapped(model: Localization, change: (value: number, i: number) => number): Localization {
  const { re, im, shape } = model.coefficients;
  const coefficients = { re: re.map(change), im: im.map((v) => change(v, -1)), shape };
  return { ...model, coefficients };
}

describe("the difference of two kernels", () => {
  test("is relative: that of twice the kernel is one, of minus the kernel two", async () => {
    const model = await fit(m, p, phaseBasis(2));
    expect(kernelDifference(model, model)).toBe(0);
    expect(
      kernelDifference(
        mapped(model, (β) => 2 * β),
        model,
      ),
    ).toBeCloseTo(1, 12);
    expect(
      kernelDifference(
        mapped(model, (β) => -β),
        model,
      ),
    ).toBeCloseTo(2, 12);
    const shifted = mapped(model, (β) => 1.001 * β);
    expect(kernelDifference(shifted, model)).toBeCloseTo(0.001, 12);
  });
  test("does not see the gauge, nor a common kernel of zero sum on all states", async () => {
    const model = await fit(m, p, phaseBasis(2));
    const other = await fit(m, p, phaseBasis(2), { gauge: "dropLast" });
    expect(kernelDifference(other, model)).toBeLessThan(1e-12);
    const cells = 6 * 3;
    const common = mapped(model, (β, i) =>
      i < 0 || i % cells === 0 ? β : β + Math.sin(i % cells),
    );
    expect(kernelDifference(common, model)).toBeLessThan(1e-12);
    const mean = mapped(model, (β, i) => (i >= 0 && i % cells === 0 ? β + 1 : β));
    expect(kernelDifference(mean, model)).toBeGreaterThan(1e-3);
  });
  test("compares complex kernels as they are", async () => {
    const angles = { data: m.data.map((phase) => phase), shape: m.shape };
    const model = await fit(angles, p, fourierBasis(3, [0, 4]));
    expect(
      kernelDifference(
        mapped(model, (β) => 3 * β),
        model,
      ),
    ).toBeCloseTo(2, 12);
  });
  test("refuses kernels on other grids", async () => {
    const model = await fit(m, p, phaseBasis(2));
    const call = (): number => kernelDifference(resize(model, [8, 5]), model);
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(/studies.kernelDifference: both should have coefficients of one shape/);
  });
});
