/**
 * Other microstructures with the statistics of a given one: a cut Gaussian field, random cells with its volume
 * fraction, and what annealing and phase retrieval make of its two-point statistics. Writes reconstruction.png,
 * reconstruction-curves.png and reconstruction.json to out/ (or the folder named).
 *
 *   tsx examples/scripts/reconstruction.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { microstructure, ndarrayOf, plot, states, statistics } from "kernelfield";
import { io } from "kernelfield/node";

const { gaussianCovariance, reconstruct, thresholdedField } = microstructure;
const SHAPE = [32, 32];
const PAIRS = [[1, 1]] as const;

const folder = process.argv[2] ?? "out";
const covariance = gaussianCovariance([6, 4], { rotation: 0.5 });
const given = thresholdedField(SHAPE, { covariance, volumeFraction: 0.4, exactFraction: true }, 3);
const target = twoPoint(given); // f*[pair, x, y]
const options = { pairs: PAIRS, tolerance: 1e-4 };
const samples = {
  "Random cells": await reconstruct(
    target,
    { ...options, method: "annealing", maxIterations: 0 },
    1,
  ),
  Annealing: await reconstruct(target, { ...options, method: "annealing" }, 1),
  "Phase retrieval": await reconstruct(target, { ...options, method: "spectral" }, 1),
};

const all = { Given: given, ...mapped(samples, (sample) => sample.microstructure) };
const panels = Object.entries(all).map(([title, { data }]) => ({
  title,
  field: ndarrayOf(data, SHAPE),
  colours: "phases" as const,
  group: "phases",
}));
const lags = Array.from({ length: 17 }, (_, x) => x);
const curves = Object.entries(all).map(([label, m]) => {
  return { label, x: lags, y: lags.map((x) => twoPoint(m).get(0, x, 0)) };
});

await mkdir(folder, { recursive: true });
const picture = await plot.toPng(plot.fields(panels));
await io.saveFile(join(folder, "reconstruction.png"), picture);
const lines = plot.curves(curves, { xLabel: "r along x, in cells", yLabel: "f" });
await io.saveFile(join(folder, "reconstruction-curves.png"), await plot.toPng(lines));
const rms = mapped(samples, (sample) => sample.rms);
await io.saveFile(join(folder, "reconstruction.json"), `${JSON.stringify(rms, null, 2)}\n`);
console.log(rms);

function twoPoint(m: typeof given) {
  const f = statistics.twoPoint(states.discretize(m, states.phaseBasis(2)), { pairs: PAIRS });
  return ndarrayOf(f.data, [1, ...SHAPE]);
}

function mapped<A, B>(object: Record<string, A>, f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, f(value)]));
}
