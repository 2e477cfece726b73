import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

/** What an example wrote, after its picture was seen to be one. */
async function written(name: string, picture: string): Promise<unknown> {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), `kernelfield-${name}-`));
  try {
    const words = [`${root}examples/scripts/${name}.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    expect((await readFile(join(folder, picture))).subarray(1, 4).toString()).toBe("PNG");
    return JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("the chain rule by hand gives the gradient of one perceptron", async () => {
  const { byHand, byAutodiff } = (await written("backpropagation", "graph.png")) as Record<
    "byHand" | "byAutodiff",
    Record<"w" | "b", number>
  >;
  // Both take the same few steps in double precision.
  expect(byAutodiff.w).toBeCloseTo(byHand.w, 14);
  expect(byAutodiff.b).toBeCloseTo(byHand.b, 14);
  expect(byHand.b).toBeLessThan(0);
}, 60_000);

test("the backward pass by hand gives the gradients of a multilayer perceptron", async () => {
  const { differences } = (await written("mlpBackward", "mlpBackward.png")) as {
    differences: number[];
  };
  expect(differences).toHaveLength(6);
  // Sums of a few terms of the size of one, in double precision.
  for (const difference of differences) expect(difference).toBeLessThan(1e-14);
}, 60_000);
