/**
 * Kernels read as differential operators: differences beside their symbols, a step of diffusion, and influence
 * coefficients, which are no derivative of anything. Writes two pictures and kernelReading.txt to out/kernelReading.
 *
 *   tsx examples/scripts/kernelReading.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { mks, ndarrayOf, physics, plot, states, stencil } from "kernelfield";
import type { NdArray } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out/kernelReading";
const readings: string[] = [];
const read = (title: string, kernel: NdArray, options: stencil.ReadOptions = {}) =>
  readings.push(`${title}\n${stencil.formatReading(stencil.readKernel(kernel, options))}\n`);

// How much of ∂/∂x and ∂²/∂x² differences see of every wave: |Q(θ)/(iθ)^o|.
const x = Array.from({ length: 100 }, (_, i) => ((i + 1) * Math.PI) / 100); // θ, to the shortest wave
const symbols = (["central", "forward"] as const).flatMap((kind) =>
  [1, 2].map((o) => {
    const { filter } = stencil.difference({ order: [o], kind });
    read(`${kind} difference`, filter);
    const angles = x.map((θ) => [θ]);
    const { re, im } = stencil.symbolAt(filter, angles);
    const y = x.map((θ, i) => Math.hypot(re[i], im[i]) / θ ** o);
    return { label: `${o === 1 ? "∂" : "∂²"}, ${kind}, order 2`, x, y };
  }),
);

// What a point becomes is the kernel of a solver: here e^{ν t ∇²}, ν t = 0.01.
const point = ndarrayOf(new Float64Array(64 * 64).fill(1, 0, 1), [1, 1, 64, 64]);
const solver = physics.heat({ shape: [64, 64], diffusivity: 0.1 });
const { u } = await solver.solve(point, { times: [0, 0.1] });
read("diffusion, ν t = 0.01", u.pick(0, 1, 0), { kind: "kernel", spacing: Math.PI / 32 });

// Where θ → 0 coefficients of strain depend on the direction, which no series of moments does.
const m = await io.openArray("data/elastic2d/calibration_microstructure.npy");
const p = await io.openArray("data/elastic2d/calibration_strain.npy");
const model = await mks.fit(m, p, states.phaseBasis(2));
const values = mks.kernels(model).data.slice(21 * 21); // β_1[0, r]
const mean = values.reduce((sum, value) => sum + value) / values.length;
const fluctuation = values.map((value) => value - mean);
const stiff = ndarrayOf(fluctuation, model.grid);
for (const window of [21, 5]) read(`strain, ${window}² cells`, stiff, { kind: "kernel", window });
const waves = Array.from({ length: 10 }, (_, k) => (2 * Math.PI * (k + 1)) / 21);
const directions = { "along x": [1, 0], diagonal: [1, 1], "along y": [0, 1] };
const strain = Object.entries(directions).map(([label, [a, b]]) => {
  const angles = waves.map((θ) => [a * θ, b * θ]);
  return { label, x: waves, y: [...stencil.symbolAt(stiff, angles, { kind: "kernel" }).re] };
});

await mkdir(folder, { recursive: true });
for (const [name, lines] of Object.entries({ symbols, strain })) {
  const picture = plot.curves(lines, { xLabel: "θ, radians per cell", yLabel: "symbol" });
  await io.saveFile(join(folder, `moments-${name}.png`), await plot.toPng(picture, { scale: 1.5 }));
}
await io.saveFile(join(folder, "kernelReading.txt"), readings.join("\n"));
