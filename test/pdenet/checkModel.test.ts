import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf } from "../../src/core/index.js";
import { checkModel } from "../../src/pdenet/index.js";
import { modelOf, NETWORKS, OWN } from "./models.js";

const model = await modelOf(NETWORKS.symbolic);
const { network, parameters, scales } = model;

test.each(Object.entries(NETWORKS))("a %s model is given back as it is", async (_, own) => {
  const one = await modelOf(own);
  expect(checkModel(one)).toBe(one);
});

describe("refused are", () => {
  test.each([
    [null, "got something else of version undefined"],
    ["text", "got something else of version undefined"],
    [[1, 2], "got something else of version undefined"],
    [{ kind: "localization", version: 1 }, 'got "localization" of version 1'],
    [{ ...model, version: 2 }, 'got "pdeNetwork" of version 2'],
    [{ ...model, network: undefined }, "expected a network for an evolution equation of version 1"],
  ])("data that are no model: %#", (data, sentence) => {
    expect(() => checkModel(data)).toThrow(FormatError);
    expect(() => checkModel(data)).toThrow(sentence);
  });

  test("a right-hand side of one's own", async () => {
    const own = await modelOf(OWN);
    expect(() => checkModel(own)).toThrow(FormatError);
    expect(() => checkModel(own)).toThrow("is a function, which no file holds");
  });

  const one = ndarrayOf(Float64Array.of(1), [1]);
  const { data, shape } = parameters.symnet;
  const terms = [[{ factors: [{ component: 0, order: [3] }], derivative: null, coefficient: 1 }]];
  const lagrange = { kind: "lagrange", cells: 3, degree: 2 };
  test.each<[string, object, string]>([
    ["an unknown kind", { network: { ...network, kind: "other" } }, 'should be "symbolic", "lin'],
    ["an unknown border", { network: { ...network, border: "wall" } }, "border should be one of"],
    ["no stepper", { network: { ...network, stepper: undefined } }, "network.stepper is missing"],
    [
      "a filter too short",
      { network: { ...network, size: 3 } },
      "should have at least 4 points along axis 0; got 3",
    ],
    ["too many products", { network: { ...network, products: 3 } }, "parameters.symnet should be"],
    ["no names", { names: [] }, "names should be names of components; got []"],
    ["two axes", { axes: ["x", "y"] }, "spacing should be 2 positive numbers"],
    ["no spacing", { spacing: [0] }, "spacing should be 1 positive numbers; got [0]"],
    ["no lengths", { lengths: undefined }, "lengths should be 1 positive numbers; got nothing"],
    [
      "no word on what is explained",
      { explained: [] },
      "explained should be 1 of true and false; got []",
    ],
    ["no interval", { interval: -1 }, "interval should be a positive number; got -1"],
    ["no scales", { scales: undefined }, "scales.channels should be 3 positive numbers"],
    ["a rate too many", { scales: { ...scales, rates: [1, 1] } }, "scales.rates should be 1"],
    ["no parameters", { parameters: undefined }, "parameters.moments should be an array"],
    ["one missing", { parameters: { moments: parameters.moments } }, "parameters.symnet should be"],
    ["one too many", { parameters: { ...parameters, more: one } }, 'symnet; got "more"'],
    [
      "another shape",
      { parameters: { ...parameters, moments: one } },
      "moments should be of shape",
    ],
    [
      "a linear network's",
      { network: NETWORKS.constant },
      'should be moments, fields; got "symnet"',
    ],
    [
      "another derivative",
      {
        network: { ...NETWORKS.equation, terms },
        parameters: { ...parameters, coefficients: one },
      },
      "the derivative [3] should be among those the network sees",
    ],
    [
      "two right-hand sides",
      { network: { ...NETWORKS.equation, terms: [...terms, ...terms] } },
      "network.terms should be 1 right-hand sides; got 2",
    ],
    [
      "a mesh that may repeat or not",
      { network: { ...NETWORKS.lagrange, coefficients: lagrange } },
      "network.coefficients.periodic is missing",
    ],
    [
      "a NaN",
      {
        parameters: {
          ...parameters,
          symnet: ndarrayOf(
            data.map(() => NaN),
            shape,
          ),
        },
      },
      "parameters.symnet should be finite; got NaN at index [0, 0]",
    ],
  ])("models with %s", (_, changes, sentence) => {
    const changed = { ...model, ...changes };
    expect(() => checkModel(changed)).toThrow(FormatError);
    expect(() => checkModel(changed)).toThrow(
      "the model is not one of the network that the file describes: ",
    );
    expect(() => checkModel(changed)).toThrow(sentence);
  });
});
