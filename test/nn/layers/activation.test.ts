import { expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

const X = array([1, 3], [-2, 0, 3]);
const e = Math.exp;

test.each<[nn.Activation, readonly number[]]>([
  [nn.sigmoid(), [1 / (1 + e(2)), 0.5, 1 / (1 + e(-3))]],
  [nn.tanh(), [-0.9640275800758169, 0, 0.9950547536867305]],
  [nn.relu(), [0, 0, 3]],
  [nn.leakyRelu(), [-0.2, 0, 3]],
  [nn.leakyRelu(0.3), [-0.6, 0, 3]],
  [nn.elu(), [e(-2) - 1, 0, 3]],
  [nn.elu(0.5), [(e(-2) - 1) / 2, 0, 3]],
  [nn.swish(), [-2 / (1 + e(2)), 0, 3 / (1 + e(-3))]],
  [nn.softplus(), [Math.log1p(e(-2)), Math.LN2, 3 + Math.log1p(e(-3))]],
  [nn.softmax(), [e(-5), e(-3), 1].map((value) => value / (e(-5) + e(-3) + 1))],
])("%o has its closed form", (layer, expected) => {
  // Exponentials are right to two units in the last place.
  apply(layer, X).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 14));
});
test("GELU is x Φ(x) within the 5e-4 of its form with tanh", () => {
  const [a, b, c] = apply(nn.gelu(), X);
  expect(
    [a, b, c].map((value, i) => Math.abs(value - [-2 * 0.0227501319, 0, 3 * 0.998650102][i])),
  ).toSatisfy((errors: number[]) => Math.max(...errors) < 5e-4);
});
test("softmax sums to one over the channels of every cell", () => {
  const y = apply(nn.softmax(), array([1, 2, 3], [1, 2, 3, -4, 800, 0.5]));
  for (let x = 0; x < 3; x++) expect(y[x] + y[x + 3]).toBeCloseTo(1, 15);
});
test("activations have their names and the slopes of the course", () => {
  expect(nn.activation("leakyRelu")).toEqual(nn.leakyRelu(0.1));
  expect(nn.activation("elu")).toEqual(nn.elu(1));
  expect(nn.activation("relu")).toEqual(nn.relu());
});
test("unknown names and negative slopes are refused", () => {
  expect(() => nn.activation("step" as never)).toThrow(ValueError);
  expect(() => nn.activation("step" as never)).toThrow("nn.activation: name");
  expect(() => nn.leakyRelu(-0.1)).toThrow("nn.leakyRelu: slope");
  expect(() => nn.elu(NaN)).toThrow("nn.elu: slope");
});
