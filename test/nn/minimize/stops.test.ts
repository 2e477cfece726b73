import { describe, expect, test } from "vitest";
import type { Progress } from "../../../src/core/index.js";
import { minimize } from "../../../src/nn/index.js";
import type { MinimizeMethod, MinimizeState } from "../../../src/nn/index.js";
import { rosenbrock, rosenbrockStart } from "./problems.js";

const x0 = rosenbrockStart(12);

describe.each<MinimizeMethod>(["lbfgs", "bfgs"])("%s", (method) => {
  test("goes on from the state of a stopped run, to the bits of a run never stopped", async () => {
    const whole = await minimize(rosenbrock, x0, { method });
    const begun = await minimize(rosenbrock, x0, { method, maxIterations: 25 });
    expect(begun).toMatchObject({ stop: "iterations", iterations: 25 });
    const state = structuredClone(begun.state);
    const rest = await minimize(rosenbrock, x0, { method, state });
    expect(rest.state).toEqual(whole.state);
    expect([...begun.history, ...rest.history]).toEqual(whole.history);
    expect(state).toEqual(begun.state);
  });

  test("goes on to the same bits from every state that onIterate was given", async () => {
    const states: MinimizeState[] = [];
    const onIterate = (state: MinimizeState): unknown => states.push(state);
    const whole = await minimize(rosenbrock, x0, { method, onIterate });
    expect(states.length).toBe(whole.iterations);
    for (const state of states.filter((_, i) => i % 20 === 3)) {
      expect((await minimize(rosenbrock, x0, { method, state })).x).toEqual(whole.x);
    }
  });

  test("computes the same bits with a function that promises its answers", async () => {
    const slow = (x: Float64Array) => Promise.resolve(rosenbrock(x));
    const found = await minimize(slow, x0, { method });
    expect(found).toEqual(await minimize(rosenbrock, x0, { method }));
  });
});

test("evaluations counts the calls of f, and each record those until its end", async () => {
  let calls = 0;
  const f = (x: Float64Array) => {
    calls++;
    return rosenbrock(x);
  };
  const found = await minimize(f, x0);
  expect(found.evaluations).toBe(calls);
  expect(found.history.at(-1)?.evaluations).toBe(calls);
  expect(found.history.length).toBe(found.iterations);
  expect(found.history.at(-1)?.step).toBe(found.step);
});

test("maxEvaluations lets the last line search end, and begins no other", async () => {
  const found = await minimize(rosenbrock, x0, { maxEvaluations: 20 });
  expect(found.stop).toBe("evaluations");
  expect(found.evaluations).toBeGreaterThanOrEqual(20);
  expect(found.history.at(-2)?.evaluations).toBeLessThan(20);
});

test("relativeDecrease stops at the first iteration that gains too little", async () => {
  const f = (x: Float64Array) => {
    const { value, gradient } = rosenbrock(x);
    return { value: value + 1, gradient };
  };
  const { history, stop } = await minimize(f, x0, { relativeDecrease: 1e-6 });
  expect(stop).toBe("decrease");
  const gains = history.slice(1).map(({ value }, i) => 1 - value / history[i].value);
  // 1 − q has a rounding of 1e-16, far below the 1e-6 that decides.
  expect(gains.findIndex((gain) => gain <= 1e-6)).toBe(gains.length - 1);
});

test("progress tells the iterations done", async () => {
  const seen: Progress[] = [];
  await minimize(rosenbrock, x0, { maxIterations: 3, onProgress: (p) => seen.push(p) });
  expect(seen).toEqual([0, 1, 2].map((done) => ({ done, unit: "iterations" })));
});

test("an abort between iterations rejects with its reason; the last state can go on", async () => {
  const controller = new AbortController();
  let last: MinimizeState | undefined;
  const onIterate = (state: MinimizeState): void => {
    last = state;
    if (state.iterations === 7) controller.abort(new Error("enough"));
  };
  const stopped = minimize(rosenbrock, x0, { signal: controller.signal, onIterate });
  await expect(stopped).rejects.toThrow("enough");
  expect(last?.iterations).toBe(7);
  const rest = await minimize(rosenbrock, x0, { state: last });
  expect(rest.x).toEqual((await minimize(rosenbrock, x0)).x);
});

test("an abort while f is evaluated stops after that evaluation", async () => {
  const controller = new AbortController();
  let calls = 0;
  const f = (x: Float64Array) => {
    if (++calls === 5) controller.abort(new Error("now"));
    return rosenbrock(x);
  };
  await expect(minimize(f, x0, { signal: controller.signal })).rejects.toThrow("now");
  expect(calls).toBe(5);
});

test("a signal that was aborted before lets nothing be evaluated", async () => {
  const signal = AbortSignal.abort(new Error("never mind"));
  let calls = 0;
  const f = (x: Float64Array) => {
    calls++;
    return rosenbrock(x);
  };
  await expect(minimize(f, x0, { signal })).rejects.toThrow("never mind");
  expect(calls).toBe(0);
});
