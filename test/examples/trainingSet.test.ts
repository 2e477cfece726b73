import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("a training set is made once, and the model fitted on it beats the mean", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-trainingSet-"));
  try {
    const words = [`${root}examples/scripts/trainingSet.ts`, folder, "40", "7"];
    const first = await tool("tsx/dist/cli.mjs", words);
    expect(first.code, first.output).toBe(0);
    expect(first.output).toContain("trainingSet.npz: 40 samples made, 0 found.");
    const { output } = await tool("tsx/dist/cli.mjs", words);
    expect(output).toContain("trainingSet.npz: 0 samples made, 40 found.");
    expect((await readdir(folder)).sort()).toEqual(["trainingSet.json", "trainingSet.npz"]);
    const { training, mase, meanPredictionMase } = JSON.parse(
      await readFile(join(folder, "trainingSet.json"), "utf8"),
    ) as Record<string, number>;
    expect(training).toBe(30);
    expect(mase).toBeLessThan(meanPredictionMase);
    expect(mase).toBeGreaterThan(1); // a first-order model at contrast 10 is no better
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
