import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("a one-layer network and MKS have one kernel, however it was found", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-cnn-is-mks-"));
  try {
    const words = [`${root}examples/scripts/cnn-is-mks.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const found = [...output.matchAll(/^(\w+): \d+ evaluations, (\S+) from the coefficients/gm)];
    expect(found.map(([, solver]) => solver)).toEqual(["newton", "lbfgs", "adam"]);
    // One exact step, and descents that have come to where rounding ends them.
    for (const [line, , difference] of found) {
      expect(Number(difference), line).toBeLessThanOrEqual(1e-12);
    }
    const [, off] = /the same strains to (\S+)\.$/m.exec(output) ?? [];
    // Strains of order one, summed in two orders.
    expect(Number(off)).toBeLessThan(1e-12);
    const [, full, small] =
      /off by (\S+) % with the full kernel, and by (\S+) %/.exec(output) ?? [];
    expect(Number(full)).toBeLessThan(Number(small));
    expect((await readdir(folder)).sort()).toEqual(["cnn-is-mks.svg", "cnn-is-mks.txt"]);
    expect(await readFile(join(folder, "cnn-is-mks.svg"), "utf8")).toContain("<svg");
    const text = await readFile(join(folder, "cnn-is-mks.txt"), "utf8");
    expect(text).toContain("component 0, state 1\n  space, around r = 0\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
