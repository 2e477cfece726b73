import { readdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { ndarrayOf } from "../../../src/core/index.js";
import { saveArray } from "../../../src/io/index.js";
import { call, inFolder } from "../terminal.js";

const MICROSTRUCTURE = ["generate", "microstructure"];
const ELASTIC = ["generate", "elastic", "filtered-cells", "--shape", "6,5,5", "--samples", "5"];
const PHASES = ["--elastic-modulus", "1,10", "--poisson-ratio", "0.3,0.2"];
const HEAT = ["generate", "pde", "heat", "--shape", "12", "--diffusivity", "0.1"];
const FRAMES = ["--interval", "0.1", "--steps", "2"];

describe("a call that is not understood returns 2 and says what to do", () => {
  const set = ["-o", "x.npz", "--samples", "2"];
  const field = ["--shape", "8,8", ...set];
  const cases: [string[], string][] = [
    [["generate", "cells"], "it should be followed by microstructure, elastic, cahn-hilliard, pde"],
    [[...MICROSTRUCTURE], "expected KIND; got no file"],
    [[...MICROSTRUCTURE, "foam", ...field], "the kind should be one of multiphase, filtered-cells"],
    [[...MICROSTRUCTURE, "toString", ...field], "got toString"],
    [[...MICROSTRUCTURE, "multiphase", ...field], "multiphase needs --grain-size"],
    [[...MICROSTRUCTURE, "multiphase", ...set], "the option --shape is missing"],
    [[...MICROSTRUCTURE, "spinodal", "--shape", "8", "-o", "x.npz"], "--samples is missing"],
    [[...MICROSTRUCTURE, "spinodal", "--shape", "8", "--samples", "2"], "--output is missing"],
    [
      [...MICROSTRUCTURE, "fibres", ...field, "--grain-size", "3"],
      "--grain-size is no option of fibres, which has --radius, --count,",
    ],
    [
      [...MICROSTRUCTURE, "filtered-cells", ...field, "--sigma", "1"],
      "--sigma should be LEAST,LARGEST; got 1",
    ],
    [[...MICROSTRUCTURE, "thresholded-field", ...field], "the covariance gaussian needs --length"],
    [
      [...MICROSTRUCTURE, "thresholded-field", ...field, "--length", "2", "--covariance", "flat"],
      "--covariance should be gaussian, exponential, matern, lamellar; got flat",
    ],
    [[...MICROSTRUCTURE, "spinodal", ...field, "--seed", "0.5"], "--seed should be a whole number"],
    [["generate", "elastic", ...PHASES, ...set], "expected a KIND, or --microstructure FILE"],
    [[...ELASTIC, "-o", "x.npz"], "it needs --elastic-modulus"],
    [[...ELASTIC, ...PHASES, "-o", "x.npz", "--element", "q3"], "--element should be q1bbar, q1,"],
    [
      [...ELASTIC, ...PHASES, "-o", "x.npz", "--components", "xx,rr"],
      "--components should be all, or some of xx,yy,zz,yz,xz,xy; got xx,rr",
    ],
    [
      ["generate", "elastic", "--microstructure", "m.npy", ...PHASES, ...field],
      "--shape is for microstructures that are made",
    ],
    [["generate", "cahn-hilliard", ...field, "--scheme", "rk4"], "--scheme should be semi-impli"],
    [["generate", "cahn-hilliard", "m.npy", ...field], "got m.npy"],
    [
      ["generate", "cahn-hilliard", ...field, "--mean", "-0.1"],
      "a value of --mean that begins with a dash should follow an equals sign, --mean=-1. See",
    ],
    [["generate", "pde", "wave", ...field], "the equation should be one of heat, burgers"],
    [["generate", "pde", "heat", ...field, ...FRAMES], "heat needs --diffusivity"],
    [["generate", "pde", "burgers", ...field, "--viscosity", "1"], "it needs --interval"],
    [[...HEAT, ...set, ...FRAMES, "--viscosity", "1"], "--viscosity is no option of heat"],
    [[...HEAT, ...set, ...FRAMES, "--width", "1"], "--width is no option of --initial waves"],
    [
      [...HEAT, ...set, ...FRAMES, "--frequency", "1,2,3"],
      "LEAST,LARGEST or one number; got 1,2,3",
    ],
  ];
  for (const [words, sentence] of cases) {
    test(sentence, async () => {
      await inFolder(async (path) => {
        const given = words.map((word) => (word === "x.npz" ? path(word) : word));
        const { code, out, err } = await call(given);
        expect(err).toContain(sentence);
        expect(err.trim().split("\n")).toHaveLength(1);
        expect({ code, out }).toEqual({ code: 2, out: "" });
        expect(await readdir(dirname(path("x")))).toEqual([]);
      });
    });
  }

  test("generate alone lists what it generates", async () => {
    for (const words of [["generate"], ["generate", "--help"]]) {
      const { code, out } = await call(words);
      expect(code).toBe(0);
      for (const what of ["microstructure", "elastic", "cahn-hilliard", "pde"]) {
        expect(out).toContain(`kernelfield generate ${what}`);
      }
    }
  });
});

describe("values that are refused return 1, in the library's words", () => {
  test("of generators, solvers and files", async () => {
    await inFolder(async (path) => {
      const refused = async (words: string[], sentence: string): Promise<void> => {
        const { code, err } = await call([...words, "-o", path("x.npz")]);
        expect(err).toContain(sentence);
        expect(code).toBe(1);
        expect(await readdir(dirname(path("x")))).not.toContain("x.parts");
      };
      const fine = ["--shape", "8,8", "--samples", "2"];
      const grains = [...MICROSTRUCTURE, "multiphase", ...fine, "--grain-size"];
      await refused([...grains, "9"], "microstructure.multiphase: grainSize");
      await refused([...grains, "3", "--chunk", "0"], "io.generateParts: chunk");
      await refused([...grains, "3", "--threads", "0"], "compute.use: threads");
      await refused(
        [...MICROSTRUCTURE, "delta", "--shape", "3", "--samples", "3"],
        "kernelfield generate microstructure: --samples",
      );
      await refused(
        [...ELASTIC, "--elastic-modulus", "1", "--poisson-ratio", "0.3"],
        "physics.solveElasticity",
      );
      await refused(["generate", "cahn-hilliard", ...fine, "--gamma=-1"], "physics.cahnHilliard");
      await refused([...HEAT, ...FRAMES, "--samples", "2", "--frequency", "6"], "randomFourier");
      await saveArray(path("u.npy"), ndarrayOf(Float64Array.of(0, 0.5), [1, 2]));
      const file = ["generate", "elastic", "--microstructure", path("u.npy"), ...PHASES];
      await refused(file, "should hold phase indices 0 … 255; got 0.5 at entry 1. Cut");
      await writeFile(path("m.npy"), "");
      await refused(["generate", "elastic", "--microstructure", path("m.npy"), ...PHASES], "m.npy");
    });
  });
});
