import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { loadPdeModel, saveArray, saveArrays } from "../../../src/io/index.js";
import { fit, pdeFind, symbolic } from "../../../src/pdenet/index.js";
import type { Equation } from "../../../src/pdenet/index.js";
import { call, inFolder } from "../terminal.js";
import { DIFFUSIVITY, DT, POINTS, SPACING, SPEED, travelling, whiteNoise } from "./movies.js";

const SMALL = ["--spacing", String(SPACING), "--steps", "1,3", "--iterations", "15"];
const GIVEN = ["--dt", String(DT), ...SMALL];
const RESULTS = [
  ...["equation.json", "equation.tex", "equation.txt", "errors.json", "model.npz"],
  ...["report.html", "training.npz"],
];

/** Coefficients of an equation of one component by their derivative. */
function coefficientsOf({ terms: [own] }: Equation): Record<string, number> {
  return Object.fromEntries(
    own.map(({ factors, coefficient }) => [
      factors.map(({ order }) => `u${"x".repeat(order[0])}`).join(" "),
      coefficient,
    ]),
  );
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function equationsIn(file: string): Promise<Record<string, Equation>> {
  const { equations } = JSON.parse(await readFile(file, "utf8")) as {
    readonly equations: Record<string, Equation>;
  };
  return equations;
}

describe("discover", () => {
  test("finds the equation of travelling waves, prints it and writes all that there is to know", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(6, 16));
      const words = ["discover", path("u.npy"), ...GIVEN, "-o", path("found"), "--refine", "2"];
      const { code, out, err } = await call([...words, "--title", "Waves <that> travel"]);
      expect(code, err).toBe(0);
      expect(out).toContain(
        "trajectories: 6 of 16 frames, 1 component on 32 points, spacing 0.1963",
      );
      expect(out).toMatch(/^refined:\n {2}u_t = −0\.700 \(± .*\) u_x \+ 0\.099\d \(± .*\) u_xx$/m);
      expect(out).toMatch(/^sparse regression:\n {2}u_t = /m);
      expect(out).toMatch(
        /^ {2}time +refined +75 % +lost +network +75 % +lost +sparse regression/m,
      );
      expect(out).toContain("errors of forecasts of 1 trajectory not learnt from;");
      expect(out).toMatch(/^network: small differences .* forecasts are stable\.$/m);
      expect(out).toContain(`Wrote ${path("found")}: report.html, equation.txt`);
      expect((await readdir(path("found"))).sort()).toEqual(RESULTS);

      // Waves of 8 points and filters of 7: a few parts in a thousand.
      const { refined, network, regression } = await equationsIn(path("found/equation.json"));
      for (const equation of [refined, network]) {
        const { ux, uxx } = coefficientsOf(equation);
        expect(Math.abs(ux / -SPEED - 1)).toBeLessThan(0.01);
        expect(Math.abs(uxx / DIFFUSIVITY - 1)).toBeLessThan(0.01);
      }
      expect(Object.keys(coefficientsOf(regression)).sort()).toEqual(["ux", "uxx"]);
      expect(await readFile(path("found/equation.tex"), "utf8")).toContain("% refined\nu_{t} = ");
      expect(await readFile(path("found/equation.txt"), "utf8")).toContain("# network\nu_t = ");
      const page = await readFile(path("found/report.html"), "utf8");
      for (const part of [
        "<h1>Waves &lt;that&gt; travel</h1>",
        "Filters",
        "Errors of forecasts",
        "trajectories not learnt from: 1",
      ]) {
        expect(page).toContain(part);
      }
      expect((await loadPdeModel(path("found/model.npz"))).network.kind).toBe("equation");
      const told = await call(["info", path("found/model.npz")]);
      expect(told.out).toMatch(/^Equation +u_t = −0\.700 u_x \+ 0\.099\d u_xx$/m);
    });
  });

  test("does what the library does, and JSON says it to programs", async () => {
    await inFolder(async (path) => {
      const u = travelling(3, 12);
      await saveArray(path("u.npy"), u);
      const words = [...GIVEN, "--seed", "4", "--size", "5", "--products", "2", "--substeps", "2"];
      const { code, out, err } = await call([
        ...["discover", path("u.npy"), ...words, "-o", path("found"), "--json"],
      ]);
      expect(code, err).toBe(0);
      const { model, stages } = await fit(u, DT, {
        network: symbolic({ size: 5, products: 2, substeps: 2 }),
        ...{ spacing: SPACING, seed: 4, schedule: [1, 3], maxIterations: 15 },
      });
      expect(await loadPdeModel(path("found/model.npz"))).toStrictEqual(model);
      const { equation } = pdeFind(u, DT, { spacing: SPACING, seed: 4 });
      const written = await equationsIn(path("found/equation.json"));
      expect(written.regression.terms).toEqual(JSON.parse(JSON.stringify(equation.terms)));
      const facts = JSON.parse(out) as Record<string, unknown>;
      expect(facts).toMatchObject({ folder: path("found"), notes: [], growth: {} });
      expect(facts.stages).toEqual(JSON.parse(JSON.stringify(stages)));
      expect(Object.keys(facts.errors as object)).toEqual(["network", "regression"]);
    });
  });

  test("takes as many steps from frame to frame as the grid needs, and says so", async () => {
    await inFolder(async (path) => {
      // 0.1 · 0.8 / h² = 2.1 is far beyond what a midpoint step holds, 2 / 6.04.
      await saveArray(path("u.npy"), travelling(4, 12, 0.8));
      const words = ["discover", path("u.npy"), "--dt", "0.8", ...SMALL, "-o", path("found")];
      const { code, out, err } = await call([...words, "--steps", "1"]);
      expect(code, err).toBe(0);
      expect(err).toBe(
        "Note: A step from frame to frame is too long for the grid; 8 are taken instead. Say --substeps for another " +
          "number.\n",
      );
      expect((await loadPdeModel(path("found/model.npz"))).network.substeps).toBe(8);
      expect(out).toMatch(/^network: .* forecasts are stable\.$/m);
    });
  });

  test("regression alone trains nothing, and a network alone compares nothing", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(2, 12));
      const words = ["discover", path("u.npy"), ...GIVEN, "-o", path("found")];
      const alone = await call([...words, "--method", "regression"]);
      expect(alone.code, alone.err).toBe(0);
      expect(alone.out).not.toContain("network");
      expect(alone.out).toContain("learnt from, as there are too few to keep some");
      expect(await readdir(path("found"))).not.toContain("training.npz");
      const net = await call([...words, "--method", "pdenet", "--names", "height"]);
      expect(net.code, net.err).toBe(0);
      expect(net.out).not.toContain("regression");
      expect(net.out).toMatch(/height_t = −0\.70\d height_x/);
    });
  });

  test("a linear network has one equation, or maps of its coefficients", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(4, 12));
      const words = [
        "discover",
        path("u.npy"),
        ...GIVEN,
        "--network",
        "linear",
        "-o",
        path("found"),
      ];
      const constant = await call(words);
      expect(constant.code, constant.err).toBe(0);
      expect(constant.out).toMatch(/^network:\n {2}u_t = −0\.70\d u_x \+ 0\.099\d u_xx$/m);
      const maps = await call([...words, "--coefficients", "lagrange", "--cells", "4"]);
      expect(maps.code, maps.err).toBe(0);
      expect(maps.out).toContain("network, with the means of coefficients that depend on place:");
      const page = await readFile(path("found/report.html"), "utf8");
      expect(page).toContain("Coefficients over the domain");
    });
  });
});

describe("movies come as", () => {
  const regression = ["--spacing", String(SPACING), "--method", "regression"];
  const found = async (path: (name: string) => string, words: string[]): Promise<Equation> => {
    const given = ["discover", ...words, ...regression, "-o", path("found")];
    const { code, err } = await call(given);
    expect(code, err).toBe(0);
    return (await equationsIn(path("found/equation.json"))).regression;
  };
  const u = travelling(3, 12);
  const movie = (s: number): NdArray =>
    ndarrayOf(u.pick(s).data.slice(s * 12 * POINTS, (s + 1) * 12 * POINTS), [12, POINTS]);
  const whole = pdeFind(u, DT, { spacing: SPACING }).equation;

  test("one file, several, an archive, or one of its arrays; all say the same", async () => {
    await inFolder(async (path) => {
      const names = ["a", "b", "c"];
      const all = Object.fromEntries(names.map((name, s) => [name, movie(s)]));
      for (const name of names) await saveArray(path(`${name}.npy`), all[name]);
      await saveArrays(path("all.npz"), { ...all });
      await saveArrays(path("u.npz"), { u, other: [[1, 2]] });
      const dt = ["--dt", String(DT)];
      for (const files of [
        names.map((name) => path(`${name}.npy`)),
        [path("all.npz")],
        [`${path("u.npz")}:u`],
      ]) {
        expect((await found(path, [...files, ...dt])).terms).toEqual(
          JSON.parse(JSON.stringify(whole.terms)),
        );
      }
    });
  });

  test("axes in another order, and times in a file", async () => {
    await inFolder(async (path) => {
      const { data } = movie(0);
      const turned = ndarrayOf(
        Float64Array.from(data, (_, i) => data[(i % 12) * POINTS + Math.floor(i / 12)]),
        [POINTS, 12],
      );
      await saveArray(path("xt.npy"), turned);
      await saveArray(
        path("times.npy"),
        Array.from({ length: 12 }, (_, t) => 3 + DT * t),
      );
      const equation = await found(path, [
        path("xt.npy"),
        "--axes",
        "xt",
        "--times",
        path("times.npy"),
      ]);
      const { ux, uxx } = coefficientsOf(equation);
      expect(Math.abs(ux / -SPEED - 1)).toBeLessThan(0.02);
      expect(Math.abs(uxx / DIFFUSIVITY - 1)).toBeLessThan(0.1);
    });
  });

  test("uneven times", async () => {
    await inFolder(async (path) => {
      const long = travelling(1, 30);
      const kept = [0, 1, 2, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 18, 19, 20, 22, 24, 25, 26, 27, 29];
      const rows = kept.map((t) => Array.from({ length: POINTS }, (_, x) => long.get(0, t, 0, x)));
      await saveArray(path("u.npy"), rows);
      await saveArray(
        path("times.npy"),
        kept.map((t) => t * DT),
      );
      const { ux } = coefficientsOf(
        await found(path, [path("u.npy"), "--times", path("times.npy")]),
      );
      expect(Math.abs(ux / -SPEED - 1)).toBeLessThan(0.03);
    });
  });

  test("frames that are missing, if the call says so", async () => {
    await inFolder(async (path) => {
      const gap = ndarrayOf(Float64Array.from(u.data), u.shape);
      gap.data.fill(NaN, 5 * POINTS, 6 * POINTS);
      await saveArray(path("gap.npy"), gap);
      const words = [path("gap.npy"), "--dt", String(DT)];
      const { ux } = coefficientsOf(await found(path, [...words, "--missing", "skip"]));
      expect(Math.abs(ux / -SPEED - 1)).toBeLessThan(0.02);
      const refused = await call(["discover", ...words, ...regression, "-o", path("none")]);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain(
        "trajectories[0] should be finite; got NaN at index [5, 0, 0].",
      );
      await expect(access(path("none"))).rejects.toThrow();
    });
  });

  test("a set of generate pde, of which everything is known", async () => {
    await inFolder(async (path) => {
      const made = await call([
        ...[
          "generate",
          "pde",
          "heat",
          "--shape",
          "16,20",
          "--samples",
          "3",
          "--diffusivity",
          "0.2",
        ],
        ...["--interval", "0.05", "--steps", "8", "--lengths", "3,4", "--frequency", "2"],
        ...["-o", path("set.npz")],
      ]);
      expect(made.code, made.err).toBe(0);
      const words = ["discover", path("set.npz"), "--method", "regression", "-o", path("found")];
      const { code, out, err } = await call(words);
      expect(code, err).toBe(0);
      expect(out).toMatch(
        /u_t = 0\.20\d? .*u_xx \+ 0\.20\d? .*u_yy|u_t = 0\.20\d? .*u_yy \+ 0\.20\d? .*u_xx/,
      );
    });
  });
});

describe("a training that is stopped", () => {
  test("keeps where it stood, and --resume goes on to the same bits", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(4, 12));
      const words = ["discover", path("u.npy"), ...GIVEN, "--method", "pdenet"];
      const unbroken = await call([...words, "-o", path("whole")]);
      expect(unbroken.code, unbroken.err).toBe(0);

      const stopped = new AbortController();
      const training = call([...words, "-o", path("broken")], { signal: stopped.signal });
      while (!(await isThere(path("broken/training.npz")))) await setTimeout(1);
      stopped.abort();
      const { code, out, err } = await training;
      expect({ code, out }).toEqual({ code: 130, out: "" });
      expect(err).toContain(
        `kernelfield discover: stopped; where the training stood is saved in ${path("broken")}. Repeat the call with ` +
          `--resume to go on.`,
      );
      expect(await readdir(path("broken"))).toEqual(["training.npz"]);

      const again = await call([...words, "-o", path("broken"), "--resume"]);
      expect(again.code, again.err).toBe(0);
      expect(await loadPdeModel(path("broken/model.npz"))).toStrictEqual(
        await loadPdeModel(path("whole/model.npz")),
      );
      const other = await call([...words, "-o", path("broken"), "--resume", "--seed", "9"]);
      expect(other.code).toBe(1);
      expect(other.err).toContain("seed should be that of the checkpoint");
    });
  });

  test("may be killed at any time after the first saving, and goes on", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(4, 12));
      const words = [
        "discover",
        path("u.npy"),
        ...GIVEN,
        "--method",
        "pdenet",
        "-o",
        path("found"),
      ];
      const program = `
        import { run } from ${JSON.stringify(new URL("../../../src/cli/run.ts", import.meta.url).href)};
        const out = () => undefined;
        const { signal } = new AbortController();
        await run(${JSON.stringify(words)}, { out, err: out, interactive: false, columns: 80, signal });`;
      const run = ["--import", "tsx", "--input-type=module", "--eval", program];
      const child = spawn(process.execPath, run, { stdio: ["ignore", "ignore", "inherit"] });
      const exit = once(child, "exit");
      while (!(await isThere(path("found/training.npz")))) await setTimeout(2);
      child.kill("SIGKILL");
      await exit;
      const again = await call([...words, "--resume"]);
      expect(again.code, again.err).toBe(0);
      const killed = await loadPdeModel(path("found/model.npz"));
      expect((await call(words)).code).toBe(0);
      expect(killed).toStrictEqual(await loadPdeModel(path("found/model.npz")));
    });
  });

  test("before anything is saved leaves nothing", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(2, 12));
      const stopped = new AbortController();
      stopped.abort();
      const words = ["discover", path("u.npy"), ...GIVEN, "-o", path("found")];
      const { code, err } = await call(words, { signal: stopped.signal });
      expect(code).toBe(130);
      expect(err).toBe("kernelfield: stopped; nothing was written.\n");
      expect(await readdir(dirname(path("x")))).toEqual(["u.npy"]);
    });
  });
});

describe("refused, in a sentence, are", () => {
  const usage: [string, string[], RegExp][] = [
    ["no file", [], /expected FILE…; got no file/],
    ["no time", ["u.npy"], /the option --dt is missing, the time from frame to frame/],
    ["a time of zero", ["u.npy", "--dt", "0"], /--dt should be a positive time; got 0/],
    ["two times", ["u.npy", "--dt", "1", "--times", "t.npy"], /give --dt or --times, not both/],
    ["a spacing of zero", ["u.npy", "--dt", "1", "--spacing", "0"], /--spacing should be one posi/],
    [
      "two spacings",
      ["u.npy", "--dt", "1", "--axes", "stcx", "--spacing", "1,1"],
      /each of 1 axes/,
    ],
    [
      "all for the test",
      ["u.npy", "--dt", "1", "--test", "4"],
      /leaves trajectories to learn from/,
    ],
    ["half a seed", ["u.npy", "--dt", "1", "--seed", "0.5"], /--seed should be a whole number/],
    ["half a draw", ["u.npy", "--dt", "1", "--refine", "0.5"], /--refine should be a whole number/],
    ["another network", ["u.npy", "--dt", "1", "--network", "deep"], /symbolic, linear; got deep/],
    [
      "cells of a polynomial",
      ["u.npy", "--dt", "1", "--cells", "4"],
      /no option of --network symb/,
    ],
    [
      "cells of constants",
      ["u.npy", "--dt", "1", "--network", "linear", "--cells", "4"],
      /--cells go with lagrange coefficients; got --coefficients constant/,
    ],
    [
      "maps to be refined",
      ["u.npy", "--network", "linear", "--coefficients", "lagrange", "--refine", "1"],
      /--refine should be left out for coefficients that depend on place/,
    ],
  ];
  test.each(usage)("%s", async (_, words, sentence) => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(4, 12));
      await saveArray(path("t.npy"), [0, 1]);
      const given = words.map((word) => (word.endsWith(".npy") ? path(word) : word));
      const { code, out, err } = await call(["discover", ...given, "-o", path("found")]);
      expect(err).toMatch(sentence);
      expect(err.trim().split("\n")).toHaveLength(1);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      await expect(access(path("found"))).rejects.toThrow();
    });
  });

  const still = (): NdArray => ndarrayOf(new Float64Array(12 * POINTS).fill(1), [12, POINTS]);
  const data: [string, () => NdArray, string[], RegExp][] = [
    ["movies that stand still", still, [], /there is nothing to learn/],
    ["white noise", () => whiteNoise(4, 20), [], /Nothing explained of u: .*--method pdenet/],
    [
      "filters longer than the grid",
      () => travelling(2, 12),
      ["--size", "33"],
      /filters of \[33\] points should fit/,
    ],
    [
      "one frame",
      () => ndarrayOf(new Float64Array(POINTS), [1, POINTS]),
      [],
      /two frames at least/,
    ],
    [
      "stages longer than the movies",
      () => travelling(2, 12),
      ["--steps", "12"],
      /needs N \+ 1 frames/,
    ],
    [
      "complex names",
      () => travelling(2, 12),
      ["--names", "u,v"],
      /names should be one for each of 1/,
    ],
    [
      "too short filters",
      () => travelling(2, 12),
      ["--size", "3", "--accuracy", "4"],
      /of accuracy 4 should have at least 4 points/,
    ],
  ];
  test.each(data)("%s", async (_, u, words, sentence) => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), u());
      const { code, out, err } = await call([
        ...["discover", path("u.npy"), ...GIVEN, ...words, "-o", path("found")],
      ]);
      expect(err).toMatch(sentence);
      expect(err.trim().split("\n")).toHaveLength(1);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      await expect(access(path("found"))).rejects.toThrow();
    });
  });

  test("times that are not those of the frames, and a folder whose name a file has", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), travelling(2, 12));
      await saveArray(path("few.npy"), [0, 1]);
      await saveArray(
        path("back.npy"),
        Array.from({ length: 12 }, (_, t) => -t),
      );
      const words = ["discover", path("u.npy"), ...SMALL, "--method", "regression", "-o"];
      const few = await call([...words, path("found"), "--times", path("few.npy")]);
      expect(few.code).toBe(1);
      expect(few.err).toContain("should hold the time of every frame, [12], or [2, …] for every");
      const back = await call([...words, path("found"), "--times", path("back.npy")]);
      expect(back.err).toContain("should hold times that increase; got -1 behind 0, at frame 1.");
      const file = await call([...words, path("few.npy"), "--dt", "0.05"]);
      expect(file.code).toBe(1);
      expect(file.err).toContain("a file has this name. Choose another one (EEXIST)");
    });
  });

  test("white noise is learnt if a call insists, and told to be none", async () => {
    await inFolder(async (path) => {
      await saveArray(path("u.npy"), whiteNoise(2, 12));
      const words = [
        "discover",
        path("u.npy"),
        ...GIVEN,
        "--method",
        "pdenet",
        "-o",
        path("found"),
      ];
      const { code, err } = await call(words);
      expect(code).toBe(0);
      expect(err).toMatch(/^Note: Nothing explained/m);
    });
  });
});
