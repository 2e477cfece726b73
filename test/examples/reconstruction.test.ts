import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("both ways come close to the statistics of a given field, and are drawn beside it", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-reconstruction-"));
  try {
    const words = [`${root}examples/scripts/reconstruction.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "reconstruction.json"), "utf8");
    const rms = JSON.parse(text) as Record<string, number>;
    expect(rms["Random cells"]).toBeGreaterThan(0.03);
    expect(rms.Annealing).toBeLessThan(3e-3);
    expect(rms["Phase retrieval"]).toBeLessThan(1e-4);
    for (const name of ["reconstruction", "reconstruction-curves"]) {
      const bytes = await readFile(join(folder, `${name}.png`));
      expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
