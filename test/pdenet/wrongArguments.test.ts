/** Calls that types would refuse, from JavaScript: each is answered with what was expected, what came, and what to do. */
import { beforeAll, expect, test } from "vitest";
import { ShapeError, ValueError } from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { physics } from "../../src/index.js";
import * as pdenet from "../../src/pdenet/index.js";
import type { Equation, PdeModel } from "../../src/pdenet/index.js";

const spacing = (2 * Math.PI) / 32;
let u: NdArray;
let model: PdeModel;
let equation: Equation;
let other: NdArray;
beforeAll(async () => {
  const heat = async (shape: number[]): Promise<NdArray> => {
    const start = physics.randomFourier(shape, { samples: 2, frequency: 3 }, 1);
    return (
      await physics.heat({ shape, diffusivity: 0.1 }).solve(start, { interval: 0.1, steps: 3 })
    ).u;
  };
  u = await heat([32]);
  other = await heat([12, 10]);
  ({ model } = await pdenet.fit(u, 0.1, { spacing, schedule: [] }));
  equation = pdenet.equation(model, { trajectories: u });
});

/** As JavaScript passes it. */
function any(value: unknown): never {
  return value as never;
}

type Call = () => unknown;

const calls: [string, Call, typeof ValueError | typeof ShapeError, RegExp][] = [
  [
    "symbolic: a size as text",
    () => pdenet.symbolic({ size: any("7") }),
    ValueError,
    /size should be one number, or one for each axis; got "7"/,
  ],
  [
    "symbolic: an unknown accuracy",
    () => pdenet.symbolic({ accuracy: any("all") }),
    ValueError,
    /accuracy, if it is no number, should be one of "frozen", "free"/,
  ],
  [
    "linear: no frequency",
    () => pdenet.linear({ coefficients: any({ kind: "trigonometric" }) }),
    ValueError,
    /coefficients\.frequency should be an integer ≥ 0; got undefined/,
  ],
  [
    "linear: a source without its range",
    () => pdenet.linear({ source: any({ cells: 4, degree: 1 }) }),
    ValueError,
    /source\.from should be a finite number; got undefined/,
  ],
  [
    "equation: what fit returned",
    () => pdenet.equation(any({ model })),
    ValueError,
    /model should be a trained network; got an object of model\. .* pass its model/,
  ],
  [
    "equation: a network",
    () => pdenet.equation(any(pdenet.symbolic())),
    ValueError,
    /pdenet\.equation: model should be a trained network/,
  ],
  [
    "moments: nothing",
    () => pdenet.moments(any(undefined)),
    ValueError,
    /pdenet\.moments: model should be a trained network; got undefined/,
  ],
  [
    "rollout: what fit returned",
    () => pdenet.rollout(any({ model }), u.pick(null, 0), 2),
    ValueError,
    /pdenet\.rollout: model should be a trained network/,
  ],
  [
    "rollout: steps as text",
    () => pdenet.rollout(model, u.pick(null, 0), any("2")),
    ValueError,
    /steps should be an integer ≥ 1; got "2"/,
  ],
  [
    "rollout: no time",
    () => pdenet.rollout(model, u.pick(null, 0), 2, { interval: 0 }),
    ValueError,
    /interval should be a finite number > 0; got 0/,
  ],
  [
    "errors: what fit returned",
    () => pdenet.errors(any({ model }), u, 0.1),
    ValueError,
    /pdenet\.errors: model should be a trained network/,
  ],
  [
    "errors: a reference on another grid",
    () => pdenet.errors(model, u, 0.1, { reference: other }),
    ShapeError,
    /2 of 4 frames, 1 component on \[32\]; got 2 of 4 frames, 1 component on \[12, 10\]/,
  ],
  [
    "totalCoefficients: a symbolic network",
    () => pdenet.totalCoefficients(any(model)),
    ValueError,
    /totalCoefficients: model should be of a linear network.* got one of kind "symbolic"/,
  ],
  [
    "coefficientFields: a symbolic network",
    () => pdenet.coefficientFields(any(model)),
    ValueError,
    /coefficientFields: model should be of a linear network/,
  ],
  [
    "sourceValues: a symbolic network",
    () => pdenet.sourceValues(any(model), [1]),
    ValueError,
    /sourceValues: model should be of a linear network/,
  ],
  [
    "formatEquation: a model",
    () => pdenet.formatEquation(any(model)),
    ValueError,
    /got a model\. Read it off the model first/,
  ],
  [
    "formatEquation: a result of pdeFind",
    () => pdenet.formatEquation(any({ equation })),
    ValueError,
    /got an object of equation\. Pass its equation/,
  ],
  [
    "formatCoefficients: an equation",
    () => pdenet.formatCoefficients(any(equation)),
    ValueError,
    /equations by the names of their columns; "names" is none/,
  ],
  [
    "formatCoefficients: no digits",
    () => pdenet.formatCoefficients({ one: equation }, { digits: 0 }),
    ValueError,
    /digits should be an integer between 1 and 17/,
  ],
  [
    "plainEquation: a list",
    () => pdenet.plainEquation(any([])),
    ValueError,
    /plainEquation: equation should hold names, axes and the terms .* got a list/,
  ],
  [
    "modifiedEquation: a word",
    () => pdenet.modifiedEquation(any("u_t"), [1], 1),
    ValueError,
    /modifiedEquation: equation should hold .* got "u_t"/,
  ],
  [
    "carriedEquation: nothing",
    () => pdenet.carriedEquation(any(null), [1], 1, 1),
    ValueError,
    /carriedEquation: equation should hold .* got null/,
  ],
  [
    "refit: a model",
    () => pdenet.refit(any(model), any({}), { maxOrder: 2 }),
    ValueError,
    /refit: equation should hold/,
  ],
  [
    "fromEquation: a model",
    () => pdenet.fromEquation(any(model)),
    ValueError,
    /fromEquation: equation should hold/,
  ],
  [
    "ownRate: nothing",
    () => pdenet.ownRate(any(undefined)),
    ValueError,
    /options should hold parameters, by name, and the function rate; got neither/,
  ],
  [
    "ownRate: no function",
    () => pdenet.ownRate(any({ parameters: {} })),
    ValueError,
    /the function rate; got parameters\./,
  ],
  [
    "pdeFind: a word for a kind of terms",
    () => pdenet.pdeFind(u, 0.1, { terms: any("polynomial") }),
    ValueError,
    /terms should be \{ kind, degree, maxOrder \}, or a list .* got "polynomial"/,
  ],
  [
    "derivativesUpTo: no order",
    () => pdenet.derivativesUpTo(-1, 2),
    ValueError,
    /maxOrder should be an integer ≥ 0; got -1/,
  ],
  [
    "derivativesUpTo: no axes",
    () => pdenet.derivativesUpTo(2, 0),
    ValueError,
    /axes should be an integer ≥ 1; got 0/,
  ],
];
test.each(calls)("%s is refused", (_, call, error, message) => {
  expect(call).toThrow(error);
  expect(call).toThrow(message);
});

test.each([
  [
    "no list",
    () => 3,
    /rate should return a list of one Variable for each of 1 components; got number/,
  ],
  ["nothing", () => undefined, /for each of 1 components; got undefined/],
  [
    "a component that is not there",
    (see: pdenet.See) => [see(1, [0])],
    /the component that rate sees should be an integer between 0 and 0; got 1/,
  ],
] as [string, (see: pdenet.See) => unknown, RegExp][])(
  "a rate of one's own that returns or sees %s is refused",
  async (_, rate, message) => {
    const network = pdenet.ownRate({ parameters: { nu: 1 }, rate: any(rate) });
    await expect(pdenet.fit(u, 0.1, { spacing, network, schedule: [1] })).rejects.toThrow(message);
  },
);

test("refine says that nothing is explained where a model has no equation", async () => {
  const silent = { ...model, explained: [false] };
  await expect(pdenet.refine(silent, u, 0.1)).rejects.toThrow(
    /the equation should have terms; nothing is explained of what the model learnt from/,
  );
});
