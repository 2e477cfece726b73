/**
 * The equation behind a movie: two velocities on a grid of 32², every fourth point of a solver's, with a little noise.
 * Sparse regression reads an equation off it, a PDE-Net begins there, learns its filters through roll-outs, and
 * foretells. Writes report.html, three pictures, equation.txt and model.npz to out/discover-burgers.
 *
 *   tsx examples/scripts/discover-burgers.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, pdenet, physics, plot } from "kernelfield";
import { io } from "kernelfield/node";

const folder = process.argv[2] ?? "out/discover-burgers";
const rng = createRng(7);
const [fine, dt, spacing] = [[128, 128], 0.02, Math.PI / 16];
const waves = { components: 2, normalize: true, amplitude: 1.5, shift: 1.5 };
const solver = physics.burgers({ shape: fine, viscosity: 0.05, timeStep: 0.005 });
const movies = async (samples: number, steps: number, noise: number) => {
  const start = physics.randomFourier(fine, { samples, ...waves }, rng.split());
  const { u } = await solver.solve(start, { interval: dt, steps });
  return physics.observe(u, { stride: 4, noise }, rng.split()).u;
};
const seen = await movies(8, 12, 0.001); // u[s, t, c, x, y]
const unseen = await movies(3, 50, 0);

const regression = pdenet.pdeFind(seen, dt, { spacing });
const network = pdenet.symbolic({ size: 9, products: 3 });
const { model, stages } = await pdenet.fit(seen, dt, { spacing, network, windows: 8 });
const found = pdenet.equation(model, { trajectories: seen });
const start = {
  spacing,
  network: pdenet.fromEquation(regression.equation, { size: 9 }),
  schedule: [],
};
const sparse = await pdenet.fit(seen, dt, start);
const errors = {
  "PDE-Net": pdenet.errors(model, unseen, dt),
  "sparse regression": pdenet.errors(sparse.model, unseen, dt),
};
const told = pdenet.rollout(model, unseen.pick(null, 0), 50);

const { filters } = pdenet.moments(model);
const [reference, foretold] = [unseen.pick(0), told.u.pick(0)]; // [t, c, x, y]
const discovery = {
  ...{ equation: found, filters, errors, interval: dt },
  others: { "sparse regression": regression.equation },
  forecast: { reference, foretold },
};
const pictures = {
  filters: plot.derivativeFilters([filters[2], filters[5]], { size: 260 }),
  errors: plot.forecastErrors(errors, { interval: dt }),
  forecast: plot.forecast(reference.pick(null, 0), foretold.pick(null, 0), {
    times: told.times,
    frames: [0, 10, 25, 50],
  }),
};
await mkdir(folder, { recursive: true });
for (const [name, svg] of Object.entries(pictures))
  await io.saveFile(join(folder, `pdenet-${name}.png`), await plot.toPng(svg));
const written = pdenet.formatEquation(found, { threshold: 0.01 });
await io.saveFile(join(folder, "equation.txt"), `${written}\n`);
await io.savePdeModel(join(folder, "model.npz"), model);
await io.saveFile(join(folder, "report.html"), plot.discoveryReport(discovery));
for (const { steps, loss, evaluations } of stages)
  console.log(`${steps} steps: loss ${loss.toPrecision(3)}, ${evaluations} evaluations`);
console.log(`${written}\nA small difference grows by ${told.growth.toFixed(3)} a frame.`);
