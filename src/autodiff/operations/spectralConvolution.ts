/**
 * Convolution with learnt spectra, on one grid: of the spectra of all inputs the frequencies |k_a| ≤ M_a are kept,
 *
 *   ŷ[s, o, k] = Σ_i W[o, i, k] û[s, i, k],  0 elsewhere,
 *
 * so a layer reaches across the whole cell, and commutes with every shift. With all frequencies it is a periodic
 * convolution with a kernel as large as the grid.
 *
 * Li, Kovachki, Azizzadenesheli, Liu, Bhattacharya, Stuart and Anandkumar, "Fourier neural operator" (ICLR 2021).
 */
import { checkRank, checkShape, formatShape, ShapeError, sizeOf } from "../../core/index.js";
import { asVariables, type Operand, type Variable } from "../variable.js";
import { halfSpectrum, realFields } from "./fourier.js";
import { keepFrequencies, keptFrequencies, restoreFrequencies } from "./keptFrequencies.js";
import { spectralProduct } from "./spectralProducts.js";

/**
 * The fields whose kept frequencies are products of weights and those of x. Where k ≡ −k the imaginary part of a weight
 * belongs to no real field: it is ignored, and its gradient is zero.
 * @param x fields x[s, i, …x] on one, two or three space axes
 * @param weight W[2, o, i, …m], real and imaginary parts on axis 0, where m counts the kept frequencies of every
 *   axis: 0 … M, −M … −1, and 0 … M on the last one; see `keptFrequencies`
 * @param modes M of every axis, at most ⌊n/2⌋
 * @returns y[s, o, …x]
 * @throws ShapeError, ValueError for weights and modes that do not fit x
 */
export function spectralConvolution(
  x: Operand,
  weight: Operand,
  modes: readonly number[],
): Variable {
  const where = "autodiff.spectralConvolution";
  const [fields, weights] = asVariables([x, weight], where);
  checkRank(fields, [3, 4, 5], "[sample, channel, …x]", `${where}: x`);
  const [, inputs, ...grid] = fields.shape;
  const kept = keptFrequencies(grid, modes, where);
  const [, outputs] = weights.shape;
  if (weights.shape.length !== fields.shape.length + 1) {
    throw new ShapeError(
      `${where}: weight should have the axes [2, output, input, ${kept.join(", ")}]; got ` +
        `${formatShape(weights.shape)}.`,
    );
  }
  const advice = "Its axes are parts, outputs, inputs and kept frequencies.";
  checkShape(weights, [2, outputs, inputs, ...kept], advice, `${where}: weight`);
  const spectra = halfSpectrum([fields], { grid, weighted: false, factor: 1 });
  const products = spectralProduct([weights, keepFrequencies(spectra, grid, kept)], undefined);
  const restored = restoreFrequencies(products, grid, kept);
  return realFields([restored], { grid, weighted: true, factor: 1 / sizeOf(grid) });
}
