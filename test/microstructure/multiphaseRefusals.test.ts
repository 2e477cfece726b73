import { describe, expect, test } from "vitest";
import { multiphase, multiphaseFrom } from "../../src/microstructure/index.js";
import type { MultiphaseOptions } from "../../src/microstructure/index.js";

const refused = (options: Partial<MultiphaseOptions>): (() => unknown) => {
  return () => multiphase([8, 9], { grainSize: 3, ...options }, 1);
};

describe("multiphase refuses", () => {
  test("fractions without the sum 1, negative ones, and a single one", () => {
    expect(refused({ volumeFraction: [0.5, 0.4] })).toThrow(
      "microstructure.multiphase: volumeFraction should have the sum 1; [0.5, 0.4] has 0.9. " +
        "Divide the fractions by their sum.",
    );
    expect(refused({ volumeFraction: [1.5, -0.5] })).toThrow(
      "microstructure.multiphase: volumeFraction[0] should be a finite number between 0 and 1; got 1.5.",
    );
    expect(refused({ volumeFraction: [0.5, NaN] })).toThrow("volumeFraction[1]");
    expect(refused({ volumeFraction: [1] })).toThrow(
      "microstructure.multiphase: the number of volume fractions should be an integer between 2 and 256; got 1.",
    );
  });

  test("phases that contradict the fractions, or are none", () => {
    expect(refused({ volumeFraction: [0.5, 0.5], phases: 3 })).toThrow(
      "microstructure.multiphase: phases should be the number of volume fractions, 2; got 3. Leave it out.",
    );
    expect(refused({ phases: 257 })).toThrow(
      "phases should be an integer between 2 and 256; got 257.",
    );
  });

  test("fractions or a variance for range thresholds, and thresholds of no known kind", () => {
    expect(refused({ volumeFraction: [0.5, 0.5], thresholds: "range" })).toThrow(
      "microstructure.multiphase: range thresholds keep no volumeFraction; got [0.5, 0.5]. " +
        "Give the number of phases instead, or take quantile thresholds.",
    );
    expect(refused({ variance: 0.1, thresholds: "range" })).toThrow(
      "microstructure.multiphase: variance should be 0 for range thresholds, whose fractions vary by " +
        "themselves; got 0.1. Leave it out, or take quantile thresholds.",
    );
    expect(refused({ thresholds: "value" as "range" })).toThrow(
      'microstructure.multiphase: thresholds should be one of "quantile", "range"; got "value".',
    );
  });

  test("grains larger than the grid, a shape that is none, and numbers out of range", () => {
    expect(refused({ grainSize: 9 })).toThrow(
      "microstructure.multiphase: grainSize should be an integer between 1 and the 8 cells of the grid " +
        "on axis 0; got 9.",
    );
    expect(() => multiphase([8, 0], { grainSize: 1 }, 1)).toThrow(
      "microstructure.multiphase: shape should list the lengths",
    );
    expect(refused({ samples: 0 })).toThrow("multiphase: samples should be an integer ≥ 1; got 0.");
    expect(refused({ variance: 2 })).toThrow("variance should be a finite number between 0 and 1");
    expect(() => multiphase([4], { grainSize: 1 }, NaN)).toThrow("core.createRng: seed should be");
  });
});

describe("multiphaseFrom refuses", () => {
  test("noise without a sample axis, or with NaN, at its first index", () => {
    expect(() => multiphaseFrom([1, 2, 3], { grainSize: 1 })).toThrow(
      "microstructure.multiphaseFrom: field should have the axes [sample, …x]",
    );
    expect(() =>
      multiphaseFrom(
        [
          [1, 2],
          [3, NaN],
        ],
        { grainSize: 1 },
      ),
    ).toThrow("microstructure.multiphaseFrom: field should be finite; got NaN at index [1, 1].");
    expect(() => multiphaseFrom([[1, 2]], { grainSize: 3 })).toThrow(
      "microstructure.multiphaseFrom: grainSize should be an integer between 1 and the 2 cells",
    );
  });
});
