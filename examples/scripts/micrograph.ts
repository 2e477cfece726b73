/**
 * From a micrograph to phases: reads an image, the one in data/ or one of yours, cuts it by Otsu's level with and without smoothing, removes
 * specks, and prints volume fractions and how many components there are. Writes micrograph.png and micrograph.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/micrograph.ts [folder] [image]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { microstructure, plot } from "kernelfield";
import { io } from "kernelfield/node";

interface Field {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

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

const panels = [
  { title: "Micrograph", field: plane(pixels) },
  ...[
    ["Otsu's level", raw.m] as const,
    [`Smoothed, σ = ${SMOOTH}`, smooth.m] as const,
    [`Specks below ${SPECK} removed`, clean] as const,
  ].map(([title, m]) => ({ title, field: plane(m), colours: "phases" as const, group: "phases" })),
];
await mkdir(folder, { recursive: true });
const picture = plot.fields(panels, { columns: 2, size: 256 });
await io.saveFile(join(folder, "micrograph.png"), await plot.toPng(picture));
const text = JSON.stringify(Object.fromEntries(facts), null, 2);
await io.saveFile(join(folder, "micrograph.json"), `${text}\n`);
await io.saveArray(join(folder, "micrograph.npy"), clean);

/** The first channel, or the only sample, […x]. */
function plane({ data, shape }: Field): Field {
  const [, ...grid] = shape;
  const size = grid.reduce((product, n) => product * n, 1);
  return { data: Float64Array.from(data).subarray(0, size), shape: grid };
}
