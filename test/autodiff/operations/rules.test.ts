/** What holds for the rule of every operation. */
import { describe, expect, test } from "vitest";
import {
  add,
  grad,
  gradCheck,
  jvp,
  multiply,
  sum,
  valueAndGrad,
  type Variable,
  vjp,
} from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../../src/core/index.js";
import type { NdArray, Reals, Rng } from "../../../src/core/index.js";
import { type Case, cases } from "./cases.js";
import { casesOfArrays } from "./casesOfArrays.js";
import { casesOfFields } from "./casesOfFields.js";

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

describe.each([...cases, ...casesOfArrays, ...casesOfFields])(
  "$name",
  ({ shapes, f, draw = normals, smooth = true }: Case) => {
    const inputsOf = (rng: Rng): NdArray[] => shapes.map((shape) => draw(rng, shape));

    // Central differences with h = ∛ε err by ε^⅔ ≈ 4e-11 times the third derivative.
    test("the gradient is the limit of differences", () => {
      for (const seed of SEEDS) {
        expect(gradCheck(f, inputsOf(createRng(seed))).error).toBeLessThan(1e-7);
      }
    });

    test("the products with the Jacobian from either side agree", () => {
      for (const seed of SEEDS) {
        const rng = createRng(seed);
        const x = inputsOf(rng);
        const v = shapes.map((shape) => normals(rng, shape));
        const along = jvp(f, x, v);
        const g = normals(rng, along.value.shape);
        const back = vjp(f, x, g).product;
        const terms = [
          ...products(g, along.product),
          ...x.flatMap((_, i) => products(back[i], v[i]).map((term) => -term)),
        ];
        const size = terms.reduce((total, term) => total + Math.abs(term), 0);
        const difference = terms.reduce((total, term) => total + term, 0);
        expect(Math.abs(difference)).toBeLessThanOrEqual(1e-12 * size);
      }
    });

    test.runIf(smooth)("the gradient can be differentiated", () => {
      for (const seed of SEEDS.slice(0, 5)) {
        const rng = createRng(seed);
        const x = inputsOf(rng);
        const weights = normals(rng, jvp(f, x, x).value.shape);
        const v = shapes.map((shape) => normals(rng, shape));
        const slope = grad((p: readonly Variable[]) => sum(multiply(f(p), weights)));
        const along = (p: readonly Variable[]): Variable =>
          slope(p)
            .map((gradient, i) => sum(multiply(gradient, v[i])))
            .reduce((total, term) => add(total, term));
        expect(gradCheck(along, x).error).toBeLessThan(1e-7);
      }
    });

    // Inputs rounded to 24 bits, and some twenty operations with 6e-8 each, conditioned up to 1e3.
    test("Float32 gives what Float64 gives", () => {
      const loss = (p: readonly Variable[]): Variable => sum(multiply(f(p), f(p)));
      for (const seed of SEEDS.slice(0, 5)) {
        const x = inputsOf(createRng(seed));
        const single = x.map(({ data, shape }) => ndarrayOf(Float32Array.from(data), shape));
        const exact = valueAndGrad(loss)(x);
        const rounded = valueAndGrad(loss)(single);
        expect(Math.abs(rounded.value - exact.value)).toBeLessThan(2e-3 * Math.max(1, exact.value));
        rounded.gradient.forEach((gradient, i) => {
          expect(gradient.data).toBeInstanceOf(Float32Array);
          expect(distance(gradient, exact.gradient[i])).toBeLessThan(2e-3);
        });
      }
    });
  },
);

function products(a: NdArray<Reals>, b: NdArray<Reals>): number[] {
  return Array.from(a.data, (value, i) => value * b.data[i]);
}

/** max |a − b| over max(1, max |b|). */
function distance(a: NdArray<Float32Array>, b: NdArray): number {
  const largest = b.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return (
    b.data.reduce((most, value, i) => Math.max(most, Math.abs(value - a.data[i])), 0) / largest
  );
}
