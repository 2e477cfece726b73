import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { EQUATIONS } from "../../../src/cli/generate/equations.js";
import { KINDS } from "../../../src/cli/generate/microstructures.js";
import { skipSplits } from "../../../src/core/index.js";
import { openArray, openArrays, openFacts, saveArray } from "../../../src/io/index.js";
import { filteredCells, multiphase } from "../../../src/microstructure/index.js";
import { burgers, randomFourier, solveElasticity } from "../../../src/physics/index.js";
import { run } from "../../../src/cli/run.js";
import { call, inFolder } from "../terminal.js";
import type { Call } from "../terminal.js";

const MICROSTRUCTURE = ["generate", "microstructure"];
const ELASTIC = ["generate", "elastic", "filtered-cells", "--shape", "6,5,5", "--samples", "5"];
const PHASES = ["--elastic-modulus", "1,10", "--poisson-ratio", "0.3,0.2"];
const HEAT = ["generate", "pde", "heat", "--shape", "12", "--diffusivity", "0.1"];
const FRAMES = ["--interval", "0.1", "--steps", "2"];

async function done(words: readonly string[]): Promise<Call> {
  const ended = await call(words);
  expect(ended.code, ended.err).toBe(0);
  return ended;
}

describe("generate microstructure", () => {
  const kinds: Record<string, string[]> = {
    multiphase: ["--grain-size", "4,3", "--volume-fraction", "0.2,0.8", "--variance", "0.1"],
    "filtered-cells": ["--sigma", "0.5,2", "--fraction-range", "0.2,0.8"],
    "independent-cells": ["--phases", "3", "--exact-fraction"],
    "thresholded-field": ["--covariance", "matern", "--length", "2", "--smoothness", "1.5"],
    "overlapping-spheres": ["--radius", "1,2", "--volume-fraction", "0.3"],
    "separate-spheres": ["--radius", "1", "--count", "2", "--gap", "1", "--orientation", "random"],
    fibres: ["--radius", "1", "--count", "2", "--separate"],
    grains: ["--count", "5", "--phases", "3", "--balanced", "--relaxation", "1"],
    spinodal: ["--wavelength", "4", "--cones", "1,1"],
    delta: ["--phases", "3"],
    checkerboard: ["--square", "2"],
    laminate: ["--normal", "0,2", "--volume-fraction", "0.5,0.5"],
  };

  test("knows every kind of the help", () => {
    expect(Object.keys(kinds)).toEqual(Object.keys(KINDS));
  });

  for (const [kind, options] of Object.entries(kinds)) {
    test(`${kind}: a sample depends on the seed and itself, not on the parts it is made in`, async () => {
      await inFolder(async (path) => {
        const words = [...MICROSTRUCTURE, kind, "--shape", "12,8", ...options];
        const samples = KINDS[kind].count ? [] : ["--samples", "5"];
        await done([...words, ...samples, "-o", path("one.npz")]);
        await done([...words, ...samples, "-o", path("parts.npz"), "--chunk", "2"]);
        const m = await openArray(path("one.npz"), { member: "m" });
        expect(m.data).toBeInstanceOf(Uint8Array);
        expect(m.shape.slice(1)).toEqual([12, 8]);
        expect((await openArray(path("parts.npz"), { member: "m" })).data).toEqual(m.data);
        expect(new Set(m.data).size).toBeGreaterThan(1);
        const facts = await openFacts(path("one.npz"));
        expect(facts).toMatchObject({ microstructure: { kind, shape: [12, 8], seed: 1 } });
        expect(facts.samples).toBe(m.shape[0]);
      });
    });
  }

  test("makes what the library makes of the same options", async () => {
    await inFolder(async (path) => {
      const words = [...MICROSTRUCTURE, "multiphase", "--shape", "9,8", "--grain-size", "4"];
      const told = await done([...words, "--samples", "3", "--seed", "7", "-o", path("m.npz")]);
      expect(told.out).toBe(`Wrote ${path("m.npz")}: 3 samples.\n`);
      const m = await openArray(path("m.npz"), { member: "m" });
      expect(m.data).toEqual(multiphase([9, 8], { grainSize: 4, samples: 3 }, 7).data);
    });
  });
});

describe("generate elastic", () => {
  test("solves what the library solves, and writes the element into the file", async () => {
    await inFolder(async (path) => {
      const words = [...ELASTIC, ...PHASES, "--stress", "--chunk", "2", "--seed", "3"];
      await done([...words, "-o", path("set.npz")]);
      const set = await openArrays(path("set.npz"));
      const m = filteredCells([6, 5, 5], { samples: 5 }, 3);
      expect(set.m).toMatchObject({ shape: m.shape, data: m.data });
      const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.2] };
      const solved = await solveElasticity(m, phases, [1, 0, 0, 0, 0, 0]);
      expect(set.strain).toMatchObject({ shape: [5, 6, 6, 5, 5], data: solved.strain.data });
      expect(set.stress).toMatchObject({ shape: [5, 6, 6, 5, 5], data: solved.stress.data });
      expect(set.energy).toMatchObject({ data: Float64Array.from(solved.energy) });
      expect(set.iterations).toMatchObject({ data: Int32Array.from(solved.iterations) });
      const told = await done(["info", path("set.npz")]);
      expect(told.out).toContain("set.npz was made of {");
      expect(told.out).toContain(`"element":"q1bbar"`);
      const [line] = (await done(["info", path("set.npz"), "--json"])).out.split("\n");
      expect(JSON.parse(line)).toMatchObject({ facts: await openFacts(path("set.npz")) });
      expect(await openFacts(path("set.npz"))).toMatchObject({
        ...{ set: "generate elastic", samples: 5, chunk: 2 },
        elasticity: {
          element: "q1bbar",
          plane: "strain",
          tolerance: 1e-6,
          elasticModulus: [1, 10],
        },
        microstructure: { kind: "filtered-cells", seed: 3 },
      });
    });
  });

  test("takes microstructures of a file, another element and some components", async () => {
    await inFolder(async (path) => {
      const m = filteredCells([7, 5], { samples: 3 }, 1);
      await saveArray(path("m.npy"), m);
      await done([
        ...["generate", "elastic", "--microstructure", path("m.npy"), ...PHASES],
        ...["--element", "q1r", "--plane", "stress", "--strain", "0,0,1"],
        ...["--components", "xy,xx", "-o", path("set.npz"), "-q"],
      ]);
      expect(await openArrays(path("set.npz"))).not.toHaveProperty("stress");
      const strain = await openArray(path("set.npz"), { member: "strain" });
      const phases = { elasticModulus: [1, 10], poissonRatio: [0.3, 0.2] };
      const options = { element: "q1r", plane: "stress" } as const;
      const solved = await solveElasticity(m, phases, [0, 0, 1], options);
      expect(strain.shape).toEqual([3, 2, 7, 5]);
      for (let s = 0; s < 3; s++) {
        [2, 0].forEach((c, i) => {
          const from = (3 * s + c) * 35;
          const to = (2 * s + i) * 35;
          expect(strain.data.slice(to, to + 35)).toEqual(solved.strain.data.slice(from, from + 35));
        });
      }
      // Facts tell the data from others of the same name.
      const facts = await openFacts(path("set.npz"));
      await saveArray(path("m.npy"), filteredCells([7, 5], { samples: 3 }, 2));
      const words = ["generate", "elastic", "--microstructure", path("m.npy"), ...PHASES];
      await done([...words, "-o", path("other.npz")]);
      expect((await openFacts(path("other.npz"))).microstructure).not.toEqual(facts.microstructure);
    });
  });
});

describe("generate cahn-hilliard and pde", () => {
  test("a phase field keeps its mean from the start to the end, in any parts", async () => {
    await inFolder(async (path) => {
      const words = ["generate", "cahn-hilliard", "--shape", "9,8", "--samples", "3"];
      const more = ["--steps", "5", "--every", "2", "--mean", "0.2", "--amplitude", "0.5"];
      await done([...words, ...more, "-o", path("one.npz")]);
      await done([...words, ...more, "--chunk", "2", "-o", path("parts.npz")]);
      const phi = await openArray(path("one.npz"), { member: "phi" });
      expect(phi.shape).toEqual([3, 4, 9, 8]); // steps 0, 2, 4 and 5
      expect((await openArray(path("one.npz"), { member: "energy" })).shape).toEqual([3, 4]);
      const parts = await openArray(path("parts.npz"), { member: "phi" });
      expect(parts.data).toEqual(phi.data);
      const data = Float64Array.from(phi.data);
      const mean = (from: number): number =>
        data.slice(from, from + 72).reduce((sum, u) => sum + u / 72, 0);
      for (let s = 0; s < 3; s++) {
        expect(Math.abs(mean(4 * 72 * s + 3 * 72) - mean(4 * 72 * s))).toBeLessThan(1e-13);
        const first = data.slice(4 * 72 * s, 4 * 72 * s + 72);
        expect(first.every((u) => Math.abs(u - 0.2) <= 0.5)).toBe(true);
      }
    });
  });

  const equations: Record<string, string[]> = {
    heat: ["--diffusivity", "0.1"],
    burgers: ["--viscosity", "0.1", "--scheme", "imex"],
    "advection-diffusion": ["--velocity", "1,-1", "--diffusivity", "0.1"],
    "kuramoto-sivashinsky": ["--time-step", "0.01"],
    "navier-stokes": ["--viscosity", "0.1", "--friction", "0.1"],
    "fisher-kpp": ["--diffusivity", "0.1", "--growth", "2", "--initial", "bumps", "--count", "2"],
    "fitzhugh-nagumo": ["--diffusivity", "0.1,0", "--current", "0.5"],
    "lambda-omega": ["--diffusivity", "0.1", "--beta", "2", "--normalize"],
  };

  test("pde knows every equation of the help", () => {
    expect(Object.keys(equations)).toEqual(Object.keys(EQUATIONS));
  });

  for (const [name, options] of Object.entries(equations)) {
    test(`${name}: a trajectory depends on the seed and itself, not on the parts`, async () => {
      await inFolder(async (path) => {
        const waves = options.includes("--initial") ? [] : ["--frequency", "1,2"];
        const words = ["generate", "pde", name, "--shape", "8,7", "--samples", "3", ...FRAMES];
        await done([...words, ...options, ...waves, "-o", path("one.npz")]);
        await done([...words, ...options, ...waves, "--chunk", "2", "-o", path("parts.npz")]);
        const u = await openArray(path("one.npz"), { member: "u" });
        expect([u.shape[0], u.shape[1], ...u.shape.slice(3)]).toEqual([3, 3, 8, 7]);
        expect((await openArray(path("parts.npz"), { member: "u" })).data).toEqual(u.data);
        expect(await openFacts(path("one.npz"))).toMatchObject({ equation: { name, steps: 2 } });
      });
    });
  }

  test("pde solves what the library solves", async () => {
    await inFolder(async (path) => {
      const words = ["generate", "pde", "burgers", "--shape", "16", "--viscosity", "0.2"];
      const start = ["--amplitude", "2", "--shift", "1", "--normalize", "--lengths", "3"];
      await done([...words, ...start, ...FRAMES, "--samples", "2", "-o", path("set.npz")]);
      const solver = burgers({ shape: [16], lengths: 3, viscosity: 0.2 });
      const waves = { amplitude: 2, shift: 1, normalize: true, samples: 2 };
      const { u } = await solver.solve(randomFourier([16], waves, 1), { interval: 0.1, steps: 2 });
      expect((await openArray(path("set.npz"), { member: "u" })).data).toEqual(u.data);
    });
  });
});

describe("a set that is stopped", () => {
  test("returns 130, tells how to go on, and does", async () => {
    await inFolder(async (path) => {
      const words = [...HEAT, ...FRAMES, "--samples", "9", "--chunk", "2", "-o", path("set.npz")];
      const controller = new AbortController();
      let [err, drawn] = ["", 0];
      const code = await run(words, {
        out: () => undefined,
        err: (text) => {
          err += text;
          drawn++;
          if (drawn === 5) controller.abort(); // the bar has moved: some parts are there, others not
        },
        ...{ interactive: true, columns: 80, signal: controller.signal },
      });
      expect(code).toBe(130);
      expect(err).toMatch(
        /kernelfield generate pde: stopped with at least [02468] of 9 samples saved beside .*set\.npz\. Repeat the call to go on\.\n$/,
      );
      const parts = await readdir(path("set.parts"));
      const saved = 2 * parts.filter((name) => name.startsWith("part-")).length;
      const again = await done([...words, "--json"]);
      expect(JSON.parse(again.out)).toMatchObject({ samples: 9, made: 9 - saved, found: saved });
      await done([...words.slice(0, -1), path("other.npz")]);
      expect(await readFile(path("set.npz"))).toEqual(await readFile(path("other.npz")));
    });
  });

  test("before anything was made leaves nothing behind", async () => {
    await inFolder(async (path) => {
      const signal = AbortSignal.abort();
      const words = [...HEAT, ...FRAMES, "--samples", "2", "-o", path("set.npz")];
      const { code, err } = await call(words, { signal });
      expect({ code, err }).toEqual({
        code: 130,
        err: "kernelfield: stopped; nothing was written.\n",
      });
      expect(await readdir(dirname(path("x")))).toEqual([]);
    });
  });

  test("keeps its parts with --keep-parts, and refuses them for other options", async () => {
    await inFolder(async (path) => {
      const words = [...HEAT, ...FRAMES, "--samples", "2", "--keep-parts", "-o", path("set.npz")];
      await done([...words, "--threads", "1"]);
      expect((await readdir(path("set.parts"))).sort()).toEqual(["facts.json", "part-00000.npz"]);
      expect((await done(words)).out).toContain("2 samples, 2 of them made before");
      const { code, err } = await call([...words, "--seed", "2"]);
      expect(code).toBe(1);
      expect(err).toContain("should hold parts of the same recipe; seed is 1 there and 2 here");
    });
  });
});

test("sample s of a part is sample s of the whole set", () => {
  const whole = filteredCells([9], { samples: 6 }, 5).data;
  expect(filteredCells([9], { samples: 2 }, skipSplits(5, 4)).data).toEqual(whole.slice(36));
});
