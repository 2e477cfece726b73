import { describe, expect, test } from "vitest";
import { createRng, ndarrayOf, ValueError } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

describe("flatten", () => {
  test("keeps the numbers of every sample, in order, on one axis", () => {
    const x = array([2, 1, 2], [1, 2, 3, 4]);
    const { network, parameters, state } = nn.createModel(nn.flatten());
    const { y } = nn.forward(network, parameters, state, x);
    expect(y.shape).toEqual([2, 2]);
    expect([...y.data]).toEqual([1, 2, 3, 4]);
  });
});

describe("maxout", () => {
  test("is the largest of every few channels, cell by cell", () => {
    const x = array([1, 4, 2], [1, 5, 2, 4, -1, -7, -3, 9]);
    expect(apply(nn.maxout(2), x)).toEqual([2, 5, -1, 9]);
    expect(apply(nn.maxout(4), x)).toEqual([2, 9]);
  });
  test("of linear pieces 0 and x is ReLU", () => {
    const x = array([3, 1], [-2, 0, 3]);
    const layer = nn.sequential([nn.dense({ inputs: 1, outputs: 2, bias: false }), nn.maxout()]);
    const parameters = { "0": { weight: array([2, 1], [0, 1]) } };
    const y = apply(layer, x, { parameters }).map((value) => value + 0); // −0 + 0 is 0
    expect(y).toEqual(apply(nn.relu(), x));
  });
  test("refuses pieces that are no positive integer", () => {
    expect(() => nn.maxout(0)).toThrow(ValueError);
    expect(() => nn.maxout(0)).toThrow("nn.maxout: pieces");
  });
});

describe("PReLU", () => {
  test("has a slope for every channel, 0.25 to begin with", () => {
    const x = array([1, 2, 2], [-4, 4, -8, 8]);
    expect(apply(nn.prelu(2), x)).toEqual([-1, 4, -2, 8]);
    const parameters = { weight: array([2], [0, -1]) };
    expect(apply(nn.prelu(2), x, { parameters }).map((value) => value + 0)).toEqual([0, 4, 8, 8]);
  });
  test("refuses a number of channels that is no positive integer", () => {
    expect(() => nn.prelu(1.5)).toThrow(ValueError);
    expect(() => nn.prelu(1.5)).toThrow("nn.prelu: channels");
  });
});

describe("dropout", () => {
  const ones = ndarrayOf(new Float64Array(10_000).fill(1), [1, 10_000]);
  test("leaves out its share in training and enlarges the rest, so that the mean stays", () => {
    const y = apply(nn.dropout(0.2), ones, { training: true, rng: createRng(1) });
    expect(new Set(y)).toEqual(new Set([0, 1.25]));
    const left = y.filter((value) => value === 0).length / y.length;
    expect(Math.abs(left - 0.2)).toBeLessThan(0.02); // five deviations √(0.2 · 0.8 / 10⁴)
  });
  test("draws another mask at every call, and the same from the same seed", () => {
    const rng = createRng(2);
    const [a, b] = [1, 2].map(() => apply(nn.dropout(), ones, { training: true, rng }));
    expect(a).not.toEqual(b);
    expect(apply(nn.dropout(), ones, { training: true, rng: createRng(2) })).toEqual(a);
  });
  test("does nothing outside training, or at rate 0", () => {
    expect(apply(nn.dropout(0.9), ones)).toEqual([...ones.data]);
    expect(apply(nn.dropout(0), ones, { training: true })).toEqual([...ones.data]);
  });
  test("asks for an rng in training, by its path", () => {
    const network = nn.sequential([nn.relu(), nn.residual([nn.dropout()])]);
    const run = () => apply(network, ones, { training: true });
    expect(run).toThrow(ValueError);
    expect(run).toThrow(
      "nn.forward: layer 1.body.0 (dropout) needs rng to draw what it leaves out; got none. " +
        "Pass { training: true, rng: createRng(seed) }.",
    );
  });
  test("refuses rates outside [0, 1)", () => {
    expect(() => nn.dropout(1)).toThrow(ValueError);
    expect(() => nn.dropout(-0.1)).toThrow("nn.dropout: rate");
  });
});
