/**
 * Gaussian fields of several covariances, cut into phases. Writes gaussianFields.png and the volume fraction of the
 * last phase, gaussianFields.json, to out/ (or the folder named).
 *
 *   tsx examples/scripts/gaussianFields.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRng, microstructure, ndarrayOf, plot } from "kernelfield";
import { io } from "kernelfield/node";

const { exponentialCovariance, gaussianCovariance, lamellarCovariance } = microstructure;
const SHAPE = [128, 128];

const folder = process.argv[2] ?? "out";
const rng = createRng(4);
const covariance = gaussianCovariance(8);
const layers = lamellarCovariance(14, 24, { direction: [1, 2] });
const classes = {
  Gaussian: { covariance },
  Exponential: { covariance: exponentialCovariance(8) },
  "Two lengths, turned": { covariance: gaussianCovariance([20, 5], { rotation: 0.6 }) },
  Lamellar: { covariance: layers },
  "Three phases": { covariance, volumeFraction: [0.3, 0.4, 0.3] },
  "Double cut, 0.3": { covariance, volumeFraction: 0.3, doubleCut: true },
};
const samples = Object.entries(classes).map(([title, options]) => {
  const m = microstructure.thresholdedField(
    SHAPE,
    { ...options, exactFraction: true },
    rng.split(),
  );
  return { title, m };
});

await mkdir(folder, { recursive: true });
const panels = samples.map(({ title, m }) => ({
  title,
  field: ndarrayOf(m.data, SHAPE),
  colours: "phases" as const,
  group: "phases",
}));
const picture = plot.fields(panels, { columns: 3, size: 240 });
await io.saveFile(join(folder, "gaussianFields.png"), await plot.toPng(picture));
const facts = Object.fromEntries(
  samples.map(({ title, m }) => {
    const last = m.data.reduce((most, phase) => Math.max(most, phase), 0);
    return [title, m.data.filter((phase) => phase === last).length / m.data.length];
  }),
);
await io.saveFile(join(folder, "gaussianFields.json"), `${JSON.stringify(facts, null, 2)}\n`);
console.log(facts);
