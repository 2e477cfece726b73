import { access, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveArray, saveArrays } from "../../src/io/index.js";
import { ndarrayOf } from "../../src/core/index.js";
import { compare } from "../../src/studies/index.js";
import { knownCells, problem } from "../studies/cells.js";
import type { Known } from "../studies/cells.js";
import { call, inFolder } from "./terminal.js";

const ELASTIC = ["--elastic-modulus", "1,10", "--poisson-ratio", "0.3,0.3"];

let known: Known;
let path: (name: string) => string;
let removed: Promise<void>;
let remove: () => void;
beforeAll(async () => {
  known = await knownCells(12, [6, 5], 1);
  await new Promise<void>((ready) => {
    removed = inFolder(async (name) => {
      path = name;
      await new Promise<void>((leave) => {
        remove = leave;
        ready();
      });
    });
  });
  const { data, shape } = known.microstructures;
  const m = ndarrayOf(data, shape);
  await saveArray(path("m.npy"), m);
  await saveArray(path("strain.npy"), known.strains);
  await saveArrays(path("set.npz"), { m, strain: known.strains });
});
afterAll(async () => {
  remove();
  await removed;
});

describe("compare", () => {
  test("does what the library does, and writes one page", async () => {
    const { code, out, err } = await call([
      ...["compare", path("m.npy"), path("strain.npy"), ...ELASTIC, "-o", path("report.html")],
      ...["--networks", "none", "--test", "3", "--neighbours", "4", "--iterations", "1,2"],
      ...["--title", "Tiny cells", "--phases", "soft,stiff", "--json"],
    ]);
    expect(code, err).toBe(0);
    const facts = JSON.parse(out) as {
      readonly report: string;
      readonly samples: object;
      readonly rows: readonly { readonly name: string; readonly mase: { readonly mean: number } }[];
    };
    const part = (first: number, end: number): { microstructures: object; strains: object } => ({
      microstructures: {
        data: known.microstructures.data.slice(30 * first, 30 * end),
        shape: [end - first, 6, 5],
      },
      strains: {
        data: known.strains.data.slice(90 * first, 90 * end),
        shape: [end - first, 3, 6, 5],
      },
    });
    const own = await compare(
      { training: part(0, 9), test: part(9, 12) } as unknown as Parameters<typeof compare>[0],
      problem,
      { models: ["mks", "mks2", "linear"], neighbours: 4, iterations: [1, 2] },
    );
    expect(facts).toMatchObject({ report: path("report.html"), grid: [6, 5], component: "ε_xx" });
    expect(facts.samples).toEqual({ training: 9, validation: 0, test: 3 });
    expect(facts.rows.map(({ name, mase }) => [name, mase.mean])).toEqual(
      own.rows.map(({ name, scores }) => [name, scores.mase.mean]),
    );
    const page = await readFile(path("report.html"), "utf8");
    expect(page).toContain("<h1>Tiny cells</h1>");
    expect(page).toContain("solver, 2 iterations");
  });

  test("trains the networks that are asked for, and prints a table", async () => {
    const { code, out, err } = await call([
      ...["compare", `${path("set.npz")}:m`, `${path("set.npz")}:strain`, ...ELASTIC],
      ...["-o", path("nets.html"), "--networks", "feed-forward", "--epochs", "1", "--test", "2"],
      ...["--validation", "2", "--iterations", "1", "--batch-size", "4", "--seed", "5"],
    ]);
    expect(code, err).toBe(0);
    const lines = out.split("\n").map((line) => line.split("  ")[0]);
    expect(lines).toContain("feed-forward CNN");
    expect(lines).toContain("feed-forward CNN + 1 iteration");
    expect(lines).not.toContain("recurrent CNN");
    expect(out).toContain("cells: 8 for training, 2 for validation, 2 for the test.");
    expect(out).toContain(`Wrote ${path("nets.html")}.`);
  });

  test.each([0, 200])("writes nothing when it is stopped after %d ms", async (milliseconds) => {
    const stopped = new AbortController();
    if (milliseconds === 0) stopped.abort();
    else setTimeout(() => stopped.abort(), milliseconds);
    // So many epochs would take hours.
    const words = ["--epochs", "1000000", "-o", path("stopped.html")];
    const { code, out, err } = await call(
      ["compare", path("m.npy"), path("strain.npy"), ...ELASTIC, ...words],
      { signal: stopped.signal },
    );
    expect({ code, out }).toEqual({ code: 130, out: "" });
    expect(err).toContain("stopped; nothing was written.");
    await expect(access(path("stopped.html"))).rejects.toThrow();
  });

  const refused: [string, string[], number, RegExp][] = [
    ["no output", [], 2, /--output is missing/],
    ["an unknown network", ["-o", "x", "--networks", "mlp"], 2, /--networks should be none, or/],
    ["too many test cells", ["-o", "x", "--test", "12"], 2, /should leave cells for training/],
    ["half a cell", ["-o", "x", "--test", "1.5"], 2, /--test should be a whole number/],
    ["another load", ["-o", "x", "--macro-strain", "0,1,0"], 1, /should be the load/],
    ["too few components", ["-o", "x", "--macro-strain", "1"], 1, /macroStrain should have 3/],
  ];
  test.each(refused)("refuses %s", async (_name, words, status, sentence) => {
    const given = ["compare", path("m.npy"), path("strain.npy"), ...ELASTIC, ...words];
    const { code, err } = await call(given);
    expect(err).toMatch(sentence);
    expect(code).toBe(status);
  });

  test("refuses files that do not belong together", async () => {
    const few = ndarrayOf(known.strains.data.slice(0, 90), [1, 3, 6, 5]);
    await saveArray(path("few.npy"), few);
    const words = ["compare", path("m.npy"), path("few.npy"), ...ELASTIC, "-o", path("x.html")];
    const { code, err } = await call(words);
    expect(code).toBe(1);
    expect(err).toMatch(/should have as many samples/);
    const { err: without } = await call(["compare", path("m.npy"), path("few.npy"), "-o", "x"]);
    expect(without).toMatch(/--elastic-modulus is missing/);
  });
});
