/**
 * MKS and CNN: the same kernel. A linear network with one periodic filter per phase, as large as the cell, is fitted
 * to the cells that MKS was fitted to, in one exact step and by descent in space; its filter is the MKS kernel.
 */
import { cnn, fft, mks, plot, stencil, studies } from "kernelfield";
import type { Localization } from "kernelfield";
import type { Picture } from "./pictures.js";
import { readCalibration } from "./studies.js";
import type { Result } from "./studies.js";

/** One way to the weights of the network. */
export interface Learnt {
  readonly solver: "newton" | "lbfgs";
  /** Of the loss and its gradient. */
  readonly evaluations: number;
  /** ‖β − β_MKS‖/‖β_MKS‖, both in the gauge of least norm. */
  readonly difference: number;
  readonly coefficients: Localization;
}

/** Both kernels, and what is between them. */
export interface SameKernel {
  readonly regressed: Localization;
  readonly learnt: readonly [newton: Learnt, descent: Learnt];
  /** Moments of both kernels, [of what, MKS, CNN]. */
  readonly moments: readonly (readonly [string, number, number])[];
}

interface Field {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** The moments that are shown, by the derivative that each is the coefficient of. */
const MOMENTS: readonly (readonly [string, number, number])[] = [
  ["∂²u/∂x²", 2, 0],
  ["∂²u/∂y²", 0, 2],
  ["∂⁴u/∂x⁴", 4, 0],
  ["∂⁴u/∂x²∂y²", 2, 2],
  ["∂⁴u/∂y⁴", 0, 4],
];

/** Fits the network of a study whose MKS kernel is known. */
export async function findAgain({ name, basis, model: regressed }: Result): Promise<SameKernel> {
  const { m, p } = await readCalibration(name);
  const network = cnn.linearLocalization({ states: basis, shape: regressed.grid });
  const learn = async (solver: Learnt["solver"]): Promise<Learnt> => {
    const { model, evaluations, diagnostics } = await cnn.fitLinear(network, m, p, { solver });
    const coefficients = cnn.influenceCoefficients(model, regressed.grid, { diagnostics });
    const difference = studies.kernelDifference(coefficients, regressed);
    return { solver, evaluations, difference, coefficients };
  };
  const learnt = [await learn("newton"), await learn("lbfgs")] as const;
  const [a, b] = [regressed, learnt[1].coefficients].map((model) =>
    stencil.momentsFromFilter(stencil.filterFromKernel(fluctuation(model), model.grid), 4),
  );
  const moments = MOMENTS.map(([of, i, j]) => [of, a.get(i, j), b.get(i, j)] as const);
  return { regressed, learnt, moments };
}

/** Both kernels in space and in frequency, and what is between them. */
export function pictureOfSame({ regressed, learnt: [, descent] }: SameKernel): Picture {
  const space = [regressed, descent.coefficients].map(fluctuation);
  const rows = [
    { view: "space", unit: "β[r]", fields: space, colours: "diverging" },
    { view: "frequency", unit: "|β̂[k]|", fields: space.map(magnitude), colours: "sequential" },
  ] as const;
  const panels = rows.flatMap(({ view, unit, fields, colours }): plot.Panel[] => {
    const [a, b] = fields.map((field) => fft.fftshift(field, 2));
    const error = { data: b.data.map((value, i) => value - a.data[i]), shape: b.shape };
    return [
      { title: `MKS, ${view}`, field: a, colours, group: unit },
      { title: `CNN, ${view}`, field: b, colours, group: unit },
      { title: "CNN − MKS", field: error, colours: "diverging", unit: `difference of ${unit}` },
    ];
  });
  return {
    file: "elastic2d-same-kernel.png",
    svg: plot.fields(panels, { columns: 3 }),
    caption:
      "The kernel of the stiff phase without its mean, r = 0 and k = 0 in the middle: regressed at every frequency, " +
      "learnt by descent in space, and what is between them; look at the scales.",
  };
}

/** The section of the report. */
export function sectionOfSame(same: SameKernel, picture: Picture): plot.Section {
  return {
    heading: "MKS and CNN: the same kernel",
    text:
      "A periodic convolution of the phases' indicators with filters as large as the cell is the localization itself: " +
      `the filter is the kernel with all axes turned round. ${sameSentence(same)} So few suffice here because ` +
      "a cell with one voxel of another phase has the same power at every frequency; the correlated cells of real " +
      "microstructures take a descent dozens.\n\n" +
      "The table is the third view: the moments of both kernels are the coefficients of the derivatives that they " +
      "act by on fields that vary slowly.",
    table: {
      columns: ["coefficient of", "MKS", "CNN"],
      rows: same.moments.map(([of, ...both]) => [of, ...both.map(momentText)]),
    },
    figures: [picture],
  };
}

/** Seven digits; what the symmetry of the cell makes vanish is rounding. */
function momentText(moment: number): string {
  return Math.abs(moment) < 1e-12 ? "0" : moment.toFixed(6);
}

/** What was found, in a sentence. */
export function sameSentence({ learnt: [newton, descent] }: SameKernel): string {
  return (
    `A linear network finds the MKS kernel within ${newton.difference.toExponential(1)} in one exact step, and within ` +
    `${descent.difference.toExponential(1)} by ${descent.evaluations} evaluations of L-BFGS in space.`
  );
}

/** β[…r] of the last phase in the gauge of least norm, without its mean. */
function fluctuation(model: Localization): Field {
  const coefficients = stencil.toGauge(model.coefficients, "minimumNorm");
  const { data, shape } = mks.kernels({ ...model, coefficients });
  const own = data.slice(-data.length / (shape[0] * shape[1]));
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  return { data: own.map((value) => value - mean), shape: model.grid };
}

/** |û[k]| of a field, all frequencies. */
function magnitude({ data, shape }: Field): Field {
  const spectrum = { re: data, im: new Float64Array(data.length), shape: [...shape] };
  const { re, im } = fft.fftn(spectrum, shape.length);
  return { data: re.map((value, k) => Math.hypot(value, im[k])), shape };
}
