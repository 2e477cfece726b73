import { describe, expect, test } from "vitest";
import { mean, square, valueAndGrad } from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals, ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { decodeModel, encodeModel } from "../../src/formats/index.js";
import * as nn from "../../src/nn/index.js";

const NETWORK = nn.sequential([
  ...[nn.conv1d({ inputs: 2, outputs: 3, window: 3 }), nn.batchNorm({ channels: 3 })],
  ...[nn.residual([nn.prelu(3)]), nn.maxPool({ window: 2 }), nn.dropout(0.3)],
  ...[nn.flatten(), nn.dense({ inputs: 9, outputs: 2 }), nn.softmax()],
]);
const X = normals(createRng(7), [10, 2, 6]);

describe("a model", () => {
  test("begins with the weights of its seed", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => nn.createModel(NETWORK, { seed }));
    expect(a).toEqual(b);
    expect(a.parameters).not.toEqual(c.parameters);
  });
  test("is of the precision that is asked for", () => {
    const model = nn.createModel(NETWORK, { precision: "float32" });
    for (const name of ["0.weight", "2.body.0.weight", "6.bias"]) {
      expect((nn.weightsOf(model)[name] as NdArray).data).toBeInstanceOf(Float32Array);
    }
    expect(nn.predict(model, X).data).toBeInstanceOf(Float32Array);
    expect(() => nn.createModel(NETWORK, { precision: "float16" as never })).toThrow(ValueError);
  });
  test("is plain data: through bytes it comes back equal, and computes the same bits", () => {
    for (const precision of ["float64", "float32"] as const) {
      const model = nn.createModel(NETWORK, { seed: 3, precision });
      const back = decodeModel(encodeModel(model)) as nn.Model;
      expect(back.network).toEqual(model.network);
      expect(nn.weightsOf(back)).toEqual(nn.weightsOf(model));
      expect(nn.predict(back, X).data).toEqual(nn.predict(model, X).data);
    }
  });
});

describe("forward", () => {
  const model = nn.createModel(NETWORK);
  test("takes parameters that are differentiated", () => {
    const { gradient } = valueAndGrad((w: nn.ParameterTree<never>) =>
      mean(square(nn.forward(NETWORK, w, model.state, X).y)),
    )(model.parameters as never);
    expect(Object.keys(nn.weightsOf({ ...model, parameters: gradient }))).toEqual(
      Object.keys(nn.weightsOf(model)),
    );
  });
  test("in training needs an rng if something is left out", () => {
    const run = () => nn.forward(NETWORK, model.parameters, model.state, X, { training: true });
    expect(run).toThrow("nn.forward: layer 4 (dropout) needs rng");
  });
  test("works in the precision of the parameters, whatever that of the samples", () => {
    const single = nn.createModel(NETWORK, { precision: "float32" });
    expect(nn.forward(NETWORK, single.parameters, single.state, X).y.precision).toBe("float32");
  });
});

describe("predict", () => {
  const model = nn.createModel(NETWORK, { seed: 2 });
  test.each([1, 3, 10, 64])("returns the same but for rounding in batches of %i", (batchSize) => {
    const whole = nn.predict(model, X, { batchSize: 10 }).data;
    // A product of other shape may sum its ten terms in another order.
    nn.predict(model, X, { batchSize }).data.forEach((y, i) => expect(y).toBeCloseTo(whole[i], 13));
  });
  test("is forward outside training, as an array that outlives it", () => {
    const y = nn.predict(model, X);
    expect(y.shape).toEqual([10, 2]);
    const { y: expected } = nn.forward(model.network, model.parameters, model.state, X);
    expect(y.data).toEqual(expected.data);
  });
  test("does not write to the model or the samples", () => {
    const before = [encodeModel(model), X.data.slice()];
    nn.predict(model, X);
    expect([encodeModel(model), X.data]).toEqual(before);
  });
  test("takes nested lists", () => {
    const dense = nn.createModel(nn.dense({ inputs: 2, outputs: 1, initialiser: "zeros" }));
    expect([
      ...nn.predict(dense, [
        [1, 2],
        [3, 4],
      ]).data,
    ]).toEqual([0, 0]);
  });
  test("refuses entries that are not finite, samples of another shape, none, and batches of none", () => {
    const hole = ndarrayOf(X.data.slice(), X.shape);
    hole.set(4, 1, 2, NaN);
    expect(() => nn.predict(model, hole)).toThrow(ValueError);
    expect(() => nn.predict(model, hole)).toThrow(
      "nn.predict: x should be finite; got NaN at index [4, 1, 2]",
    );
    const other = ndarrayOf(new Float64Array(12), [2, 1, 6]);
    expect(() => nn.predict(model, other)).toThrow(
      "nn: layer 0 (convolution) expects samples of shape [2, x]; got [1, 6].",
    );
    const none = ndarrayOf(new Float64Array(0), [0, 2, 6]);
    expect(() => nn.predict(model, none)).toThrow(ShapeError);
    expect(() => nn.predict(model, none)).toThrow(
      "x should hold samples, [s, …]; got shape [0, 2, 6].",
    );
    expect(() => nn.predict(model, X, { batchSize: 0 })).toThrow("nn.predict: batchSize");
  });
});

describe("a classifier", () => {
  const scores = nn.withWeights(nn.createModel(nn.dense({ inputs: 3, outputs: 3, bias: false })), {
    weight: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  });
  const x = [
    [0, 2, 1],
    [5, -1, 4],
    [-3, -2, -1],
    [7, 7, 0],
  ];
  test("finds the class with the largest output, of equal ones the first", () => {
    expect(nn.classify(scores, x)).toEqual(Int32Array.of(1, 0, 2, 0));
  });
  test("has the accuracy of its share of right classes", () => {
    expect(nn.accuracy(scores, x, [1, 0, 2, 0])).toBe(1);
    expect(nn.accuracy(scores, x, [1, 1, 2, 1])).toBe(0.5);
  });
  test("wants one label for every sample", () => {
    expect(() => nn.accuracy(scores, x, [1, 0])).toThrow(ShapeError);
    expect(() => nn.accuracy(scores, x, [1, 0])).toThrow("nn.accuracy: labels");
  });
});
