import { expect, test } from "vitest";
import {
  add,
  divide,
  grad,
  gradCheck,
  hessianVector,
  jvp,
  mean,
  multiply,
  noGrad,
  subtract,
  sum,
  valueAndGrad,
  type Variable,
  vjp,
} from "../../src/autodiff/index.js";
import { createRng, ndarrayOf } from "../../src/core/index.js";
import { normals } from "../../src/core/index.js";

test("the gradient of a square is twice its root", () => {
  expect(grad((x: Variable) => multiply(x, x))(3)).toBe(6);
});
test("nested", () => {
  const cube = (x: Variable) => multiply(x, multiply(x, x));
  const second = grad((x: Variable) => grad(cube)(x));
  expect(second(2)).toBe(12);
  const third = grad((x: Variable) => grad((t: Variable) => grad(cube)(t))(x));
  expect(third(2)).toBe(6);
});
test("trees", () => {
  const f = ({ w, b }: { w: Variable; b: readonly Variable[] }) => sum(add(multiply(w, w), b[0]));
  const { value, gradient } = valueAndGrad(f)({ w: ndarrayOf(Float64Array.of(1, 2), [2]), b: [3] });
  expect(value).toBe(11);
  expect([...gradient.w.data]).toEqual([2, 4]);
  expect(gradient.b[0]).toBe(2);
});
test("check", () => {
  const rng = createRng(1);
  const f = ({ a, b }: { a: Variable; b: Variable }) =>
    divide(
      subtract(multiply(a, b), mean(a, { axes: [1], keepAxes: true })),
      add(multiply(b, b), 2),
    );
  const x = { a: normals(rng, [3, 4]), b: normals(rng, [4]) };
  expect(gradCheck(f, x).error).toBeLessThan(1e-8);
  const v = { a: normals(rng, [3, 4]), b: normals(rng, [4]) };
  const g = normals(rng, [3, 4]);
  const back = vjp(f, x, g).product;
  const along = jvp(f, x, v).product;
  const dot = (p: any, q: any) =>
    p.data.reduce((s: number, e: number, i: number) => s + e * q.data[i], 0);
  expect(Math.abs(dot(g, along) - dot(back.a, v.a) - dot(back.b, v.b))).toBeLessThan(1e-13);
  const h = hessianVector((p: any) => sum(multiply(f(p), f(p))), x, v);
  const n = gradCheck(
    (t: Variable) =>
      sum(multiply(f(grad((p: any) => sum(multiply(f(p), f(p))))(x as never) as never), 0)),
    1,
  );
  expect(h.a.shape).toEqual([3, 4]);
  expect(n.error).toBe(0);
  expect(noGrad(() => 3)).toBe(3);
});
