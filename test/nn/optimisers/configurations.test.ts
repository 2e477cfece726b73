import { describe, expect, test } from "vitest";
import { ValueError } from "../../../src/core/index.js";
import { adam, adamW, gradientDescent, rmsProp, sgd } from "../../../src/nn/index.js";

describe("an optimiser is plain data", () => {
  test("with its defaults filled in", () => {
    const moments = { decayOfMean: 0.9, decayOfSquare: 0.999, epsilon: 1e-8 };
    expect(adam()).toEqual({ kind: "adam", learningRate: 1e-3, ...moments, weightDecay: 0 });
    expect(adamW()).toEqual({ kind: "adamW", learningRate: 1e-3, ...moments, weightDecay: 0.01 });
    expect(rmsProp()).toEqual({
      kind: "rmsProp",
      learningRate: 1e-3,
      decay: 0.99,
      epsilon: 1e-8,
      momentum: 0,
      weightDecay: 0,
    });
    expect(gradientDescent({ learningRate: 0.5 })).toEqual(sgd({ learningRate: 0.5 }));
  });

  test("that survives JSON", () => {
    for (const optimizer of [adam(), adamW(), rmsProp(), sgd({ learningRate: 1, momentum: 0.9 })]) {
      expect(JSON.parse(JSON.stringify(optimizer))).toEqual(optimizer);
    }
  });
});

describe("optimisers refuse", () => {
  const kinds = { adam, adamW, rmsProp, sgd, gradientDescent };

  test.each(Object.entries(kinds))("learning rates that are none: %s", (name, create) => {
    for (const learningRate of [-0.1, NaN, Infinity]) {
      expect(() => create({ learningRate })).toThrow(
        new ValueError(
          `nn.${name}: learningRate should be a finite number ≥ 0; got ${learningRate}.`,
        ),
      );
    }
  });

  test("a past that never fades", () => {
    const sentence = (option: string, value: number): ValueError =>
      new ValueError(`nn.${option} should be at least 0 and less than 1; got ${value}.`);
    expect(() => sgd({ learningRate: 1, momentum: 1 })).toThrow(sentence("sgd: momentum", 1));
    expect(() => rmsProp({ decay: -0.1 })).toThrow(sentence("rmsProp: decay", -0.1));
    expect(() => rmsProp({ momentum: 2 })).toThrow(sentence("rmsProp: momentum", 2));
    expect(() => adam({ decayOfMean: 1 })).toThrow(sentence("adam: decayOfMean", 1));
    expect(() => adamW({ decayOfSquare: NaN })).toThrow(sentence("adamW: decayOfSquare", NaN));
  });

  test("an ε that vanishes, and decays below 0", () => {
    for (const [name, create] of Object.entries({ adam, adamW, rmsProp })) {
      expect(() => create({ epsilon: 0 })).toThrow(
        `nn.${name}: epsilon should be a finite number ≥ 1e-30; got 0.`,
      );
      expect(() => create({ weightDecay: -1 })).toThrow(
        `nn.${name}: weightDecay should be a finite number ≥ 0; got -1.`,
      );
    }
    expect(() => sgd({ learningRate: 1, weightDecay: NaN })).toThrow("nn.sgd: weightDecay");
  });

  test("a look ahead that is none", () => {
    expect(() => sgd({ learningRate: 1, nesterov: true })).toThrow(
      new ValueError(
        "nn.sgd: nesterov looks ahead along the velocity, which needs momentum; got momentum 0. " +
          "Set it, for example to 0.9.",
      ),
    );
    expect(() => sgd({ learningRate: 1, nesterov: 1 as unknown as boolean })).toThrow(
      "nn.sgd: nesterov should be true or false; got 1.",
    );
  });
});
