/** The code of docs/methods/neural-networks.md, typed and run, with what it says comes out. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

/** What the page's script has found, printed. */
const REPORT = `
const image = Float64Array.from({ length: 2 * 21 * 21 }, () => rng.normal());
const field = { data: image, shape: [1, 2, 21, 21] };
const byLayer = nn.predict(layer, field).data;
const wrap = (i: number) => (i + 21) % 21;
const p = (i: number, j: number) => {
  let sum = 0; // Σ_h Σ_r β[h, r] m[h, x − r]
  for (let h = 0; h < 2; h++)
    for (let a = 0; a < 21; a++)
      for (let b = 0; b < 21; b++)
        sum += kernel.get(0, h, a, b) * image[(h * 21 + wrap(i - a)) * 21 + wrap(j - b)];
  return sum;
};
const byKernel = [...byLayer.keys()].map((cell) => p(Math.floor(cell / 21), cell % 21));
process.stdout.write("REPORT" + JSON.stringify({
  lines: [closed, descent, batches].map((line) => [line.weights.get(0), line.intercept.get(0)]),
  gradient,
  count: nn.parameterCount([3, 3, 2, 1]),
  tree: Object.keys(slopes),
  right: nn.accuracy(spirals.model, unseen.x, unseen.labels),
  loaded: nn.accuracy(loaded, unseen.x, unseen.labels),
  mean: [kernel.data.reduce((a, b) => a + b), spectrum.re[0] + spectrum.re[spectrum.re.length / 2]],
  difference: Math.max(...byKernel.map((value, i) => Math.abs(value - byLayer[i]))),
}));
`;

test("the page's code has types, runs, and finds what the page says", async () => {
  needBuild();
  const page = await readFile(join(root, "docs/methods/neural-networks.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(8);
  await mkdir(join(root, "out"), { recursive: true });
  const folder = await mkdtemp(join(root, "out/page-"));
  try {
    await writeFile(join(folder, "script.ts"), blocks.join("\n") + REPORT);
    const project = { extends: "../../tsconfig.json", include: ["script.ts"], exclude: [] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
    expect(await tool("typescript/bin/tsc", ["-p", "."], folder)).toEqual({ code: 0, output: "" });
    const { code, output } = await tool("tsx/dist/cli.mjs", ["script.ts"], folder);
    expect(code, output).toBe(0);
    const [table, report] = output.split("REPORT");
    expect(table).toContain("CONV5-8");
    const found = JSON.parse(report) as Record<string, unknown> & {
      lines: [number, number][];
      gradient: { w: number; b: number };
    };
    for (const [weight, intercept] of found.lines) {
      expect(weight).toBeCloseTo(1.48, 1);
      expect(intercept).toBeCloseTo(-0.51, 1);
    }
    expect(found.gradient.w).toBeCloseTo(-0.1446, 4);
    expect(found.gradient.b).toBeCloseTo(-0.0964, 4);
    expect(found.count).toBe(23);
    expect(found.tree).toEqual(["0", "2", "4"]);
    expect(found.right).toBeGreaterThanOrEqual(0.98);
    expect(found.loaded).toBe(found.right);
    const [sum, mean] = found.mean as [number, number];
    expect(mean).toBeCloseTo(sum, 12);
    // 50 products that are not zero, summed in two orders.
    expect(found.difference).toBeLessThan(1e-13);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

test("the page's pictures and links are there", async () => {
  const folder = join(root, "docs/methods");
  const page = await readFile(join(folder, "neural-networks.md"), "utf8");
  const targets = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(10);
  for (const target of targets) {
    await expect(readFile(join(folder, target)), target).resolves.toBeDefined();
  }
});
