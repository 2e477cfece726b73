/**
 * The classes of microstructures that the library makes, side by side: of 3-D fibres the middle plane. Writes
 * microstructures.png and the volume fractions, microstructures.json, to out/ (or the folder named).
 *
 *   tsx examples/scripts/microstructures.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, microstructure, ndarrayOf, plot } from "kernelfield";
import { io } from "kernelfield/node";

const { checkerboard, fibres, multiphase } = microstructure;
const PLANE = [128, 128];
const BLOCK = [128, 128, 64];
const ALONG_X = [1, 0, 0];

const folder = process.argv[2] ?? "out";
const rng = createRng(7);
const classes = {
  "Checkerboard, squares of 16": checkerboard(PLANE, 16),
  "Multiphase, grains of 30": multiphase(PLANE, { grainSize: 30 }, rng.split()),
  "Multiphase, grains of 90 × 18": multiphase(PLANE, { grainSize: [90, 18] }, rng.split()),
  "Fibres in 2-D, separate": fibres(
    PLANE,
    { radius: 6, count: 55, separate: true, gap: 1 },
    rng.split(),
  ),
  "Fibres in 3-D along x": fibres(
    BLOCK,
    { radius: 4, count: 48, direction: ALONG_X, separate: true, gap: 1 },
    rng.split(),
  ),
  "Fibres in 3-D, spread about x": fibres(
    BLOCK,
    { radius: 4, count: 24, direction: ALONG_X, orientationSpread: 0.3 },
    rng.split(),
  ),
};

const panels = Object.entries(classes).map(([title, { data, shape }]) => ({
  title,
  field: ndarrayOf(data, shape.slice(1)),
  colours: "phases" as const,
  group: "phases",
}));
const fractions = Object.entries(classes).map(([title, { data }]) => [
  title,
  data.reduce((sum, phase) => sum + phase, 0) / data.length,
]);

await mkdir(folder, { recursive: true });
const picture = plot.fields(panels, { columns: 3, size: 240 });
await io.saveFile(join(folder, "microstructures.png"), await plot.toPng(picture));
const facts = `${JSON.stringify(Object.fromEntries(fractions), null, 2)}\n`;
await io.saveFile(join(folder, "microstructures.json"), facts);
for (const [title, fraction] of fractions) console.log(`${title}: phase 1 fills ${fraction}`);
