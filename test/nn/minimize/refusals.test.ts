import { expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import { minimize } from "../../../src/nn/index.js";
import type { MinimizeOptions } from "../../../src/nn/index.js";
import { rosenbrock, rosenbrockStart } from "./problems.js";

test.each<[MinimizeOptions, string]>([
  [{ method: "newton" as "bfgs" }, 'method should be one of "lbfgs", "bfgs"; got "newton".'],
  [{ history: 0 }, "history should be an integer ≥ 1; got 0."],
  [{ gradientTolerance: -1 }, "gradientTolerance should be a finite number ≥ 0; got -1."],
  [{ relativeDecrease: NaN }, "relativeDecrease should be a finite number ≥ 0; got NaN."],
  [{ maxIterations: 1.5 }, "maxIterations should be an integer ≥ 0; got 1.5."],
  [{ maxEvaluations: NaN }, "maxEvaluations should be an integer ≥ 1; got NaN."],
])("options %o are refused", async (options, sentence) => {
  const run = minimize(rosenbrock, [0, 0], options);
  await expect(run).rejects.toThrow(new ValueError(`nn.minimize: ${sentence}`));
});

test("a start without unknowns, or with one that is not finite, is refused", async () => {
  await expect(minimize(rosenbrock, [])).rejects.toThrow(
    new ShapeError("nn.minimize: x0 should have at least one unknown; it has none."),
  );
  await expect(minimize(rosenbrock, [0, NaN])).rejects.toThrow(
    /nn.minimize: x0 should be finite; got NaN at index \[1\]/,
  );
});

test("a function that is not finite at the start is refused", async () => {
  const f = (value: number, g: number) => () => ({ value, gradient: Float64Array.of(0, g) });
  await expect(minimize(f(Infinity, 0), [0, 0])).rejects.toThrow(
    new ValueError(
      "nn.minimize: f should be finite at x0, and its gradient too; got Infinity. " +
        "Begin where f is defined.",
    ),
  );
  await expect(minimize(f(0, NaN), [0, 0])).rejects.toThrow("got NaN in its gradient at [1].");
});

test("a gradient of another length is refused", async () => {
  const f = (gradient: unknown) => () => ({ value: 0, gradient: gradient as Float64Array });
  await expect(minimize(f(new Float64Array(3)), [0, 0])).rejects.toThrow(
    new ShapeError(
      "nn.minimize: f should return { value, gradient } with a Float64Array of 2 entries as gradient; " +
        "got 3. Return one derivative for every unknown.",
    ),
  );
  await expect(minimize(f(undefined), [0, 0])).rejects.toThrow("got undefined.");
});

test("an error of the function comes through", async () => {
  const f = () => {
    throw new Error("no such simulation");
  };
  await expect(minimize(f, [0])).rejects.toThrow("no such simulation");
});

test("a state of another method, another problem, or with damage is refused", async () => {
  const options = { method: "bfgs", maxIterations: 3 } as const;
  const { state } = await minimize(rosenbrock, rosenbrockStart(3), options);
  await expect(minimize(rosenbrock, [0, 0, 0], { state })).rejects.toThrow(
    new ValueError(
      'nn.minimize: state is of a run by "bfgs", this one is by "lbfgs". ' +
        "Go on with the method it began with.",
    ),
  );
  await expect(minimize(rosenbrock, [0, 0], { ...options, state })).rejects.toThrow(
    new ShapeError(
      "nn.minimize: state holds 3 unknowns, x0 has 2. Pass the state of the same problem.",
    ),
  );
  const short = { ...state, inverseHessian: new Float64Array(8) };
  await expect(minimize(rosenbrock, [0, 0, 0], { ...options, state: short })).rejects.toThrow(
    /state.inverseHessian should have 3 × 3 entries; got 8/,
  );
  const holed = { ...state, x: Float64Array.of(0, NaN, 0) };
  await expect(minimize(rosenbrock, [0, 0, 0], { ...options, state: holed })).rejects.toThrow(
    /nn.minimize: state.x should be finite; got NaN at index \[1\]/,
  );
});
