import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { MinimizeResult } from "../../src/nn/index.js";
import { needBuild, root, tool } from "../package/command.js";

test("both methods bring the gradient of Rosenbrock's function to 1e-8, and draw how", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-minimize-"));
  try {
    const words = [`${root}examples/scripts/minimize.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "minimize.json"), "utf8");
    const runs = JSON.parse(text) as MinimizeResult[];
    expect(runs.length).toBe(6);
    for (const { stop, gradientNorm } of runs) {
      expect(stop).toBe("gradient");
      expect(gradientNorm).toBeLessThanOrEqual(1e-8);
    }
    expect((await readFile(join(folder, "minimize.png"))).subarray(1, 4).toString()).toBe("PNG");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
