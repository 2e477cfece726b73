/**
 * A composite of fibres, ten times as stiff as their matrix, pulled across: strains and von Mises' stress. Then how
 * conjugate gradients get there at contrasts from 2 to 1000: residuals, and the errors that strains still have. Writes
 * three pictures and elasticFields.json to out/elasticFields.
 *
 *   tsx examples/scripts/elasticFields.ts [folder] [voxels along an axis]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { metrics, microstructure, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out/elasticFields";
const N = Number(process.argv[3] ?? 128);
const PULL = [0.01, 0, 0]; // ε_xx, ε_yy, γ_xy
const to = { tolerance: 1e-10 };
const discs = { radius: N / 16, count: 28, separate: true, gap: N / 72 };
const m = microstructure.fibres([N, N], discs, 5);
const solve = (contrast: number, options: physics.CellOptions = {}) => {
  const phases = { elasticModulus: [1, contrast], poissonRatio: [0.35, 0.25] };
  return physics.solveElasticity(m, phases, PULL, { ...options, vonMises: true });
};

const { strain, vonMises } = await solve(10);
const fibres = { colours: "phases", phases: ["matrix", "fibre"] } as const;
const panels = [
  { title: "Fibres, E = 10", field: m.pick(0), ...fibres },
  { title: "ε_xx, on average 1 %", field: strain.pick(0, 0) },
  { title: "Von Mises' stress", field: vonMises.pick(0), unit: "E of the matrix" },
];

const runs = [];
for (const contrast of [2, 10, 50, 100, 1000]) {
  const limit = await solve(contrast, to);
  const [residuals] = limit.history;
  const stops = residuals.flatMap((r, i) => (i % 4 === 0 && r > 1e-8 ? [i] : []));
  const errors = [];
  for (const maxIterations of stops) {
    const some = await solve(contrast, { ...to, maxIterations, accept: "truncated" });
    errors.push(metrics.relativeL2(some.strain, limit.strain));
  }
  runs.push({ contrast, residuals, stops, errors });
}
const axes = { xLabel: "iterations", yScale: "log" } as const;
const residuals = runs.map(({ contrast, residuals: y }) => {
  return { label: `contrast ${contrast}`, x: [...y.keys()], y };
});
const errors = runs.map(({ contrast, stops: x, errors: y }) => {
  return { label: `contrast ${contrast}`, x, y, points: true };
});
await mkdir(folder, { recursive: true });
const pictures = {
  fields: plot.fields(panels, { columns: 3, size: 200 }),
  residuals: plot.curves(residuals, { ...axes, yLabel: "residual" }),
  errors: plot.curves(errors, { ...axes, yLabel: "error of the strain" }),
};
for (const [name, svg] of Object.entries(pictures)) {
  await io.saveFile(join(folder, `elasticity-${name}.png`), await plot.toPng(svg, { scale: 1.5 }));
}
await io.saveFile(join(folder, "elasticFields.json"), `${JSON.stringify(runs, null, 2)}\n`);
