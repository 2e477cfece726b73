import { access, readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareCommand } from "../../src/cli/compare.js";
import { discoverCommand } from "../../src/cli/discover/discover.js";
import { fitCommand } from "../../src/cli/fit.js";
import { cahnHilliardCommand } from "../../src/cli/generate/cahnHilliard.js";
import { elasticCommand } from "../../src/cli/generate/elastic.js";
import { microstructureCommand } from "../../src/cli/generate/microstructure.js";
import { pdeCommand } from "../../src/cli/generate/pde.js";
import { infoCommand } from "../../src/cli/info.js";
import { predictCommand } from "../../src/cli/predict.js";
import { reportCommand } from "../../src/cli/report.js";
import { version } from "../../src/core/index.js";
import { loadModel, openArray, saveArray, saveArrays } from "../../src/io/index.js";
import { fit, predict } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import { call, data, inFolder } from "./terminal.js";

const M = data("elastic2d/calibration_microstructure.npy");
const P = data("elastic2d/calibration_strain.npy");
const UNSEEN = data("elastic2d/test_microstructure.npy");
const TRUTH = data("elastic2d/test_strain.npy");
const LARGER = data("elastic2d/resized/microstructure.npy");

describe("help", () => {
  test("names every command, and --version the package's", async () => {
    for (const words of [[], ["--help"], ["-h"], ["help"]]) {
      const { code, out } = await call(words);
      expect(code).toBe(0);
      for (const name of ["generate elastic", "fit", "predict", "compare", "discover"]) {
        expect(out).toContain(`kernelfield ${name}`);
      }
    }
    expect(await call(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  const commands = [
    ...[microstructureCommand, elasticCommand, cahnHilliardCommand, pdeCommand],
    ...[fitCommand, predictCommand, compareCommand, reportCommand],
    ...[discoverCommand, infoCommand],
  ];
  for (const command of commands) {
    test(`of ${command.name} tells every option and file, within 100 columns`, async () => {
      const { code, out } = await call([...command.name.split(" "), "--help"]);
      expect(code).toBe(0);
      for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
      for (const file of command.files) expect(out).toContain(file);
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    });
  }
});

describe("fit, predict, report and info", () => {
  test("do what the library does", async () => {
    await inFolder(async (path) => {
      const fitted = await call(["fit", M, P, "-o", path("model.npz")]);
      expect(fitted.code, fitted.err).toBe(0);
      expect(fitted.out).toMatch(/^Local states +indicators of 2 of 2 phases$/m);
      expect(fitted.out).toMatch(/^Grid +21 × 21 cells$/m);
      const model = await fit(await openArray(M), await openArray(P), phaseBasis(2));
      const saved = await loadModel(path("model.npz"));
      expect(saved.coefficients).toEqual(model.coefficients);

      const predicted = await call([
        ...["predict", path("model.npz"), UNSEEN, "-o", path("strain.npy"), "--truth", TRUTH],
      ]);
      expect(predicted.code, predicted.err).toBe(0);
      expect(predicted.out).toMatch(/^mean absolute error +0\.150 % of the mean/);
      expect(predicted.out).toContain(`Wrote ${path("strain.npy")}: 2 samples.`);
      const strain = await openArray(path("strain.npy"));
      expect(strain.data).toEqual(predict(model, await openArray(UNSEEN)).data);

      const reported = await call([
        ...["report", path("model.npz"), "-o", path("report.html"), "--title", "Two <phases>"],
        ...["--microstructure", UNSEEN, "--truth", TRUTH, "--phases", "soft,stiff"],
      ]);
      expect(reported.code, reported.err).toBe(0);
      const page = await readFile(path("report.html"), "utf8");
      expect(page).toContain("Two &lt;phases&gt;");
      expect(page).toContain(version);

      const told = await call(["info", path("model.npz"), M]);
      expect(told.code, told.err).toBe(0);
      expect(told.out).toContain("localization model");
      expect(told.out).toContain("[2, 21, 21], Float64, from 0 to 1");
    });
  });

  test("print JSON for programs", async () => {
    await inFolder(async (path) => {
      const json = async (...words: string[]): Promise<Record<string, unknown>> => {
        const { code, out, err } = await call([...words, "--json"]);
        expect(code, err).toBe(0);
        return JSON.parse(out) as Record<string, unknown>;
      };
      const model = path("model.npz");
      expect(await json("fit", M, P, "-o", model, "--gauge", "dropLast")).toMatchObject({
        model,
        basis: "phase",
        states: 2,
        grid: [21, 21],
        gauge: "dropLast",
        samples: 2,
      });
      const { scores } = await json(
        "predict",
        model,
        UNSEEN,
        "-o",
        path("p.npy"),
        "--truth",
        TRUTH,
      );
      expect((scores as { mase: { mean: number } }).mase.mean).toBeCloseTo(0.1503, 4);
      expect(await json("predict", model, UNSEEN, "-o", path("p.npy"))).toMatchObject({
        scores: null,
        samples: 2,
      });
      expect(await json("report", model, "-o", path("r.html"))).toEqual({ report: path("r.html") });
      expect(await json("info")).toMatchObject({ kernelfield: version, precision: "float64" });
      expect(await json("info", model)).toMatchObject({ kind: "localization", samples: 2 });
      expect(await json("info", M)).toMatchObject({ kind: "array", shape: [2, 21, 21], to: 1 });
    });
  });

  test("predict on a larger grid after resizing the kernels", async () => {
    await inFolder(async (path) => {
      await call(["fit", M, P, "-o", path("model.npz")]);
      const words = ["predict", path("model.npz"), LARGER, "-o", path("p.npy")];
      const refused = await call(words);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain("the model was fitted on [21, 21]. Call mks.resize");
      const resized = await call([...words, "--resize"]);
      expect(resized.code, resized.err).toBe(0);
      expect((await openArray(path("p.npy"))).shape).toEqual([1, 31, 31]);
    });
  });

  test("read arrays of an archive by name", async () => {
    await inFolder(async (path) => {
      await saveArrays(path("data.npz"), { m: await openArray(M), p: await openArray(P) });
      const archive = path("data.npz");
      const { code, err } = await call([
        "fit",
        `${archive}:m`,
        `${archive}:p`,
        "-o",
        path("a.npz"),
      ]);
      expect(code, err).toBe(0);
      await call(["fit", M, P, "-o", path("b.npz")]);
      expect(await readFile(path("a.npz"))).toEqual(await readFile(path("b.npz")));
      const { out } = await call(["info", archive]);
      expect(out).toContain("data.npz:m: [2, 21, 21]");
      const missing = await call(["fit", `${archive}:x`, `${archive}:p`, "-o", path("c.npz")]);
      expect(missing.code).toBe(1);
      expect(missing.err).toContain(`"m", "p"`);
    });
  });
});

describe("fit builds the basis it is asked for", () => {
  const kind = async (...words: string[]): Promise<unknown> =>
    inFolder(async (path) => {
      const { code, err } = await call(["fit", M, P, "-o", path("model.npz"), ...words]);
      expect(code, err).toBe(0);
      return (await loadModel(path("model.npz"))).basis;
    });

  test("hats, polynomials, waves, neighbours", async () => {
    const hats = await kind("--basis", "primitive", "--states", "3", "--domain", "0,2", "--clip");
    expect(hats).toMatchObject({ kind: "primitive", count: 3, domain: [0, 2], clip: true });
    const legendre = await kind("--basis", "legendre", "--states", "2", "--extrapolate");
    expect(legendre).toMatchObject({ kind: "legendre", domain: [-1, 1], extrapolate: true });
    const fourier = await kind("--basis", "fourier", "--states", "3");
    expect(fourier).toMatchObject({ kind: "fourier", count: 3 });
    const pairs = await kind("--neighbours", "4", "--order", "2", "--ridge", "1e-3");
    expect(pairs).toMatchObject({ kind: "neighbours", order: 2, axes: 2 });
  });

  test("as many phases as the data hold, over all pieces", async () => {
    const m = data("elastic2d3phase/calibration_microstructure.npy");
    const p = data("elastic2d3phase/calibration_strain.npy");
    await inFolder(async (path) => {
      await call(["fit", m, p, "-o", path("model.npz")]);
      expect((await loadModel(path("model.npz"))).basis).toMatchObject({ kind: "phase", count: 3 });
    });
  });
});

describe("a call that is not understood returns 2 and says what to do", () => {
  const cases: [string[], string][] = [
    [
      ["fits"],
      "the command should be one of generate, fit, predict, compare, report, discover, info; got fits",
    ],
    [["fit", M, P], "the option --output is missing. See kernelfield fit --help."],
    [["fit", M, "-o", "x.npz"], "expected MICROSTRUCTURE RESPONSE; got"],
    [["fit", M, P, "-o", "x.npz", "--speed"], "Unknown option '--speed'"],
    [["fit", M, P, "-o", "x.npz", "--ridge", "much"], `--ridge should be a number; got "much"`],
    [["fit", M, P, "-o", "x.npz", "--ridge", ""], `--ridge should be a number; got ""`],
    [["fit", M, P, "-o", "x.npz", "--basis", "cubic"], "--basis should be phase, primitive"],
    [["fit", M, P, "-o", "x.npz", "--basis", "legendre"], "needs --states"],
    [["fit", M, P, "-o", "x.npz", "--order", "2"], "--order needs --neighbours"],
    [
      ["fit", M, P, "-o", "x.npz", "--basis", "fourier", "--states", "3", "--neighbours", "4"],
      "--neighbours goes with the basis phase or primitive; got fourier",
    ],
    [
      ["fit", M, P, "-o", "x.npz", "--basis", "primitive", "--states", "2", "--domain", "1"],
      "--domain should be LO,HI; got 1",
    ],
    [["report", "m.npz", "-o", "x.html", "--truth", "t.npy"], "--truth needs --microstructure"],
  ];
  for (const [words, sentence] of cases) {
    test(`kernelfield ${words.map((word) => word.split("/").at(-1)).join(" ")}`, async () => {
      await inFolder(async (path) => {
        const given = words.map((word) => (word.startsWith("x.") ? path(word) : word));
        const { code, out, err } = await call(given);
        expect(err).toContain(sentence);
        expect(err.trim().split("\n")).toHaveLength(1);
        expect({ code, out }).toEqual({ code: 2, out: "" });
      });
    });
  }
});

describe("data that are refused return 1, in the library's words, and leave nothing behind", () => {
  let absent = "";
  beforeAll(() => {
    absent = data("elastic2d/absent.npy");
  });
  afterAll(async () => {
    await expect(access(absent)).rejects.toThrow();
  });

  test("a file that is not there", async () => {
    const { code, err } = await call(["fit", absent, P, "-o", "x.npz"]);
    expect(code).toBe(1);
    expect(err).toContain("there is no such file or folder. Check the path");
  });

  test("a response of other samples; no model is written", async () => {
    await inFolder(async (path) => {
      const { code, err } = await call(["fit", LARGER, P, "-o", path("model.npz")]);
      expect(code).toBe(1);
      expect(err).toContain("m and p should have as many samples; got 1 in");
      expect(await readdir(dirname(path("x")))).toEqual([]);
    });
  });

  test("continuous values without a basis for them", async () => {
    await inFolder(async (path) => {
      const { code, err } = await call(["fit", P, P, "-o", path("model.npz")]);
      expect(code).toBe(1);
      expect(err).toContain("Choose --basis primitive or legendre for continuous values");
    });
  });

  test("a file that is no model", async () => {
    await inFolder(async (path) => {
      await saveArray(path("m.npy"), [[0, 1]]);
      const { code, err } = await call(["predict", path("m.npy"), UNSEEN, "-o", path("p.npy")]);
      expect(code).toBe(1);
      expect(err).toContain("m.npy");
      expect(await readdir(dirname(path("x")))).toEqual(["m.npy"]);
    });
  });
});

describe("a person who watches", () => {
  test("sees a bar, drawn over and removed; a program, a pipe and --quiet see none", async () => {
    await inFolder(async (path) => {
      const words = ["fit", M, P, "-o", path("model.npz")];
      const { err } = await call(words, { interactive: true });
      expect(err).toContain("\r\u001b[Kfit ");
      expect(err.endsWith("\r\u001b[K")).toBe(true);
      expect((await call(words)).err).toBe("");
      expect((await call([...words, "-q"], { interactive: true })).err).toBe("");
    });
  });

  test("stops it, and nothing is written", async () => {
    await inFolder(async (path) => {
      const controller = new AbortController();
      controller.abort();
      const words = ["fit", M, P, "-o", path("model.npz")];
      const { code, err } = await call(words, { signal: controller.signal });
      expect(code).toBe(130);
      expect(err).toBe("kernelfield: stopped; nothing was written.\n");
      expect(await readdir(dirname(path("x")))).toEqual([]);
    });
  });

  test("is told what the fit could not determine", async () => {
    await inFolder(async (path) => {
      await saveArray(path("m.npy"), [[0, 1, 0]]);
      const { code, err } = await call([
        "fit",
        path("m.npy"),
        path("m.npy"),
        "-o",
        path("model.npz"),
      ]);
      expect(code).toBe(0);
      expect(err).toMatch(/^Note: The mean response is determined in 1 of 2 directions/);
    });
  });
});
