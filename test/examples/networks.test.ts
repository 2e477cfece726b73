/** The first networks of the course, run as a reader would run them. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

let folder = "";

beforeAll(async () => {
  needBuild();
  folder = await mkdtemp(join(tmpdir(), "kernelfield-networks-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("examples of networks", () => {
  test("find one line three ways", { timeout: 60_000 }, async () => {
    const lines = (await facts("linearRegression")) as Record<string, [number, number]>;
    const [weight, intercept] = lines.svd;
    const distance = (way: string): number =>
      Math.hypot(lines[way][0] - weight, lines[way][1] - intercept);
    expect(Math.hypot(weight - 1.5, intercept + 0.5)).toBeLessThan(0.2); // 0.4/√80 in each
    expect(distance("qr")).toBeLessThan(1e-12);
    expect(distance("gradientDescent")).toBeLessThan(1e-9); // of a gradient below 1e-10
    expect(distance("stochastic")).toBeLessThan(0.01); // steps that fall as 1/t, 200 epochs
    expect(distance("network, gradient descent")).toBeLessThan(1e-9);
    expect(distance("network, batches of 8, falling rate")).toBeLessThan(1e-3);
    // At a constant rate batches go on to disagree with each other.
    expect(distance("network, batches of 8")).toBeGreaterThan(1e-3);
    await expectPictures("linearRegression", "linearRegression-loss");
  });

  test("tell XOR apart with a hidden layer, and not without", { timeout: 60_000 }, async () => {
    const found = (await facts("xor")) as Record<string, { answers: number[] }>;
    const [alone, hidden] = Object.values(found);
    for (const answer of alone.answers) expect(Math.abs(answer - 0.5)).toBeLessThan(0.01);
    expect(hidden.answers.map(Math.round)).toEqual([0, 1, 1, 0]);
    await expectPictures("xor");
  });

  test("classify at least 98 % of unseen points of every set", { timeout: 120_000 }, async () => {
    const found = (await facts("spirals")) as Record<string, number>;
    expect(Object.keys(found)).toEqual(["gaussian", "xor", "circle", "spiral"]);
    for (const right of Object.values(found)) expect(right).toBeGreaterThanOrEqual(0.98);
    await expectPictures("spirals", "spirals-loss");
  });

  test("classify at least 95 % of 300 unseen microstructures", { timeout: 240_000 }, async () => {
    const found = (await facts("microstructureClasses", "classes")) as {
      right: number;
      history: { loss: number }[];
    };
    expect(found.right).toBeGreaterThanOrEqual(0.95);
    expect(found.history[0].loss).toBeGreaterThan(5 * (found.history.at(-1)?.loss ?? Infinity));
    await expectPictures("classes", "classes-maps", "classes-loss");
  });

  test("draw activations with the slopes of their curves", { timeout: 60_000 }, async () => {
    const found = (await facts("activations")) as Record<"x" | "values" | "slopes", number[]>[];
    expect(found.length).toBe(7);
    for (const { x, values, slopes } of found) {
      for (let i = 1; i + 1 < x.length; i++) {
        const across = (values[i + 1] - values[i - 1]) / (x[i + 1] - x[i - 1]);
        // Half a step of 1/40 about a kink, a third derivative below 3 elsewhere.
        const tolerance = Math.abs(x[i]) < 0.03 ? 0.51 : 3e-4;
        expect(Math.abs(across - slopes[i])).toBeLessThan(tolerance);
      }
    }
    await expectPictures("activations", "activations-slopes");
  });
});

/** What a script writes down. */
async function facts(script: string, name = script): Promise<unknown> {
  const words = [`${root}examples/scripts/${script}.ts`, folder];
  const { code, output } = await tool("tsx/dist/cli.mjs", words);
  expect(code, output).toBe(0);
  return JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
}

async function expectPictures(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const bytes = await readFile(join(folder, `${name}.png`));
    expect(bytes.subarray(1, 4).toString(), name).toBe("PNG");
  }
}
