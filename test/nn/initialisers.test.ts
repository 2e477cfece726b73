import { describe, expect, test } from "vitest";
import { createRng, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray, Reals } from "../../src/core/index.js";
import { drawWeights } from "../../src/nn/index.js";
import type { Initialiser } from "../../src/nn/index.js";

const UNIFORM = ["glorotUniform", "heUniform", "uniformFan"] as const;
const NORMAL = ["glorotNormal", "heNormal"] as const;

/** The variance by theory of weights with 40 · 9 inputs and 60 · 9 outputs. */
const VARIANCES = {
  glorotUniform: 2 / (360 + 540),
  glorotNormal: 2 / (360 + 540),
  heUniform: 2 / 360,
  heNormal: 2 / 360,
  uniformFan: 1 / (3 * 360),
};
const SHAPE = [60, 40, 3, 3];

function moment({ data }: NdArray<Reals>, order: number): number {
  return [...data].reduce((sum, value) => sum + value ** order, 0) / data.length;
}

describe("weights", () => {
  test.each([...UNIFORM, ...NORMAL])("have mean 0 and the variance of theory: %s", (kind) => {
    const weights = drawWeights(kind, SHAPE, createRng(1));
    const { length } = weights.data;
    const variance = VARIANCES[kind];
    expect(weights.shape).toEqual(SHAPE);
    // Four standard errors: of the mean σ/√N, of the variance at most σ² √(2/N).
    expect(Math.abs(moment(weights, 1))).toBeLessThan(4 * Math.sqrt(variance / length));
    expect(Math.abs(moment(weights, 2) / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / length));
  });

  test.each(UNIFORM)("that are uniform fill ±√3 σ and no more: %s", (kind) => {
    const { data } = drawWeights(kind, SHAPE, createRng(2));
    const bound = Math.sqrt(3 * VARIANCES[kind]);
    const largest = Math.max(...data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(bound);
    // The largest of 21,600 lies within 20 of their distances, but with probability e⁻²⁰.
    expect(largest).toBeGreaterThan(bound * (1 - 20 / data.length));
  });

  test.each(NORMAL)("that are normal have a fourth moment of 3 σ⁴: %s", (kind) => {
    const weights = drawWeights(kind, SHAPE, createRng(3));
    // Four standard errors, √(96/N).
    const error = 4 * Math.sqrt(96 / weights.data.length);
    expect(Math.abs(moment(weights, 4) / VARIANCES[kind] ** 2 - 3)).toBeLessThan(error);
  });

  test("have ½ of the inputs' mean square after ReLU by He's variance, so that signals keep their size", () => {
    const rng = createRng(4);
    const width = 256;
    let signal = Float64Array.from({ length: width }, () => rng.normal());
    const size = (x: Float64Array): number => x.reduce((sum, v) => sum + v * v, 0) / width;
    const before = size(signal);
    for (let layer = 0; layer < 10; layer++) {
      const { data } = drawWeights("heNormal", [width, width], rng);
      signal = signal.map((_, o) =>
        Math.max(
          0,
          signal.reduce((sum, x, i) => sum + data[o * width + i] * x, 0),
        ),
      );
    }
    // E y² = ½ · 2 · E x²; a layer adds a relative deviation of √(5/256), ten of them √10 times that.
    expect(Math.abs(Math.log(size(signal) / before))).toBeLessThan(3 * Math.sqrt(50 / 256));
  });

  test("scale with their gain; He's is √2", () => {
    for (const kind of [...UNIFORM, ...NORMAL, "orthogonal"] as const) {
      const plain = drawWeights({ kind, gain: 1 }, [5, 4], createRng(5)).data;
      const twice = drawWeights({ kind, gain: 2 }, [5, 4], createRng(5)).data;
      expect(twice).toEqual(plain.map((value) => 2 * value));
    }
    expect(drawWeights("heNormal", [5, 4], createRng(5))).toEqual(
      drawWeights({ kind: "heNormal", gain: Math.SQRT2 }, [5, 4], createRng(5)),
    );
  });

  test("are zeros or a constant if so asked, and draw nothing then", () => {
    const rng = createRng(6);
    const before = rng.state();
    expect([...drawWeights("zeros", [3], rng).data]).toEqual([0, 0, 0]);
    expect([...drawWeights({ kind: "constant", value: -2 }, [2], rng).data]).toEqual([-2, -2]);
    expect(rng.state()).toEqual(before);
  });

  test("in Float32 are those in Float64, rounded", () => {
    for (const kind of [...UNIFORM, ...NORMAL, "orthogonal"] as const) {
      const single = drawWeights(kind, [6, 5], createRng(7), { precision: "float32" }).data;
      expect(single).toEqual(Float32Array.from(drawWeights(kind, [6, 5], createRng(7)).data));
    }
  });

  test("of a bias are uniform in ±1/√n of the inputs it is told", () => {
    const { data } = drawWeights("uniformFan", [500], createRng(8), { fanIn: 25 });
    const largest = Math.max(...data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(0.2);
    expect(largest).toBeGreaterThan(0.19);
  });
});

describe("orthogonal weights", () => {
  test.each([
    [[6, 6], "W Wᵀ"],
    [[4, 9], "W Wᵀ"],
    [[9, 4], "WᵀW"],
    [[8, 3, 3, 3], "W Wᵀ"],
    [[40, 2, 3], "WᵀW"],
    [[60, 60], "W Wᵀ"],
    [[1, 1], "W Wᵀ"],
  ])("of shape %j have %s = 1", (shape, product) => {
    const { data } = drawWeights("orthogonal", shape, createRng(9));
    const [rows] = shape;
    const columns = data.length / rows;
    const wide = product === "W Wᵀ";
    const [count, length] = wide ? [rows, columns] : [columns, rows];
    const entry = (j: number, x: number): number => data[wide ? j * columns + x : x * columns + j];
    for (let i = 0; i < count; i++) {
      for (let j = i; j < count; j++) {
        let sum = 0;
        for (let x = 0; x < length; x++) sum += entry(i, x) * entry(j, x);
        // Rounding of 72 products.
        expect(Math.abs(sum - Number(i === j))).toBeLessThan(1e-14);
      }
    }
  });

  test("are uniform among all: every entry of Q has mean 0 and mean square 1/n", () => {
    const rng = createRng(10);
    const draws = 4000;
    const [sums, squares] = [new Float64Array(9), new Float64Array(9)];
    for (let i = 0; i < draws; i++) {
      drawWeights("orthogonal", [3, 3], rng).data.forEach((value, at) => {
        sums[at] += value / draws;
        squares[at] += (value * value) / draws;
      });
    }
    // Four standard errors; the variance of q² is 4/45.
    for (const mean of sums) expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(3 * draws));
    for (const square of squares) {
      expect(Math.abs(square - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / draws));
    }
  });
});

describe("drawWeights refuses", () => {
  const draw =
    (initialiser: Initialiser, shape: readonly number[], options = {}) =>
    (): unknown =>
      drawWeights(initialiser, shape, createRng(0), options);

  test("initialisers it does not know", () => {
    const known =
      '"glorotUniform", "glorotNormal", "heUniform", "heNormal", "uniformFan", "orthogonal"';
    expect(draw("ones" as Initialiser, [2, 2])).toThrow(
      new ValueError(`nn.drawWeights: initialiser should be one of ${known}, "zeros"; got "ones".`),
    );
    expect(draw({ kind: "zeros", gain: 1 } as unknown as Initialiser, [2, 2])).toThrow(
      new ValueError(
        `nn.drawWeights: initialiser.kind should be one of ${known}, "constant"; got "zeros".`,
      ),
    );
  });

  test("numbers out of range", () => {
    expect(draw({ kind: "heNormal", gain: -1 }, [2, 2])).toThrow(
      "nn.drawWeights: initialiser.gain should be a finite number ≥ 0; got -1.",
    );
    expect(draw({ kind: "constant", value: NaN }, [2])).toThrow("initialiser.value should be");
    expect(draw("heNormal", [2, 0])).toThrow(
      "nn.drawWeights: shape[1] should be an integer ≥ 1; got 0.",
    );
    expect(draw("heNormal", [2, 2], { fanIn: 0.5 })).toThrow("fanIn should be an integer ≥ 1");
    expect(draw("heNormal", [2, 2], { precision: "float16" })).toThrow(
      "precision should be one of",
    );
  });

  test("shapes that do not say how many inputs there are", () => {
    expect(draw("orthogonal", [7])).toThrow(
      new ShapeError(
        'nn.drawWeights: "orthogonal" draws weights with the axes [out, in, …k]; got shape [7]. Fill biases ' +
          'by "zeros", a constant, or "uniformFan" with fanIn.',
      ),
    );
    expect(draw("uniformFan", [7])).toThrow('"uniformFan" draws weights with the axes');
  });
});
