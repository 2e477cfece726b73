/**
 * A one-layer convolutional network is MKS localization: the influence coefficients that MKS regresses at every
 * frequency and the filters that a network learns in space are one kernel. Fits both to the finite-element cells of
 * data/elastic2d, prints how far they are apart, and writes the three views of the kernel as cnn-is-mks.svg and .txt
 * to out/ (or the folder named).
 *
 *   tsx examples/scripts/cnn-is-mks.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cnn, metrics, mks, plot, states, studies } from "kernelfield";
import { io } from "kernelfield/node";

const [folder = "out"] = process.argv.slice(2);
const m = await io.openArray("data/elastic2d/calibration_microstructure.npy"); // phase indices [s, x, y]
const p = await io.openArray("data/elastic2d/calibration_strain.npy"); // ε_xx [s, x, y]

// In frequency: least squares at every k.
const coefficients = await mks.fit(m, p, states.phaseBasis(2));

// In space: one periodic convolution, the phases' indicators as its input channels, a filter as large as the cell.
const network = cnn.linearLocalization({ states: 2, shape: coefficients.grid });
for (const solver of ["newton", "lbfgs", "adam"] as const) {
  const { model, evaluations } = await cnn.fit(network, m, p, { solver });
  const learnt = cnn.influenceCoefficients(model, coefficients.grid);
  const difference = studies.kernelDifference(learnt, coefficients).toExponential(1);
  console.log(`${solver}: ${evaluations} evaluations, ${difference} from the coefficients of MKS`);
}

// The filter is the kernel with all axes turned round, so either becomes the other.
const filters = cnn.fromInfluenceCoefficients(coefficients);
const unseen = await io.openArray("data/elastic2d/test_microstructure.npy");
const [a, b] = [mks.predict(coefficients, unseen), cnn.predictLinear(filters, unseen)];
const off = a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i])), 0);
console.log(`Unseen cells: the two predict the same strains to ${off.toExponential(1)}.`);

// A small filter costs less and fits any grid; it is no crop of the large one, but the best of its size.
const window = cnn.linearLocalization({ states: 2, kernelSize: 7 });
const { model: small } = await cnn.fit(window, m, p);
const truth = await io.openArray("data/elastic2d/test_strain.npy");
const errors = [b, cnn.predictLinear(small, unseen)].map((strain) => metrics.mase(strain, truth));
const percents = errors.map(({ mean }) => `${mean.toFixed(2)} %`);
console.log(
  `ε_xx is off by ${percents.join(" with the full kernel, and by ")} with 7 × 7 cells of it.`,
);

await mkdir(folder, { recursive: true });
await io.saveFile(join(folder, "cnn-is-mks.svg"), plot.kernelViews(coefficients, { states: [1] }));
await io.saveFile(join(folder, "cnn-is-mks.txt"), `${cnn.formatViews(filters)}\n`);
console.log(
  `Wrote ${join(folder, "cnn-is-mks.svg")}: filter, coefficients and moments of the stiff phase.`,
);
