import { describe, expect, test } from "vitest";
import { backend } from "../../../src/compute/index.js";
import { createRng, normals, ShapeError, ValueError } from "../../../src/core/index.js";
import type { Reals } from "../../../src/core/index.js";
import {
  adam,
  adamW,
  createOptimizerState,
  fillStep,
  gradientDescent,
  rmsProp,
  sgd,
} from "../../../src/nn/index.js";
import type { FillStepOptions, Optimizer } from "../../../src/nn/index.js";

const ALL: readonly (readonly [string, Optimizer])[] = [
  ["gradient descent", gradientDescent({ learningRate: 0.05 })],
  ["momentum", sgd({ learningRate: 0.02, momentum: 0.8 })],
  ["Nesterov's", sgd({ learningRate: 0.02, momentum: 0.8, nesterov: true })],
  ["RMSProp", rmsProp({ learningRate: 0.01 })],
  ["RMSProp with momentum", rmsProp({ learningRate: 0.01, momentum: 0.5 })],
  ["Adam", adam({ learningRate: 0.05 })],
  ["AdamW", adamW({ learningRate: 0.05, weightDecay: 0 })],
];

/** The gradient of ½ Σ k θ², with k = 1, 2, 3, … */
const slope = (parameter: Reals): Reals => parameter.map((value, i) => (i + 1) * value);

function descend(
  optimizer: Optimizer,
  start: readonly Reals[],
  steps: number,
  options: FillStepOptions = {},
): readonly Reals[] {
  const parameters = start.map((parameter) => parameter.slice());
  const state = createOptimizerState(optimizer, parameters);
  for (let step = 0; step < steps; step++) {
    fillStep(parameters, parameters.map(slope), state, optimizer, options);
  }
  return parameters;
}

describe("a step", () => {
  test("of gradient descent shrinks every error of a quadratic by 1 − α k", () => {
    const [found] = descend(gradientDescent({ learningRate: 0.1 }), [Float64Array.of(1, 1)], 10);
    // Twenty roundings of numbers below 1.
    expect(found[0]).toBeCloseTo(0.9 ** 10, 14);
    expect(found[1]).toBeCloseTo(0.8 ** 10, 14);
  });

  test("with momentum solves the recurrence θ'' = (1 + μ − α k) θ' − μ θ", () => {
    const [α, μ] = [0.1, 0.9];
    let [before, at] = [1, 1 - α];
    for (let step = 1; step < 30; step++) {
      [before, at] = [at, (1 + μ - α) * at - μ * before];
    }
    const [found] = descend(sgd({ learningRate: α, momentum: μ }), [Float64Array.of(1)], 30);
    expect(found[0]).toBeCloseTo(at, 13);
  });

  test("of RMSProp without memory (β = 0) goes by the learning rate, along the sign", () => {
    const [found] = descend(rmsProp({ learningRate: 0.25, decay: 0 }), [Float64Array.of(9, -9)], 3);
    // ε is 1e-8 of a gradient of more than 1.
    expect(found[0]).toBeCloseTo(9 - 0.75, 7);
    expect(found[1]).toBeCloseTo(-9 + 0.75, 7);
  });

  test.each(ALL)("after enough others is at the minimum of a quadratic: %s", (name, optimizer) => {
    // RMSProp goes on with steps of about its learning rate.
    const tolerance = name.startsWith("RMSProp") ? 0.03 : 1e-3;
    const [found] = descend(optimizer, [Float64Array.of(1, -2, 0.5)], 1000);
    for (const value of found) expect(Math.abs(value)).toBeLessThan(tolerance);
  });

  test.each(ALL)(
    "has the same bits when it is resumed from a copy of its state: %s",
    (_, optimizer) => {
      const parameters = [normals(createRng(1), [5]).data, normals(createRng(2), [3]).data];
      const whole = descend(optimizer, parameters, 12);
      const state = createOptimizerState(optimizer, parameters);
      for (let step = 0; step < 5; step++) {
        fillStep(parameters, parameters.map(slope), state, optimizer);
      }
      const copy = structuredClone({ state, parameters });
      for (let step = 5; step < 12; step++) {
        fillStep(copy.parameters, copy.parameters.map(slope), copy.state, optimizer);
      }
      expect(copy.parameters).toEqual(whole);
    },
  );

  test.each(ALL)("in Float32 is that in Float64 to its rounding: %s", (_, optimizer) => {
    const start = normals(createRng(3), [40]).data;
    const [double] = descend(optimizer, [start], 20);
    const [single] = descend(optimizer, [Float32Array.from(start)], 20);
    expect(single).toBeInstanceOf(Float32Array);
    // Twenty steps, each rounded to 6e-8 of numbers of about 3.
    single.forEach((value, i) => expect(Math.abs(value - double[i])).toBeLessThan(2e-5));
  });

  test.each(ALL)("in memory of the backend has the bits of ordinary arrays: %s", (_, optimizer) => {
    const { allocate, release } = backend();
    const start = normals(createRng(4), [37]).data;
    const [expected] = descend(optimizer, [start], 6);
    const owned: Reals[] = [];
    const resident = (length: number): Reals => {
      owned.push(allocate(length));
      return owned[owned.length - 1];
    };
    const [parameter, g] = [resident(37), resident(37)];
    parameter.set(start);
    const state = createOptimizerState(optimizer, [parameter], resident);
    for (let step = 0; step < 6; step++) {
      g.set(slope(parameter));
      fillStep([parameter], [g], state, optimizer);
    }
    expect([...parameter]).toEqual([...expected]);
    owned.forEach((array) => release(array));
  });
});

describe("weight decay", () => {
  test("by the gradient is the gradient of ½ λ ‖θ‖²", () => {
    const start = [Float64Array.of(1, -2)];
    const [decayed] = descend(sgd({ learningRate: 0.1, weightDecay: 0.5 }), start, 1);
    expect([...decayed]).toEqual([1 - 0.1 * 1.5, -2 + 0.1 * (2 * 2 + 0.5 * 2)]);
  });

  test("of AdamW shrinks parameters without a gradient by 1 − α λ; Adam moves them by α", () => {
    const still = (optimizer: Optimizer): number => {
      const parameter = Float64Array.of(1);
      const state = createOptimizerState(optimizer, [parameter]);
      fillStep([parameter], [Float64Array.of(0)], state, optimizer);
      return parameter[0];
    };
    expect(still(adamW({ learningRate: 0.1, weightDecay: 0.5 }))).toBe(1 - 0.1 * 0.5);
    expect(still(adam({ learningRate: 0.1, weightDecay: 0.5 }))).toBeCloseTo(1 - 0.1, 7);
  });
});

test("a step writes to no gradient, which may be that of two parameters", () => {
  for (const optimizer of [
    sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 0.5 }),
    rmsProp({ weightDecay: 0.5 }),
    adam({ weightDecay: 0.5 }),
    adamW(),
  ]) {
    const parameters = [Float64Array.of(1), Float64Array.of(1)];
    const shared = Float64Array.of(2);
    const state = createOptimizerState(optimizer, parameters);
    fillStep(parameters, [shared, shared], state, optimizer);
    expect(shared).toEqual(Float64Array.of(2));
    expect(parameters[0]).toEqual(parameters[1]);
  }
});

describe("factors", () => {
  const start = [Float64Array.of(1), Float64Array.of(1), Float64Array.of(1)];

  test("scale the learning rate, replace the weight decay, or keep a parameter as it is", () => {
    const optimizer = sgd({ learningRate: 0.1, weightDecay: 1 });
    const factors = [{ learningRateFactor: 2 }, { weightDecay: 0 }, { frozen: true }];
    const found = descend(optimizer, start, 1, { factors });
    expect(found.map(([value]) => value)).toEqual([1 - 0.2 * 2, 1 - 0.1, 1]);
  });

  test("let a frozen parameter begin with the first step of its own", () => {
    const optimizer = adam({ learningRate: 0.1 });
    const parameters = [Float64Array.of(1), Float64Array.of(1)];
    const state = createOptimizerState(optimizer, parameters);
    const ones = (): Float64Array[] => [Float64Array.of(1), Float64Array.of(1)];
    for (let step = 0; step < 9; step++) {
      fillStep(parameters, ones(), state, optimizer, { factors: [{}, { frozen: true }] });
    }
    expect(state.counts).toEqual([9, 0]);
    expect(parameters[1][0]).toBe(1);
    fillStep(parameters, ones(), state, optimizer);
    // A constant gradient moves Adam by its learning rate, up to ε.
    expect(parameters[1][0]).toBeCloseTo(0.9, 8);
  });

  test("go with a learning rate of the step, which takes the optimiser's place", () => {
    const options = { learningRate: 0.5, factors: start.map(() => ({ learningRateFactor: 0.5 })) };
    const found = descend(gradientDescent({ learningRate: 9 }), start, 1, options);
    expect(found.map(([value]) => value)).toEqual([0.75, 0.75, 0.75]);
  });
});

describe("fillStep refuses", () => {
  const optimizer = adam();
  const parameters = [new Float64Array(2), new Float64Array(3)];
  const gradients = [new Float64Array(2), new Float64Array(3)];
  const state = createOptimizerState(optimizer, parameters);
  const run =
    (g: readonly Reals[], options: FillStepOptions = {}) =>
    (): void =>
      fillStep(parameters, g, state, optimizer, options);

  test("gradients of other numbers and lengths", () => {
    expect(run([gradients[0]])).toThrow(
      new ShapeError(
        "nn.fillStep: there should be as many gradients as parameters, 2; got 1. Pass one for every parameter.",
      ),
    );
    expect(run([gradients[0], new Float64Array(4)])).toThrow(
      new ShapeError(
        "nn.fillStep: gradient 1 should have the 3 entries of its parameter; got 4. Pass gradients in the " +
          "order of the parameters.",
      ),
    );
    expect(run(gradients, { factors: [{}] })).toThrow("as many factors as parameters, 2; got 1");
  });

  test("the state of another optimiser, or of other parameters", () => {
    expect(() => fillStep(parameters, gradients, state, rmsProp())).toThrow(
      new ValueError(
        'nn.fillStep: the state should be one of "rmsProp" for these 2 parameters; got one of "adam" for 2. ' +
          "Make it by nn.createOptimizerState with the same optimiser and parameters.",
      ),
    );
    const fewer = createOptimizerState(optimizer, [new Float64Array(2)]);
    expect(() => fillStep(parameters, gradients, fewer, optimizer)).toThrow('"adam" for 1.');
    const plain = createOptimizerState(gradientDescent({ learningRate: 1 }), parameters);
    const rolling = sgd({ learningRate: 1, momentum: 0.9 });
    expect(() => fillStep(parameters, gradients, plain, rolling)).toThrow("the state should be");
  });

  test("numbers out of range, before anything has moved", () => {
    expect(run(gradients, { learningRate: NaN })).toThrow(
      "nn.fillStep: learningRate should be a finite number ≥ 0; got NaN.",
    );
    expect(run(gradients, { factors: [{}, { learningRateFactor: -1 }] })).toThrow(
      "nn.fillStep: factors[1].learningRateFactor should be a finite number ≥ 0; got -1.",
    );
    expect(run(gradients, { factors: [{}, { weightDecay: Infinity }] })).toThrow(
      "factors[1].weightDecay",
    );
    expect(state.counts).toEqual([0, 0]);
  });
});
