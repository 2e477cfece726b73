/** Discovery: the example, and the code of docs/methods/pdenet.md. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";
import { checkLinks, readPage, runPage } from "./page.js";

test("Burgers' equation is read off a movie, without false terms", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-discover-"));
  try {
    const words = [`${root}examples/scripts/discover-burgers.ts`, folder];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const lines = (await readFile(join(folder, "equation.txt"), "utf8")).trim().split("\n");
    const found = lines.map(coefficientsOf);
    // 2 % in convection, 3 % in viscosity, and no false term above 0.01.
    for (const [line, products] of [
      [found[0], ["u u_x", "v u_y", "u_xx", "u_yy"]],
      [found[1], ["u v_x", "v v_y", "v_xx", "v_yy"]],
    ] as const) {
      expect([...line.keys()]).toEqual(expect.arrayContaining([...products]));
      for (const [product, coefficient] of line) {
        const [truth, part] = product.includes(" ") ? [-1, 0.02] : [0.05, 0.03];
        if (!(products as readonly string[]).includes(product)) {
          expect(Math.abs(coefficient), product).toBeLessThan(0.01);
        } else expect(Math.abs(coefficient / truth - 1), product).toBeLessThan(part);
      }
    }
    const files = await readdir(folder);
    expect(files).toEqual(
      expect.arrayContaining([
        "model.npz",
        "pdenet-errors.png",
        "pdenet-filters.png",
        "report.html",
      ]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

test("the page's code has types and runs, and its links are there", async () => {
  const page = await readPage("pdenet");
  await checkLinks(page, 6);
  const after = `
const speeds = [linear.model.parameters.fields.data[1], fitted.model.parameters.speed.data[0]];
process.stdout.write("REPORT" + JSON.stringify({ speeds, growth: told.growth, last: median.at(-1), upper: upper.length, rate }));
`;
  const [printed, report] = (await runPage(page, after)).split("REPORT");
  const [first] = printed.split("\n");
  expect([...coefficientsOf(first).keys()].sort()).toEqual(["u u_x", "u_xx", "u_yy", "v u_y"]);
  expect(printed).toContain("so of order 4");
  const { speeds, growth, last } = JSON.parse(report) as Record<string, number> & {
    readonly speeds: readonly number[];
  };
  for (const speed of speeds) expect(speed).toBeCloseTo(-0.4, 3);
  expect(growth).toBeGreaterThan(0.9);
  expect(growth).toBeLessThan(1.1);
  expect(last).toBeLessThan(0.05);
}, 120_000);

/** "u_t = −0.996 u u_x + 0.05 u_xx" as coefficients by products. */
function coefficientsOf(line: string): Map<string, number> {
  const [, right] = line.split(" = ");
  const terms = right.replaceAll(" − ", " + −").split(" + ");
  return new Map(
    terms.map((term) => {
      const [number, ...product] = term.split(" ");
      return [product.join(" "), Number(number.replace("−", "-"))];
    }),
  );
}
