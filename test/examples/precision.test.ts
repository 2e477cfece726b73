import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("transforms in single precision stay below the bound that is drawn", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-precision-"));
  try {
    const words = [`${root}examples/scripts/precision.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "precision.json"), "utf8");
    const { errors, bound } = JSON.parse(text) as {
      errors: Record<string, number[]>;
      bound: number[];
    };
    for (const values of Object.values(errors)) {
      expect(values.every((error, i) => error > 0 && error < bound[i])).toBe(true);
    }
    expect((await readFile(join(folder, "precision.png"))).subarray(1, 4).toString()).toBe("PNG");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
