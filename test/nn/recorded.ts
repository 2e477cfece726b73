/** Models with recorded weights, and how near to recorded numbers is near enough. */
import { expect } from "vitest";
import type { NdArray } from "../../src/core/index.js";
import * as nn from "../../src/nn/index.js";

/** The model of a network with the tensors of a recording that have its names. */
export function modelOf(network: nn.Layer, recorded: Readonly<Record<string, NdArray>>): nn.Model {
  const model = nn.createModel(network);
  const names = Object.keys(nn.weightsOf(model));
  return nn.withWeights(model, Object.fromEntries(names.map((name) => [name, recorded[name]])));
}

/** Sums are taken in another order there: 1e-10 of the largest entry allows for a million roundings. */
export function expectAgreement(found: ArrayLike<number>, recorded: ArrayLike<number>): void {
  expect(found.length).toBe(recorded.length);
  const largest = Math.max(...Array.from(recorded, Math.abs));
  const apart = Math.max(...Array.from(found, (value, i) => Math.abs(value - recorded[i])));
  expect(apart).toBeLessThanOrEqual(1e-10 * largest);
}
