import { expect, test } from "vitest";
import { gradCheck, grad, multiply, sum, Variable } from "../../../src/autodiff/index.js";
import { createRng, ndarrayOf, sizeOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { weightedSum } from "../../../src/pdenet/linear/weightedSum.js";

const normals = (shape: number[], seed: number): NdArray => {
  const rng = createRng(seed);
  return ndarrayOf(
    Float64Array.from({ length: sizeOf(shape) }, () => rng.normal()),
    shape,
  );
};

const variable = ({ data, shape }: NdArray): Variable => new Variable(data, shape);

test.each([1, 3])("channels are weighed point by point, with weights of %i samples", (own) => {
  const [c, d] = [normals([own, 2, 5], 1), normals([3, 2, 5], 2)];
  const y = weightedSum(variable(c), variable(d));
  expect(y.shape).toEqual([3, 1, 5]);
  y.data.forEach((value, at) => {
    const [s, x] = [Math.floor(at / 5), at % 5];
    const term = (o: number): number =>
      c.data[((own === 1 ? 0 : s) * 2 + o) * 5 + x] * d.data[(s * 2 + o) * 5 + x];
    expect(value).toBeCloseTo(term(0) + term(1), 14);
  });
});

interface Pair {
  readonly c: Variable;
  readonly d: Variable;
}

test.each([1, 3])("its gradients pass the check by differences, %i samples of weights", (own) => {
  const weight = variable(normals([3, 1, 2, 2], 3));
  const { error } = gradCheck(
    ({ c, d }: Pair) => {
      const y = weightedSum(c, d);
      return sum(multiply(multiply(y, y), weight));
    },
    { c: normals([own, 2, 2, 2], 1), d: normals([3, 2, 2, 2], 2) },
  );
  expect(error).toBeLessThan(1e-6);
});

test.each([1, 3])("its second derivatives do, too, %i samples of weights", (own) => {
  const { error } = gradCheck(
    ({ c, d }: Pair) => {
      const slope = grad((x: Pair) => {
        const y = weightedSum(x.c, x.d);
        return sum(multiply(y, multiply(y, y)));
      })({ c, d });
      return sum(multiply(slope.c, slope.c));
    },
    { c: normals([own, 2, 3], 1), d: normals([3, 2, 3], 2) },
  );
  expect(error).toBeLessThan(1e-5); // differences of a polynomial of degree ten
});
