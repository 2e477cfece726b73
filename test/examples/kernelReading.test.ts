/** The example that reads kernels, and the code of docs/methods/moments.md, typed and run. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root, tool } from "../package/command.js";
import { blocksOf, checkLinks, readPage, runPage } from "./page.js";

let page = "";

beforeAll(async () => {
  page = await readPage("moments");
});

test("differences, diffusion and the near cells of a strain kernel are read and drawn", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-kernelReading-"));
  try {
    const words = [`${root}examples/scripts/kernelReading.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "kernelReading.txt"), "utf8");
    const sentences = text.split("\n").filter((line) => line.includes("within 5 %"));
    expect(sentences.length).toBe(7);
    expect(sentences[1]).toMatch(/^∂²\/∂x², leading error 0\.083 h² ∂⁴\/∂x⁴, so of order 2/);
    // What the page says of the last three.
    const [heat, whole, near] = sentences.slice(4);
    expect(page).toContain(`> ${heat}\n`);
    expect(whole).toContain("no wave of this grid is that long");
    expect(page).toContain(`> ${near}\n`);
    for (const name of ["symbols", "strain"]) {
      const picture = await readFile(join(folder, `moments-${name}.png`));
      expect(picture.subarray(1, 4).toString()).toBe("PNG");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

/** What the page's script has found, printed. */
const REPORT = `
process.stdout.write("REPORT" + JSON.stringify({
  second: Array.from(second.filter.data),
  laplacian: [Array.from(moments.data), Array.from(laplacian.data)],
  freeCount,
  accuracy: stencil.readKernel(learnt).accuracy,
  filter: filter.shape,
  upwind: [2, 3, 4].map((x) => upwind.filter.get(x, 2)),
  mixed: stencil.readKernel(mixed.filter).accuracy,
  seen: [seen[0], seen[31]],
  reach: step.reach.terms,
}));
`;

test("the page's code has types, runs, and finds what the page says", async () => {
  expect(blocksOf(page, "ts").length).toBeGreaterThanOrEqual(9);
  const [printed, report] = (await runPage(page, REPORT)).split("REPORT");
  // Every sentence that the page quotes, and the table, are printed by its code.
  const quoted = [...page.matchAll(/^> (.*)$/gm)].map(([, line]) => line);
  expect(quoted.length).toBe(3);
  for (const line of quoted) expect(printed).toContain(line);
  const table = /^```text\n([^]*?)\n```$/m.exec(page)?.[1] ?? "no table";
  expect(printed).toContain(table);
  expect(printed).toContain("no wave of this grid is that long");
  const found = JSON.parse(report) as Record<string, number & number[]>;
  expect(found.second).toEqual([1, -2, 1]);
  expect(found.laplacian).toEqual([
    [0, 0, 1, 0, 0, 0, 1, 0, 0],
    [0, 1, 0, 1, -4, 1, 0, 1, 0],
  ]);
  expect([found.freeCount, found.accuracy, found.mixed]).toEqual([19, 2, 4]);
  expect(found.filter).toEqual([5, 5]);
  expect(found.upwind).toEqual([-1.5, 2, -0.5]);
  expect(found.seen[0]).toBeCloseTo(1, 2);
  expect(found.seen[1]).toBeCloseTo(0, 15);
  expect(page).toContain(`hold up to ${Number(found.reach.toPrecision(2))} radians per cell`);
}, 60_000);

test("the page's pictures and links are there", async () => {
  await checkLinks(page, 5);
});
