import { describe, expect, test } from "vitest";
import { createRng, normals } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

const X = array([2, 2], [1, -2, 3, 4]);

describe("layers one after another", () => {
  test("compose: g(f(x))", () => {
    const f = nn.dense({ inputs: 2, outputs: 2, bias: false });
    const parameters = { "0": { weight: array([2, 2], [0, 1, 1, 0]) } };
    expect(apply(nn.sequential([f, nn.relu()]), X, { parameters })).toEqual([0, 1, 4, 3]);
  });
  test("none of them change nothing", () => {
    expect(apply(nn.sequential([]), X)).toEqual([...X.data]);
  });
  test("have their parameters under their numbers, wherever there are any", () => {
    const network = nn.sequential([
      nn.relu(),
      nn.dense({ inputs: 2, outputs: 2 }),
      nn.residual([nn.tanh(), nn.dense({ inputs: 2, outputs: 2, bias: false })]),
    ]);
    const names = nn.weightsOf(nn.createModel(network));
    expect(Object.keys(names)).toEqual(["1.weight", "1.bias", "2.body.1.weight"]);
  });
});

describe("a residual layer", () => {
  test("is x + f(x)", () => {
    expect(apply(nn.residual([nn.relu()]), X)).toEqual([2, -2, 6, 8]);
  });
  test("whose body is zero changes nothing", () => {
    const dense = nn.dense({ inputs: 2, outputs: 2, initialiser: "zeros" });
    expect(apply(nn.residual([dense]), X)).toEqual([...X.data]);
  });
  test("keeps the state of its body, layer by layer", () => {
    const network = nn.sequential([
      nn.residual([nn.tanh(), nn.batchNorm({ channels: 2 })]),
      nn.dropout(0.5),
      nn.residual([nn.residual([nn.batchNorm({ channels: 2, momentum: 1 })])]),
      nn.residual([nn.relu()]),
    ]);
    const { parameters, state } = nn.createModel(network);
    const rng = createRng(1);
    const next = nn.forward(network, parameters, state, normals(rng, [5, 2]), {
      ...{ training: true, rng },
    }).state as {
      "0": { body: { "1": { batches: number } } };
      "2": { body: { "0": { body: { "0": { batches: number; runningMean: NdArray } } } } };
    };
    expect(Object.keys(next)).toEqual(["0", "2"]);
    expect(next["0"].body["1"].batches).toBe(1);
    const inner = next["2"].body["0"].body["0"];
    expect(inner.batches).toBe(1);
    expect(inner.runningMean.data.some((mean) => mean !== 0)).toBe(true);
  });
});

describe("a concatenation", () => {
  test("is x and f(x) side by side", () => {
    const x = array([1, 2, 2], [1, -2, 3, 4]);
    expect(apply(nn.concatenation([nn.relu()]), x)).toEqual([1, -2, 3, 4, 1, 0, 3, 4]);
  });
  test("has its body's parameters under its name, and rows in the summary", () => {
    const network = nn.concatenation([nn.conv1d({ inputs: 2, outputs: 3, window: 3 })]);
    expect(Object.keys(nn.weightsOf(nn.createModel(network)))).toEqual([
      ...["body.0.weight", "body.0.bias"],
    ]);
    const { rows, parameters } = nn.summary(network, [2, 7]);
    expect(rows.map(({ title }) => title)).toEqual(["INPUT", "CONV3-3", "CONCATENATION"]);
    expect(rows[2].outputShape).toEqual([5, 7]);
    expect(parameters).toBe(2 * 3 * 3 + 3);
  });
});
