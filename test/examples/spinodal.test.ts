import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

interface Fate {
  readonly name: string;
  readonly mean: number;
  readonly energy: number[];
}

test("one field of noise has three fates, drawn as a movie, and every energy falls", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-spinodal-"));
  try {
    const words = [`${root}examples/scripts/spinodal.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const fates = JSON.parse(await readFile(join(folder, "spinodal.json"), "utf8")) as Fate[];
    const means = fates.map(({ mean }) => mean);
    // Conserved means, but for those of 0.1 times 128² normal numbers: three standard errors.
    expect(Math.abs(means[0])).toBeLessThan(0.0024);
    expect(Math.abs(means[1] + 0.4)).toBeLessThan(0.0024);
    expect(Math.abs(means[2])).toBeGreaterThan(0.5);
    for (const { energy } of fates) {
      expect(energy).toHaveLength(33);
      for (let t = 1; t < 33; t++) expect(energy[t]).toBeLessThan(energy[t - 1]);
    }
    const files = await readdir(folder);
    expect(files.filter((name) => /^frame-\d\d\.png$/.test(name))).toHaveLength(9);
    for (const name of ["frame-00", "frame-32", "spinodal", "spinodal-energy"]) {
      const bytes = await readFile(join(folder, `${name}.png`));
      expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
