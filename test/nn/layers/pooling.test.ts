import { expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import * as nn from "../../../src/nn/index.js";
import { apply, array } from "./apply.js";

const PLANE = array([1, 1, 2, 5], [1, 5, 2, 0, 9, -1, 3, 4, 8, 9]);

test("max pooling keeps the largest of every window and leaves out what does not fill one", () => {
  expect(apply(nn.maxPool({ window: 2 }), PLANE)).toEqual([5, 8]);
});
test("mean pooling takes the mean", () => {
  expect(apply(nn.averagePool({ window: 2 }), PLANE)).toEqual([2, 3.5]);
});
test("windows overlap at a smaller stride", () => {
  expect(apply(nn.maxPool({ window: 2, stride: 1 }), PLANE)).toEqual([5, 5, 8, 9]);
  const line = array([1, 1, 4], [0, 2, 4, 9]);
  expect(apply(nn.averagePool({ window: 2, stride: 1 }), line)).toEqual([1, 3, 6.5]);
});
test("a window of one cell changes nothing", () => {
  expect(apply(nn.maxPool({ window: 1 }), PLANE)).toEqual([...PLANE.data]);
  expect(apply(nn.averagePool({ window: 1 }), PLANE)).toEqual([...PLANE.data]);
});
test("lengths are positive integers", () => {
  expect(() => nn.maxPool({ window: 0 })).toThrow(ValueError);
  expect(() => nn.maxPool({ window: 0 })).toThrow("nn.maxPool: window");
  expect(() => nn.averagePool({ window: 2, stride: 0 })).toThrow("nn.averagePool: stride");
});
