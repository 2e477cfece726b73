import { describe, expect, test, vi } from "vitest";
import {
  add,
  exp,
  grad,
  mean,
  multiply,
  noGrad,
  onTape,
  sin,
  square,
  sum,
  valueAndGrad,
  Variable,
} from "../../src/autodiff/index.js";
import { backend } from "../../src/compute/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import type { Reals } from "../../src/core/index.js";

const cube = (x: Variable): Variable => multiply(x, multiply(x, x));
const pair = (x: number, y: number): ReturnType<typeof normals> =>
  ndarrayOf(Float64Array.of(x, y), [2]);

describe("grad", () => {
  test("of a power is the power below it", () => {
    expect(grad((x: Variable) => multiply(x, x))(3)).toBe(6);
    expect(grad(cube)(2)).toBe(12);
  });

  test("of a gradient is the second derivative, and so on", () => {
    const first = (x: Variable): Variable => grad(cube)(x);
    const second = (x: Variable): Variable => grad(first)(x);
    const third = (x: Variable): Variable => grad(second)(x);
    expect(grad(first)(2)).toBe(12);
    expect(grad(second)(2)).toBe(6);
    expect(grad(third)(2)).toBe(0);
  });

  test("an inner derivative does not confuse its variable with the outer one", () => {
    // d/dx [x · d/dy (x + y)] = 1: the perturbation confusion of Siskind and Pearlmutter (2005).
    const f = (x: Variable): Variable => multiply(x, grad((y: Variable) => add(x, y))(1));
    expect(grad(f)(1)).toBe(1);
  });

  test("what a function reads from outside is a constant of its gradient, and a variable of the outer one", () => {
    // d/dx of ∂/∂y (x² y) at y = 5 is d/dx x² = 2x.
    const inner = (x: Variable): Variable =>
      grad((y: Variable) => multiply(multiply(x, x), y))(multiply(x, 0));
    expect(grad(inner)(3)).toBe(6);
  });

  test("has the tree of the parameters", () => {
    interface Model {
      w: Variable;
      b: readonly Variable[];
    }
    const f = ({ w, b }: Model): Variable => sum(add(multiply(w, w), b[0]));
    const { value, gradient } = valueAndGrad(f)({ w: pair(1, 2), b: [3] });
    expect(value).toBe(11);
    expect([...gradient.w.data]).toEqual([2, 4]);
    expect(gradient.b[0]).toBe(2);
  });

  test("frozen parameters are constants with gradient zero", () => {
    const f = ([a, b]: readonly Variable[]): Variable => multiply(a, b);
    const frozen = (path: string): boolean => path === "1";
    expect(grad(f, { frozen })([2, 5])).toEqual([5, 0]);
  });

  test("of a parameter that is used twice adds up, and of one that is not used is zero", () => {
    const f = ([x]: readonly Variable[]): Variable => add(add(x, x), add(square(x), x));
    expect(grad(f)([4, 1])).toEqual([11, 0]);
  });

  test("further arguments are handed through", () => {
    const f = (w: Variable, x: number, y: number): Variable => square(add(multiply(w, x), -y));
    expect(grad(f)(2, 3, 5)).toBe(6);
  });

  test("has the precision of its parameters", () => {
    const x = ndarrayOf(Float32Array.of(0.1, 0.2), [2]);
    const { gradient } = valueAndGrad((p: Variable) => sum(square(p)))(x);
    expect(gradient.data).toEqual(Float32Array.of(0.2, 0.4));
  });

  test("does not write to its parameters, and its result outlives the call", () => {
    const x = pair(1, 2);
    const first = grad((p: Variable) => sum(cube(p)))(x);
    grad((p: Variable) => sum(exp(p)))(x);
    expect([...x.data]).toEqual([1, 2]);
    expect([...first.data]).toEqual([3, 12]);
  });

  test("accepts strided views", () => {
    const x = ndarrayOf(Float64Array.of(1, 2, 3, 4), [2, 2]);
    const weights = [
      [1, 10],
      [100, 1000],
    ];
    const gradient = grad((p: Variable) => sum(multiply(p, weights)))(x.transpose(1, 0));
    expect([...gradient.data]).toEqual([1, 10, 100, 1000]);
  });
});

describe("refusals", () => {
  test("a function of more than one number, or of none", () => {
    expect(() => grad((x: Variable) => x)(pair(1, 2))).toThrow(
      "autodiff: the differentiated function should return a single number; got shape [2]. " +
        "Reduce it with autodiff.sum or autodiff.mean, or use autodiff.vjp.",
    );
    expect(() => grad((() => 3) as unknown as (x: Variable) => Variable)(1)).toThrow(
      "autodiff: the differentiated function should return a Variable; got number.",
    );
  });

  test("parameters that are not finite, by their path", () => {
    expect(() => grad(([x]: readonly Variable[]) => sum(x))([pair(1, NaN)])).toThrow(
      "autodiff: parameters at 0 should be finite; got NaN at index [1].",
    );
    expect(() => grad(cube)(Infinity)).toThrow(
      "autodiff: parameters should be finite; got Infinity",
    );
  });

  test("a Variable whose computation has ended", () => {
    let kept = new Variable(Float64Array.of(0), []);
    grad((x: Variable) => (kept = square(x)))(1);
    expect(() => add(kept, 1)).toThrow(
      "autodiff: a Variable of shape [] should be used within the call that made it; that call has ended. " +
        "Return it from the differentiated function, or copy it with toArray there.",
    );
  });

  test("Variables of two precisions", () => {
    const f = ([a, b]: readonly Variable[]): Variable => add(a, b);
    expect(() => grad(f)([1, ndarrayOf(Float32Array.of(1), [])])).toThrow(
      "autodiff.add: operands should have one precision; got float64 and float32. " +
        "Convert one with autodiff.cast.",
    );
  });

  test("an error leaves no computation open", () => {
    expect(() => grad((x: Variable) => add(x, pair(1, 2)))(1)).toThrow("single number");
    expect(onTape((tape) => tape.steps.length)).toBe(0);
  });
});

describe("memory", () => {
  const f = (x: Variable): Variable => mean(sin(multiply(add(x, 1), exp(noGrad(() => x)))));
  const x = normals(createRng(1), [8, 9]);

  test("a thousand gradients leave the backend's memory as it was", () => {
    const memory = watchMemory();
    const { value } = valueAndGrad(f)(x);
    for (let i = 0; i < 1000; i++) expect(valueAndGrad(f)(x).value).toBe(value);
    expect(memory.given()).toBeGreaterThan(1000 * 8 * x.size);
    expect(memory.missing()).toBe(0);
    memory.end();
  });

  test("a function that throws leaves it as it was too", () => {
    const memory = watchMemory();
    expect(() => grad((p: Variable) => add(square(p), [1, 2, 3]))(x)).toThrow(
      "shapes should agree",
    );
    expect(memory.missing()).toBe(0);
    memory.end();
  });
});

/** Bytes that the backend in use gives from now on, and those that it does not get back. */
function watchMemory(): { given: () => number; missing: () => number; end: () => void } {
  const allocate = vi.spyOn(backend(), "allocate");
  const release = vi.spyOn(backend(), "release");
  const given = (): number =>
    allocate.mock.results.reduce((total, { value }) => total + (value as Reals).byteLength, 0);
  const returned = (): number =>
    release.mock.calls.reduce((total, [array]) => total + array.byteLength, 0);
  return {
    given,
    missing: () => given() - returned(),
    end() {
      allocate.mockRestore();
      release.mockRestore();
    },
  };
}
