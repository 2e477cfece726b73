/**
 * How often intervals of 95 % hold the truth: an equation is read off movies of Burgers' or the heat equation with
 * noise of several seeds, and refined with intervals from draws of the trajectories. Prints a line for every seed, and
 * writes them as JSON to the folder named.
 *
 *   tsx examples/training/intervals.ts [burgers|heat] [first seed] [seeds] [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, pdenet } from "kernelfield";
import { io } from "kernelfield/node";
import { choiceOf } from "./choiceOf.js";
import { burgers, dt, heat, noisy, spacing } from "./discovery/movies.js";

const [film = "burgers", first = "0", seeds = "20", folder = "out"] = process.argv.slice(2);
const kind = choiceOf(film, ["burgers", "heat"], "the equation");
compute.use({ threads: 1 });
const { seen } = await (kind === "heat" ? heat() : burgers());
const network = pdenet.symbolic({ size: 9, products: 3, stepper: "rk4" });
/** What belongs before a product: heat spreads, u_c is carried by u_a ∂_a u_c, and nothing else is true. */
const truthOf = (c: number, factors: readonly pdenet.Factor[]): number => {
  const orders = factors.map(({ component, order }) => [component, ...order].join());
  const spread = orders.length === 1 && (orders[0] === `${c},2,0` || orders[0] === `${c},0,2`);
  if (spread) return kind === "heat" ? 0.1 : 0.05;
  const carried = [`0,0,0 ${c},1,0`, `1,0,0 ${c},0,1`].includes(
    [...orders].sort(byField).join(" "),
  );
  return carried ? -1 : 0;
};
const byField = (a: string, b: string): number =>
  Number(!a.endsWith(",0,0")) - Number(!b.endsWith(",0,0"));

interface Row {
  readonly seed: number;
  readonly seconds: number;
  readonly terms: readonly { readonly term: string; readonly covered: boolean }[];
}

const rows: Row[] = [];
for (let seed = Number(first); seed < Number(first) + Number(seeds); seed++) {
  const began = process.cpuUsage();
  const u = noisy(seen, seed);
  const shared = { spacing, network, windows: 12, seed };
  const { model } = await pdenet.fit(u, dt, { ...shared, schedule: [1, 3] });
  const settings = { steps: 6, members: 9, windows: 16, maxIterations: 20, threshold: 0.05, seed };
  const { equation } = await pdenet.refine(model, u, dt, settings);
  const { user, system } = process.cpuUsage(began);
  const terms = equation.terms.flatMap((own, c) =>
    own.map(({ factors, coefficient, interval }) => {
      const [low, high] = interval ?? [NaN, NaN];
      const expected = truthOf(c, factors);
      const name = factors.map(({ component, order }) => `${component}:${order.join("")}`);
      const term = `${c}: ${name.join(" ")}`;
      return { term, coefficient, low, high, covered: low <= expected && expected <= high };
    }),
  );
  rows.push({ seed, seconds: (user + system) / 1e6, terms });
  const covered = terms.filter((term) => term.covered).length;
  console.log(`seed ${seed}: ${covered} of ${terms.length} intervals hold the truth`);
}
const [{ terms }] = rows;
const counts = terms.map(({ term }) => ({
  term,
  covered: rows.filter((row) => row.terms.find((one) => one.term === term)?.covered).length,
}));
for (const { term, covered } of counts) console.log(`${term}: ${covered} of ${rows.length}`);
await mkdir(folder, { recursive: true });
const report = `${JSON.stringify({ kind, counts, rows }, null, 2)}\n`;
await io.saveFile(join(folder, `intervals-${kind}.json`), report);
