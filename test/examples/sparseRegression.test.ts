/** The code of docs/methods/sparse-regression.md, typed and run, with what it says comes out. */
import { expect, test } from "vitest";
import { blocksOf, checkLinks, readPage, runPage } from "./page.js";

/** How many candidates there are in the page's table. */
const REPORT = `
const sizes = (["products", "polynomial", "conservative"] as const).map((kind) =>
  pdenet.pdeFind(u, 0.01, { spacing, terms: { kind }, resamples: 0, threshold: 0.1 }).library.length,
);
process.stdout.write("REPORT" + JSON.stringify(sizes));
`;

test("the page's code has types, runs, and prints the page's equations", async () => {
  const page = await readPage("sparse-regression");
  expect(blocksOf(page, "ts").length).toBe(3);
  const [printed, report] = (await runPage(page, REPORT)).split("REPORT");
  expect(printed).toBe(blocksOf(page, "text").join(""));
  const sizes = JSON.parse(report) as number[];
  const rows = [...page.matchAll(/^\| `"(\w+)"`.*\| (\d+) \|$/gm)];
  expect(rows.map(([, kind, number]) => [kind, Number(number)])).toEqual([
    ["products", sizes[0]],
    ["polynomial", sizes[1]],
    ["conservative", sizes[2]],
  ]);
}, 60_000);

test("the page's links are there", async () => {
  await checkLinks(await readPage("sparse-regression"), 4);
});
