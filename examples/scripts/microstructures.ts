/**
 * The classes of microstructures that the library makes, side by side: of 3-D cells the middle plane. Writes
 * microstructures.png and the volume fractions, microstructures.json, to out/ (or the folder named).
 *
 *   tsx examples/scripts/microstructures.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, microstructure as make, ndarrayOf, plot } from "kernelfield";
import { io } from "kernelfield/node";

const PLANE = [128, 128];
const BLOCK = [128, 128, 64];
const ALONG_X = [1, 0, 0];

const folder = process.argv[2] ?? "out";
const rng = createRng(7);
const next = () => rng.split();
const separate = { separate: true, gap: 1 };
const aligned = { radius: 4, count: 48, direction: ALONG_X, ...separate };
const spread = { radius: 4, count: 24, direction: ALONG_X, orientationSpread: 0.3 };
const ellipses = { radius: 5, aspect: [2.5, 1], orientation: "random", gap: 1 } as const;
const long = make.voronoi(PLANE, { count: 60, aspect: [3, 1] }, next()).labels;
const alike = make.voronoi(PLANE, { count: 60, relaxation: 5 }, next()).labels;
const phases = { phases: 4, balanced: true };
const lengths = { sigma: [1, 6], fractionRange: [0.4, 0.4] } as const;
const classes = {
  "Checkerboard, squares of 16": make.checkerboard(PLANE, 16),
  "Multiphase, grains of 30": make.multiphase(PLANE, { grainSize: 30 }, next()),
  "Multiphase, grains of 90 × 18": make.multiphase(PLANE, { grainSize: [90, 18] }, next()),
  "Fibres in 2-D, separate": make.fibres(PLANE, { radius: 6, count: 55, ...separate }, next()),
  "Fibres in 3-D along x": make.fibres(BLOCK, aligned, next()),
  "Fibres in 3-D, spread about x": make.fibres(BLOCK, spread, next()),
  "Laminate, normal [3, 2]": make.laminate(PLANE, { normal: [3, 2], volumeFraction: [0.7, 0.3] }),
  "Independent cells": make.independentCells([32, 32], {}, next()),
  "Overlapping discs": make.overlappingSpheres(PLANE, { radius: 8, volumeFraction: 0.5 }, next()),
  "Separate discs of three radii": make.separateSpheres(
    PLANE,
    { radius: [3, 6, 10], volumeFraction: 0.4, gap: 1 },
    next(),
  ),
  "Separate ellipses": make.separateSpheres(PLANE, { ...ellipses, volumeFraction: 0.35 }, next()),
  "Separate spheres in 3-D": make.separateSpheres(
    BLOCK,
    { radius: 9, volumeFraction: 0.3 },
    next(),
  ),
  "Voronoi grains, three times as long": make.assignPhases(long, { phases: 2 }, next()),
  "Relaxed grains of 4 phases": make.assignPhases(alike, phases, next()),
  "Filtered noise, σ from 1 to 6": make.filteredCells(PLANE, lengths, next()),
  "Spinodal, waves of 20": make.spinodal(PLANE, { wavelength: 20 }, next()),
  "Spinodal, cone about x": make.spinodal(PLANE, { wavelength: 20, cones: [0.5, 0] }, next()),
};

const { labels, orientations } = make.polycrystal(PLANE, { count: 60 }, next());
const tilt = Float64Array.from(
  labels.data,
  (grain) => (180 / Math.PI) * orientations.get(grain, 1),
);
const grains = { title: "Polycrystal, Φ in degrees", field: ndarrayOf(tilt, PLANE) };
const panels: plot.Panel[] = Object.entries(classes).map(([title, { data, shape }]) => ({
  title,
  field: ndarrayOf(data, shape.slice(1)),
  colours: "phases",
  group: "phases",
}));
const fractions = Object.entries(classes).map(([title, { data }]) => [
  title,
  data.reduce((sum, phase) => sum + Number(phase === 1), 0) / data.length,
]);

await mkdir(folder, { recursive: true });
const picture = plot.fields([...panels, grains], { columns: 3, size: 180 });
await io.saveFile(join(folder, "microstructures.png"), await plot.toPng(picture));
const facts = `${JSON.stringify(Object.fromEntries(fractions), null, 2)}\n`;
await io.saveFile(join(folder, "microstructures.json"), facts);
for (const [title, fraction] of fractions) console.log(`${title}: phase 1 fills ${fraction}`);
