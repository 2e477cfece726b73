import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("fields of six kinds are drawn, with the volume fractions asked for", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-fields-"));
  try {
    const words = [`${root}examples/scripts/gaussianFields.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "gaussianFields.json"), "utf8");
    const fractions = Object.values(JSON.parse(text) as Record<string, number>);
    const expected = [0.5, 0.5, 0.5, 0.5, 0.3, 0.3];
    // One of 128² cells.
    fractions.forEach((v, i) => expect(Math.abs(v - expected[i])).toBeLessThan(1e-4));
    expect(fractions.length).toBe(6);
    const bytes = await readFile(join(folder, "gaussianFields.png"));
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
