import { describe, expect, test } from "vitest";
import { createRng, normals, ShapeError, ValueError } from "../../src/core/index.js";
import { strainError, stressError } from "../../src/metrics/index.js";

describe("the strain error", () => {
  test("weighs engineering shear γ by γ²/2 (Mandel's √2 ε), against the mean strain", () => {
    // ‖Ē‖² = 3² + 4² = 25; Δ = (0.3, 0, 0.4·√2 in γ): 0.09 + 0.32/2 = 0.25.
    const y = [
      [
        [3, 3],
        [4, 4],
        [0, 0],
      ],
    ].map((sample) => sample.map((row) => [row]));
    const p = [
      [
        [3.3, 3.3],
        [4, 4],
        [0.4 * Math.SQRT2, 0.4 * Math.SQRT2],
      ],
    ].map((sample) => sample.map((row) => [row]));
    const { perSample, mean, max, std } = strainError(p, y); // [1, 3, 1, 2]
    expect(perSample[0]).toBeCloseTo(10, 12);
    expect([mean, max, std]).toEqual([perSample[0], perSample[0], 0]);
  });

  test("is the root of the mean square over the cells", () => {
    const y = { data: Float64Array.of(1, 1, 1, 1), shape: [1, 1, 4] };
    const p = { data: Float64Array.of(1, 1, 1, 1.2), shape: [1, 1, 4] };
    expect(strainError(p, y).mean).toBeCloseTo(10, 12);
  });

  test("does not depend on the axes the tensor is written in", () => {
    const [y, p] = [strains(1), strains(2)];
    expect(strainError(rotated(p, 0.7), rotated(y, 0.7)).mean).toBeCloseTo(
      strainError(p, y).mean,
      11,
    );
  });

  test("takes six components in 3-D, the normal ones first", () => {
    const y = { data: Float64Array.of(1, 0, 0, 0, 0, 0), shape: [1, 6, 1, 1, 1] };
    const normal = { ...y, data: Float64Array.of(1, 0, 0.1, 0, 0, 0) };
    const shear = { ...y, data: Float64Array.of(1, 0, 0, 0.1, 0, 0) };
    expect(strainError(normal, y).mean).toBeCloseTo(10, 12);
    expect(strainError(shear, y).mean).toBeCloseTo(10 / Math.SQRT2, 12);
  });

  test("refuses components that do not fit the grid", () => {
    const two = { data: new Float64Array(8), shape: [1, 2, 2, 2] };
    expect(() => strainError(two, two)).toThrow(ShapeError);
    expect(() => strainError(two, two)).toThrow(
      "metrics.strainError: prediction and truth should have the axes [sample, component, …x] with " +
        "1, 3 or 6 components in 1-D, 2-D or 3-D; got [1, 2, 2, 2].",
    );
  });

  test("refuses a sample without mean strain", () => {
    const free = { data: Float64Array.of(1, -1, 2, -2, 0, 0), shape: [1, 3, 1, 2] };
    expect(() => strainError(free, free)).toThrow(ValueError);
    expect(() => strainError(free, free)).toThrow("the truth of sample 0 has mean strain 0");
  });
});

describe("the stress error", () => {
  test("weighs shear by 2 and is relative to the given stress", () => {
    const y = { data: new Float64Array(3), shape: [1, 3, 1, 1] };
    const p = { ...y, data: Float64Array.of(3, 0, Math.sqrt(8)) };
    expect(stressError(p, y, 50).mean).toBeCloseTo(10, 12); // √(9 + 2·8) = 5
  });

  test("does not depend on the axes the tensor is written in", () => {
    const [y, p] = [strains(3), strains(4)];
    const turned = stressError(rotated(p, 0.7, 1), rotated(y, 0.7, 1), 1);
    expect(turned.mean).toBeCloseTo(stressError(p, y, 1).mean, 10);
  });

  test("refuses a scale that is not positive", () => {
    const y = { data: new Float64Array(3), shape: [1, 3, 1, 1] };
    expect(() => stressError(y, y, 0)).toThrow(
      "metrics.stressError: scale should be a finite number",
    );
  });
});

interface Field {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** [sample 2, component 3, 2, 2] around a mean of 1. */
function strains(seed: number): Field {
  return { data: normals(createRng(seed), [24]).data.map((x) => 1 + 0.3 * x), shape: [2, 3, 2, 2] };
}

/** The components after turning the axes; the third is `shear` times ε_xy. */
function rotated({ data, shape }: Field, angle: number, shear = 2): Field {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const out = data.slice();
  for (const start of [0, 12]) {
    for (let x = start; x < start + 4; x++) {
      const [xx, yy, xy] = [data[x], data[x + 4], data[x + 8] / shear];
      out[x] = c * c * xx + 2 * c * s * xy + s * s * yy;
      out[x + 4] = s * s * xx - 2 * c * s * xy + c * c * yy;
      out[x + 8] = shear * (c * s * (yy - xx) + (c * c - s * s) * xy);
    }
  }
  return { data: out, shape };
}
