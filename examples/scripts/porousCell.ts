/**
 * How pores soften a solid: spheres of nothing, apart from each other, in cells of growing porosity f. Prints bulk and
 * shear moduli, relative to those of the solid, beside two bounds from above: Voigt's, 1 − f, and Hashin's and
 * Shtrikman's (J. Mech. Phys. Solids 11 (1963) 127). Writes pictures and porousCell.json to out/porousCell.
 *
 *   tsx examples/scripts/porousCell.ts [folder] [cells along an axis]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, microstructure, ndarrayOf, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out/porousCell";
const N = Number(process.argv[3] ?? 36);
const phases = { elasticModulus: [1, 0], poissonRatio: [0.3, 0] }; // the solid, and nothing
const [λ, G0] = physics.lameConstants(1, 0.3);
const K0 = λ + (2 / 3) * G0;
const rng = createRng(2);
const cells = [0.05, 0.1, 0.2, 0.3].map((volumeFraction) =>
  microstructure.separateSpheres([N, N, N], { radius: N / 8, volumeFraction }, rng.split()),
);
const m = ndarrayOf(Uint8Array.from(cells.flatMap(({ data }) => [...data])), [4, N, N, N]);
const porosity = microstructure.phaseFractions(m); // [s, phase]
const { stiffness } = await physics.effectiveStiffness(m, phases); // C[s, 6, 6]

console.log("porosity   Voigt    K bound  K        G bound  G");
const moduli = cells.map((_, s) => {
  const f = porosity.get(s, 1);
  const C = (i: number, j = i): number => stiffness.get(s, i, j);
  const [normal, mixed] = [C(0) + C(1) + C(2), C(0, 1) + C(0, 2) + C(1, 2)];
  const K = (normal + 2 * mixed) / 9; // of the isotropic stiffness nearest to C
  const G = (normal - mixed + 3 * (C(3) + C(4) + C(5))) / 15;
  const boundK = K0 + f / ((3 * (1 - f)) / (3 * K0 + 4 * G0) - 1 / K0);
  const boundG = G0 + f / ((6 * (1 - f) * (K0 + 2 * G0)) / (5 * G0 * (3 * K0 + 4 * G0)) - 1 / G0);
  const row = [f, 1 - f, boundK / K0, K / K0, boundG / G0, G / G0];
  console.log(row.map((value) => value.toFixed(4)).join("   "));
  return row;
});

const pull = [0.01, 0, 0, 0, 0, 0];
const { vonMises } = await physics.solveElasticity(cells[3], phases, pull, { vonMises: true });
const pores = { colours: "phases", phases: ["solid", "pore"] } as const;
const panels = [
  { title: "Pores", field: cells[3].pick(0), ...pores },
  { title: "Von Mises' stress, ε_xx = 1 %", field: vonMises.pick(0), unit: "E" },
];
const labels = ["Voigt", "K, upper bound", "K", "G, upper bound", "G"];
const lines = labels.map((label, i) => ({
  ...{ label, points: label.length === 1 },
  x: [0, ...moduli.map(([f]) => f)],
  y: [1, ...moduli.map((row) => row[i + 1])],
}));
const axes = { xLabel: "porosity", yLabel: "relative to the solid" };
await mkdir(folder, { recursive: true });
const pictures = { fields: plot.fields(panels, { size: 280 }), moduli: plot.curves(lines, axes) };
for (const [name, svg] of Object.entries(pictures)) {
  await io.saveFile(join(folder, `${name}.png`), await plot.toPng(svg));
}
await io.saveFile(join(folder, "porousCell.json"), `${JSON.stringify(moduli, null, 2)}\n`);
