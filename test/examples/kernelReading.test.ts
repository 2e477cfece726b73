/** The example that reads kernels, and the code of docs/methods/moments.md, typed and run. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

let page = "";

beforeAll(async () => {
  needBuild();
  page = await readFile(join(root, "docs/methods/moments.md"), "utf8");
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
  const blocks = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(9);
  await mkdir(join(root, "out"), { recursive: true });
  const folder = await mkdtemp(join(root, "out/page-"));
  try {
    await writeFile(join(folder, "script.ts"), blocks.join("\n") + REPORT);
    const project = { extends: "../../tsconfig.json", include: ["script.ts"], exclude: [] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(project));
    expect(await tool("typescript/bin/tsc", ["-p", "."], folder)).toEqual({ code: 0, output: "" });
    const { code, output } = await tool("tsx/dist/cli.mjs", [join(folder, "script.ts")]);
    expect(code, output).toBe(0);
    const [printed, report] = output.split("REPORT");
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
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("the page's pictures and links are there", async () => {
  const folder = join(root, "docs/methods");
  const targets = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(4);
  for (const target of targets) {
    await expect(readFile(join(folder, target)), target).resolves.toBeDefined();
  }
});
