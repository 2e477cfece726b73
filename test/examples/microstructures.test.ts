import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("one of every class is drawn, with the volume fractions asked for", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-microstructures-"));
  try {
    const words = [`${root}examples/scripts/microstructures.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "microstructures.json"), "utf8");
    const [board, grains, long, discs, aligned, spread, ...others] = Object.values(
      JSON.parse(text) as Record<string, number>,
    );
    expect(board).toBe(0.5);
    // The cells of a phase are counted to 3/2 of 128².
    for (const fraction of [grains, long]) expect(Math.abs(fraction - 0.5)).toBeLessThan(1e-4);
    // Discs of 36π and 16π cells, each with an error of a few: 5 % of all.
    expect(Math.abs(discs / ((55 * Math.PI * 36) / 128 ** 2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(aligned / ((48 * Math.PI * 16) / (128 * 64)) - 1)).toBeLessThan(0.05);
    expect(spread).toBeGreaterThan(0.1);
    const [laminate, cells, overlapping, ...rest] = others;
    const [radii, ellipses, spheres, , relaxed, filtered, ...waves] = rest;
    expect(Math.abs(laminate - 0.3)).toBeLessThanOrEqual(0.5 / 128); // half of one of its 128 planes
    expect(Math.abs(cells - 0.5)).toBeLessThan(4 * (0.5 / 32));
    expect(Math.abs(overlapping - 0.5)).toBeLessThan(0.25);
    // The sphere that comes closest, and voxels on a few hundred cells of surface.
    for (const [fraction, asked] of [
      [radii, 0.4],
      [ellipses, 0.35],
      [spheres, 0.3],
    ]) {
      expect(Math.abs(fraction - asked)).toBeLessThan(0.015);
    }
    expect(Math.abs(relaxed - 0.25)).toBeLessThan(0.05); // of 60 grains
    // Half a cell of 128².
    expect(Math.abs(filtered - 0.4)).toBeLessThan(3.1e-5);
    expect(waves).toEqual([0.5, 0.5]);
    expect((await readFile(join(folder, "microstructures.png"))).subarray(1, 4).toString()).toBe(
      "PNG",
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
