import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("four equations are solved and drawn", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-pdes-"));
  try {
    const words = [`${root}examples/scripts/pdes.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const facts = JSON.parse(await readFile(join(folder, "pdes.json"), "utf8")) as {
      steps: number;
    }[];
    const [burgers, grayScott, kuramoto, flow] = facts;
    expect([burgers, grayScott, kuramoto].map(({ steps }) => steps)).toEqual([150, 750, 600]);
    expect(flow.steps).toBeGreaterThan(20); // as many as the tolerance asks for
    for (const name of ["burgers", "grayScott", "kuramotoSivashinsky", "navierStokes"]) {
      const picture = await readFile(join(folder, `${name}.png`));
      expect(picture.subarray(1, 4).toString()).toBe("PNG");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
