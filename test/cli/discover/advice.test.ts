import { describe, expect, test } from "vitest";
import { adviceOn } from "../../../src/cli/discover/advice.js";
import { ndarrayOf } from "../../../src/core/index.js";
import { saveArray } from "../../../src/io/index.js";
import { physics } from "../../../src/index.js";
import { call, inFolder } from "../terminal.js";

/** Two methods whose forecasts end with these errors. */
function advice(own: number, other: number, settings: object = {}, name = "network"): string[] {
  const errors = { [name]: { median: [0, own] }, regression: { median: [0, other] } };
  const defaults = { start: "direct", network: { kind: "symbolic" } };
  return adviceOn(
    { all: [{ name }, { name: "regression" }] } as never,
    { errors } as never,
    { ...defaults, ...settings } as never,
  );
}

describe("where sparse regression foretells twice as well", () => {
  test("the way to begin at its equation is told", () => {
    expect(advice(0.06, 0.01)).toEqual([
      "Sparse regression foretells the last frame with an error of 0.01, the network with 0.06. Say --start " +
        "regression to train the network from its equation.",
    ]);
    expect(advice(0.06, 0.01, {}, "refined")[0]).toContain("the refined equation with 0.06");
    expect(advice(Infinity, 0.01)[0]).toContain("the network loses it.");
  });

  test("its equation is the better one for linear networks, and for those that began at it", () => {
    for (const settings of [{ start: "regression" }, { network: { kind: "linear" } }]) {
      expect(advice(0.06, 0.01, settings)[0]).toMatch(/with 0\.06\. Go by its equation\.$/);
    }
  });

  test("nothing is said of small errors, of less, of unknown ones, and of regression alone", () => {
    expect(advice(0.009, 0.001)).toEqual([]);
    expect(advice(0.06, 0.031)).toEqual([]);
    expect(advice(NaN, 0.01)).toEqual([]);
    expect(advice(0.06, NaN)).toEqual([]);
    expect(advice(0.06, 0.01, {}, "regression")).toEqual([]);
  });
});

test("a network begins at the equation of regression if it is told to, and else where it finds more", async () => {
  // u_t = −u_x + 0.05 u_xx − 0.5 u³
  const points = 48;
  const solver = physics.semilinear({
    shape: [points],
    timeStep: 0.01,
    linear: ([k]) => ({ re: -0.05 * k * k, im: -k }),
    fields: { u: [0] },
    nonlinear([n], { u }) {
      for (let x = 0; x < points; x++) n[x] = -0.5 * u[x] ** 3;
    },
  });
  const start = physics.randomFourier([points], { samples: 3, frequency: 4, normalize: true }, 2);
  const { u } = await solver.solve(start, { interval: 0.05, steps: 12 });
  await inFolder(async (path) => {
    await saveArray(path("u.npy"), ndarrayOf(u.data, u.shape));
    const spacing = `${(2 * Math.PI) / points}`;
    const words = ["discover", path("u.npy"), "--dt", "0.05", "--spacing", spacing];
    const short = [...words, "--steps", "1", "--iterations", "1", "-o", path("found")];
    const cubic = /^network:\n {2}u_t = −(1\.00|0\.99\d) u_x .*− 0\.[45]\d\d u³/m;
    expect((await call(short)).out).toMatch(cubic);
    const started = ["--start", "regression", "--degree"];
    expect((await call([...short, ...started, "3"])).out).toMatch(cubic);
    expect((await call([...short, ...started, "1"])).out).not.toContain("u³");
  });
}, 60_000);

test.each([
  [["--method", "pdenet"], "got --method pdenet and --network symbolic."],
  [["--method", "regression"], "got --method regression and --network symbolic."],
  [["--network", "linear"], "got --method both and --network linear."],
])("without regression or a symbolic network it is no start: %j", async (words, sentence) => {
  const { code, err } = await call([
    "discover",
    "u.npy",
    "-o",
    "x",
    "--start",
    "regression",
    ...words,
  ]);
  expect(code).toBe(2);
  expect(err).toContain(
    `--start regression goes with --method both and --network symbolic; ${sentence}`,
  );
});
