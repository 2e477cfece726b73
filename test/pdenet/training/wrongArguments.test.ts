/** Options of `fit` that types would refuse, from JavaScript: each is answered with what was expected and what came. */
import { beforeAll, expect, test } from "vitest";
import { ShapeError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { physics } from "../../../src/index.js";
import * as pdenet from "../../../src/pdenet/index.js";

let u: NdArray;
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
});

/** As JavaScript passes it. */
function any(value: unknown): never {
  return value as never;
}

type Call = () => unknown;

const fits: [string, Call, typeof ValueError | typeof ShapeError, RegExp][] = [
  [
    "no time",
    () => pdenet.fit(u, any(undefined)),
    ValueError,
    /dt should be the time .* got undefined/,
  ],
  ["time as text", () => pdenet.fit(u, any("0.1")), ValueError, /dt should be .* got "0\.1"/],
  [
    "spacing as text",
    () => pdenet.fit(u, 1, { spacing: any("0.1") }),
    ShapeError,
    /spacing should be one number, .* got "0\.1"/,
  ],
  [
    "no spacing at all",
    () => pdenet.fit(u, 1, { spacing: 0 }),
    ValueError,
    /spacing\[0\] should be a finite number > 0; got 0\./,
  ],
  [
    "a word for names",
    () => pdenet.fit(u, 1, { names: any("u") }),
    ValueError,
    /names should be a list of words; got "u"\. Write \["u"\]/,
  ],
  [
    "a name of two words",
    () => pdenet.fit(u, 1, { names: ["u v"] }),
    ValueError,
    /names should be different words .* got "u v"/,
  ],
  [
    "a name that is a number",
    () => pdenet.fit(u, 1, { names: any([1]) }),
    ValueError,
    /names should be different words .* got "1"/,
  ],
  [
    "an axis twice",
    () => pdenet.fit(other, 1, { axisNames: ["x", "x"] }),
    ValueError,
    /axisNames should be different words .* got "x"/,
  ],
  [
    "an unknown word for missing frames",
    () => pdenet.fit(u, 1, { missing: any("drop") }),
    ValueError,
    /missing should be one of "refuse", "skip"; got "drop"/,
  ],
  [
    "a name for a network",
    () => pdenet.fit(u, 1, { network: any("symbolic") }),
    ValueError,
    /network should be what pdenet\.symbolic, .* got "symbolic"\. Call one/,
  ],
  [
    "a function for a network",
    () => pdenet.fit(u, 1, { network: any(pdenet.symbolic) }),
    ValueError,
    /got a function\. Call one of them/,
  ],
  [
    "nothing to start from",
    () => pdenet.fit(u, 1, { start: any(null) }),
    ValueError,
    /start should be "direct", "random", a trained network or an equation/,
  ],
  [
    "an object to start from",
    () => pdenet.fit(u, 1, { start: any({}) }),
    ValueError,
    /start should be .* Pass the model/,
  ],
  [
    "a number for the schedule",
    () => pdenet.fit(u, 1, { schedule: any(3) }),
    ValueError,
    /schedule should be a list of steps or stages; got 3\./,
  ],
  [
    "steps as text",
    () => pdenet.fit(u, 1, { schedule: any(["3"]) }),
    ValueError,
    /schedule\[0\]\.steps should be an integer ≥ 1; got "3"/,
  ],
  [
    "a stage without steps",
    () => pdenet.fit(u, 1, { schedule: any([{}]) }),
    ValueError,
    /schedule\[0\]\.steps should be an integer ≥ 1; got undefined/,
  ],
  [
    "places that are numbers",
    () => pdenet.fit(u, 1, { origins: any([0, 0]) }),
    ShapeError,
    /origins should be a place along 1 axes .* got 0 for sample 0/,
  ],
];
test.each(fits)("fit refuses %s", async (_, call, error, message) => {
  const failed = Promise.resolve().then(call);
  await expect(failed).rejects.toThrow(error);
  await expect(failed).rejects.toThrow(message);
});
