import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("the trained network is far better than MKS, better than three iterations, and saves some", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-strain-network-"));
  try {
    const words = [`${root}examples/scripts/strainNetwork.ts`, folder, "100"];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const found = [...output.matchAll(/^(.+): ε_xx is (\S+) % off$/gm)];
    expect(found.map(([, name]) => name)).toEqual(["MKS", "network", "3 iterations"]);
    const [kernel, network, stopped] = found.map(([, , percent]) => Number(percent));
    expect(network).toBeLessThan(kernel / 10);
    expect(network).toBeLessThan(stopped / 2);
    const [, warm, cold] = /To 1e-4 in (\S+) iterations; from zero in (\S+)\./.exec(output) ?? [];
    expect(Number(warm)).toBeLessThan(0.78 * Number(cold));
    expect(await readFile(join(folder, "strainNetwork.svg"), "utf8")).toContain("<svg");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
