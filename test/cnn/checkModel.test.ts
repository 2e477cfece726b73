import { describe, expect, test } from "vitest";
import {
  checkModel,
  createModel,
  feedForward,
  linearLocalization,
  recurrent,
} from "../../src/cnn/index.js";
import { FormatError, ndarrayOf } from "../../src/core/index.js";
import { createModel as createLayers } from "../../src/nn/index.js";

const problem = {
  elasticModulus: [1, 10],
  poissonRatio: [0.3, 0.3],
  element: "q1bbar",
  macroStrain: [1, 0, 0],
} as const;
const model = createModel(feedForward({ axes: 2, width: 3, kernelSize: 3 }), problem);
const network = linearLocalization({ states: 2, kernelSize: 3 });
const linear = {
  ...createLayers(network.layers),
  ...{ kind: "localizationNetwork", version: 1, network, problem: null },
};

test("a model of any kind is given back as it is", () => {
  for (const one of [model, createModel(recurrent({ axes: 2, width: 3 }), problem), linear]) {
    expect(checkModel(one)).toBe(one);
  }
});

describe("refused are", () => {
  test.each([
    [null, "got something else of version undefined"],
    ["text", "got something else of version undefined"],
    [[1, 2], "got something else of version undefined"],
    [{ kind: "localization", version: 1 }, 'got "localization" of version 1'],
    [{ ...model, version: 2 }, 'got "localizationNetwork" of version 2'],
    [{ ...model, network: undefined }, "expected a localization network of version 1"],
    [{ ...model, network: { ...model.network, kind: "other" } }, "expected a localization network"],
  ])("data that are no model: %#", (data, sentence) => {
    expect(() => checkModel(data)).toThrow(FormatError);
    expect(() => checkModel(data)).toThrow(sentence);
  });

  const first = model.parameters["0"] as object;
  test.each([
    ["missing", { ...model.parameters, "0": {} }],
    [
      "of another shape",
      { ...model.parameters, "0": { ...first, weight: ndarrayOf(Float64Array.of(1), [1]) } },
    ],
    [
      "one too many",
      { ...model.parameters, "0": { ...first, more: ndarrayOf(Float64Array.of(1), [1]) } },
    ],
    ["of another network", linear.parameters],
    ["no tree", undefined],
  ])("weights that are %s", (_, parameters) => {
    const changed = { ...model, parameters };
    expect(() => checkModel(changed)).toThrow(FormatError);
    expect(() => checkModel(changed)).toThrow(
      "the weights are not those of the network that the file describes: ",
    );
  });
});
