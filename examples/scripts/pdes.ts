/**
 * Four equations: Burgers' waves steepen, Gray's and Scott's spots become a labyrinth, Kuramoto's and
 * Sivashinsky's front is chaos, vortices merge. Writes a picture of each and pdes.json to out/pdes.
 *
 *   tsx examples/scripts/pdes.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, ndarrayOf, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out/pdes";
const rng = createRng(3);
const plane = [64, 64];
const velocity = { components: 2, normalize: true, amplitude: 2 };
const burgers = await physics
  .burgers({ shape: plane, viscosity: 0.05, timeStep: 0.01 })
  .solve(physics.randomFourier(plane, velocity, rng.split()), { times: [0, 0.5, 1.5] });

const seeds = physics.gaussianBumps(plane, { lengths: 1.2, count: 3, width: 0.07 }, rng.split());
const v = seeds.data.map((bump) => Math.min(bump, 0.4));
const mixture = ndarrayOf(Float64Array.of(...v.map((share) => 1 - share), ...v), [1, 2, ...plane]);
const reaction = { diffusivity: [2e-5, 1e-5], kinetics: physics.grayScott() };
const grayScott = await physics
  .reactionDiffusion({ shape: plane, lengths: 1.2, ...reaction, timeStep: 4 })
  .solve(mixture, { times: [0, 1000, 3000] });

const front = physics.randomFourier([192], { normalize: true, amplitude: 0.1 }, rng.split());
const kuramoto = await physics
  .kuramotoSivashinsky({ shape: [192], lengths: 120, timeStep: 0.25 })
  .solve(front, { interval: 0.75, steps: 200 });

const eddies = { frequency: [6, 8], normalize: true, amplitude: 8 } as const;
const flow = await physics
  .navierStokes({ shape: plane, viscosity: 3e-3, tolerance: 1e-3 })
  .solve(physics.randomFourier(plane, eddies, rng.split()), { times: [0, 2, 8] });

await mkdir(folder, { recursive: true });
const inTime = ndarrayOf(kuramoto.u.data, kuramoto.u.shape).pick(0, -1, 0).transpose(1, 0);
await draw("burgers", frames(burgers, 0));
await draw("grayScott", frames(grayScott, 1));
await draw("kuramotoSivashinsky", [{ title: "x to the right, time up", field: inTime }]);
await draw("navierStokes", frames(flow, 0));
const runs = { burgers, grayScott, kuramoto, flow };
const facts = Object.entries(runs).map(([name, { steps }]) => ({ name, steps }));
await io.saveFile(join(folder, "pdes.json"), `${JSON.stringify(facts, null, 2)}\n`);
for (const { name, steps } of facts) console.log(`${name}: ${steps} steps`);

/** One component of all frames. */
function frames({ u, times }: physics.Trajectory, c: number): plot.Panel[] {
  return Array.from(times, (t, f) => ({ title: `t = ${t}`, field: u.pick(0, f, c) }));
}

async function draw(name: string, panels: plot.Panel[]): Promise<void> {
  const picture = await plot.toPng(plot.fields(panels, { columns: 3, size: 240 }));
  await io.saveFile(join(folder, `${name}.png`), picture);
}
