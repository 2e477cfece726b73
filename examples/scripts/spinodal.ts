/**
 * One field of noise, three fates: Cahn–Hilliard's spinodal decomposition into two equal phases, and into droplets, and
 * Allen–Cahn's ordering. Writes the frames of a movie, frame-00.png, …, some of them side by side, spinodal.png, the
 * energies, spinodal-energy.png, and figures, spinodal.json, to out/spinodal (or the folder named).
 *
 *   tsx examples/scripts/spinodal.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, ndarrayOf, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const N = 128;
const STEPS = 800;
const folder = process.argv[2] ?? "out/spinodal";
const grid = { shape: [N, N], spacing: 0.5, timeStep: 0.5, scheme: "exponential" } as const;
const rng = createRng(1);
const noise = Float64Array.from({ length: N * N }, () => 0.1 * rng.normal());

const cases = [
  { name: "Mean 0", plan: physics.cahnHilliard(grid), mean: 0 },
  { name: "Mean −0.4", plan: physics.cahnHilliard(grid), mean: -0.4 },
  { name: "Ordering", plan: physics.allenCahn(grid), mean: 0 },
];
const runs = await Promise.all(
  cases.map(async ({ name, plan, mean }) => {
    const start = ndarrayOf(
      noise.map((value) => mean + value),
      [1, N, N],
    );
    return { name, ...(await plan.rollout(start, STEPS, { every: 25 })) };
  }),
);
const [{ times }] = runs;
const panelsAt = (t: number): plot.Panel[] =>
  runs.map(({ name, trajectory }) => ({
    title: `${name}, t = ${times[t]}`,
    field: trajectory.pick(0, t, null, null),
    ...{ colours: "diverging" as const, range: [-1, 1] as const, group: "φ" },
  }));

await mkdir(folder, { recursive: true });
const save = async (name: string, svg: string): Promise<void> =>
  io.saveFile(join(folder, `${name}.png`), await plot.toPng(svg, { scale: 1 }));
for (let t = 0; t < times.length; t += 4) {
  await save(`frame-${String(t).padStart(2, "0")}`, plot.fields(panelsAt(t), { columns: 3 }));
}
const shown = [4, 12, 32].flatMap(panelsAt);
await save("spinodal", plot.fields(shown, { columns: 3, size: 160 }));
const energies = runs.map(({ name: label, energy }) => {
  return { label, x: times.slice(1), y: [...energy.data.slice(1)] };
});
const axes = { xLabel: "time", yLabel: "free energy", xScale: "log", yScale: "log" } as const;
await save("spinodal-energy", plot.curves(energies, axes));
const facts = runs.map(({ name, energy, trajectory }) => {
  const end = trajectory.data.slice(-N * N);
  return { name, mean: end.reduce((sum, phi) => sum + phi, 0) / N ** 2, energy: [...energy.data] };
});
await io.saveFile(join(folder, "spinodal.json"), `${JSON.stringify(facts, null, 2)}\n`);
