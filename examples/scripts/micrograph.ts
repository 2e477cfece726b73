/**
 * From a micrograph to phases: reads an image, the one in data/ or one of yours, cuts it by Otsu's level with and without smoothing, removes
 * specks, and prints volume fractions, how many components there are, and how well the whole conducts if the bright phase does ten times
 * better than the dark one. Writes micrograph.png and micrograph.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/micrograph.ts [folder] [image]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { microstructure, ndarrayOf, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const SMOOTH = 1;
const SPECK = 20;

const folder = process.argv[2] ?? "out";
const image = process.argv[3] ?? new URL("../../data/micrograph/micrograph.png", import.meta.url);
const { pixels } = await io.openImage(image);
const raw = microstructure.fromImage(pixels);
const smooth = microstructure.fromImage(pixels, { smooth: SMOOTH });
const clean = microstructure.removeSpecks(smooth.m, { cells: SPECK, periodic: false });

const steps = { raw: raw.m, smooth: smooth.m, clean };
const facts = Object.entries(steps).map(([name, m]) => {
  const [dark, bright] = microstructure.phaseFractions(m, { phases: 2 }).data;
  const components = microstructure.labelComponents(m, { periodic: false }).sizes.length;
  console.log(
    `${name}: dark ${dark.toFixed(4)}, bright ${bright.toFixed(4)}, ${components} components`,
  );
  return [name, { bright, components }];
});
console.log(`Otsu's level is ${raw.levels[0]}, after smoothing ${smooth.levels[0].toFixed(1)}.`);

// An image does not repeat, which the solver takes for granted; beside its mirror images it does.
const cell = microstructure.tile(clean, 2, { mirrored: true });
const { conductivity } = await physics.effectiveConductivity(cell, [1, 10]);
const along = [...cell.shape.slice(1).keys()].map((axis) => conductivity.get(0, axis, axis));
console.log(`conductivity between 1 and 10: ${along.map((κ) => κ.toFixed(3)).join(", ")}`);

const panels = [
  { title: "Micrograph", field: ndarrayOf(pixels.data, pixels.shape).pick(0) },
  ...[
    ["Otsu's level", raw.m] as const,
    [`Smoothed, σ = ${SMOOTH}`, smooth.m] as const,
    [`Specks below ${SPECK} removed`, clean] as const,
  ].map(([title, m]) => ({ title, field: m.pick(0), colours: "phases" as const, group: "phases" })),
];
await mkdir(folder, { recursive: true });
const picture = plot.fields(panels, { columns: 2, size: 256 });
await io.saveFile(join(folder, "micrograph.png"), await plot.toPng(picture));
const text = JSON.stringify({ ...Object.fromEntries(facts), along }, null, 2);
await io.saveFile(join(folder, "micrograph.json"), `${text}\n`);
await io.saveArray(join(folder, "micrograph.npy"), clean);
