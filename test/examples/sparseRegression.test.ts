/** The code of docs/methods/sparse-regression.md, typed and run, with what it says comes out. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

let page = "";

beforeAll(async () => {
  needBuild();
  page = await readFile(join(root, "docs/methods/sparse-regression.md"), "utf8");
});

/** How many candidates there are in the page's table. */
const REPORT = `
const sizes = (["products", "polynomial", "conservative"] as const).map((kind) =>
  pdenet.pdeFind(u, 0.01, { spacing, terms: { kind }, resamples: 0, threshold: 0.1 }).library.length,
);
process.stdout.write("REPORT" + JSON.stringify(sizes));
`;

test("the page's code has types, runs, and prints the page's equations", async () => {
  const blocks = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks.length).toBe(3);
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
    const said = [...page.matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text]) => text);
    expect(printed).toBe(said.join(""));
    const sizes = JSON.parse(report) as number[];
    const rows = [...page.matchAll(/^\| `"(\w+)"`.*\| (\d+) \|$/gm)];
    expect(rows.map(([, kind, number]) => [kind, Number(number)])).toEqual([
      ["products", sizes[0]],
      ["polynomial", sizes[1]],
      ["conservative", sizes[2]],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

test("the page's links are there", async () => {
  const folder = join(root, "docs/methods");
  const targets = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(3);
  for (const target of targets) {
    await expect(readFile(join(folder, target)), target).resolves.toBeDefined();
  }
});
