/**
 * The exact minimum of one filter of K^d entries: the normal equations over all its entries in the directions
 * A = T y of the states,
 *
 *   Σ_{e, t} R_de(r − t) y_e(t) = ρ_d(r),   R = F⁻¹(Tᵀ G T),   ρ = F⁻¹(Tᵀ b),
 *
 * with the correlations R at distances up to 2 (K − 1) by Fourier transforms. Unknown offsets are eliminated: the
 * block of k = 0 is that of covariances.
 */
import { backend } from "../../compute/index.js";
import { sizeOf, unravel, ValueError } from "../../core/index.js";
import { solvePositive } from "../../linalg/index.js";
import { directionsOf } from "../../states/index.js";
import { placesOf } from "../../stencil/index.js";
import type { Sums } from "./sums.js";

/**
 * The weights w[c, h, …j] of the least squared error of a window.
 * @throws ValueError if the samples do not determine them
 */
export function solveTruncated(sums: Sums, window: readonly number[]): Float64Array {
  const { samples, gRe, gIm, bRe, bIm } = sums;
  const { grid, states, components, network, cells } = samples;
  const { count, toStates } = directionsOf(network.basis);
  const taps = sizeOf(window);
  const unknowns = count * taps;
  const correlations = inverse(gRe, gIm, grid);
  const right = inverse(bRe, bIm, grid);
  const places = placesOf(window, grid);
  const differences = differencesOf(places, grid);
  const A = new Float64Array(unknowns * unknowns);
  const b = new Float64Array(unknowns * components);
  for (let h = 0; h < states; h++) {
    for (let d = 0; d < count; d++) {
      const factor = toStates[h * count + d];
      if (factor === 0) continue;
      for (let r = 0; r < taps; r++) {
        for (let c = 0; c < components; c++) {
          const value = right[(h * components + c) * cells + places[r]];
          b[(d * taps + r) * components + c] += factor * value;
        }
      }
      for (let g = 0; g < states; g++) {
        const plane = (h * states + g) * cells;
        for (let e = 0; e < count; e++) {
          const both = factor * toStates[g * count + e];
          if (both === 0) continue;
          for (let r = 0; r < taps; r++) {
            const row = (d * taps + r) * unknowns + e * taps;
            for (let t = 0; t < taps; t++) {
              A[row + t] += both * correlations[plane + differences[r * taps + t]];
            }
          }
        }
      }
    }
  }
  const { x, dependent } = solvePositive(
    { data: A, shape: [unknowns, unknowns] },
    { data: b, shape: [unknowns, components] },
  );
  if (dependent >= 0) {
    throw new ValueError(
      `cnn.fitLinear: ${samples.count} samples do not determine the ${unknowns} unknowns of the filter: ` +
        `unknown ${dependent} follows from those before it. Add samples, make the window smaller, or use ` +
        `solver: "lbfgs", which finds one of the minima.`,
    );
  }
  const weights = new Float64Array(components * states * taps);
  for (let c = 0; c < components; c++) {
    for (let h = 0; h < states; h++) {
      for (let d = 0; d < count; d++) {
        const factor = toStates[h * count + d];
        for (let r = 0; r < taps; r++) {
          weights[(c * states + h) * taps + r] += factor * x.data[(d * taps + r) * components + c];
        }
      }
    }
  }
  return weights;
}

/** Real fields of half spectra [field, k]. */
function inverse(re: Float64Array, im: Float64Array, grid: readonly number[]): Float64Array {
  const transform = backend().gridTransform(grid);
  const { size, halfSize } = transform;
  const fields = re.length / halfSize;
  const out = new Float64Array(fields * size);
  transform.inverseReal(re.slice(), im.slice(), fields, out);
  return out;
}

/** The place of the distance between two places of the kernel, [r, t]. */
function differencesOf(places: Int32Array, grid: readonly number[]): Int32Array {
  const taps = places.length;
  const index = Array.from(places, (place) => unravel(place, grid));
  const out = new Int32Array(taps * taps);
  for (let r = 0; r < taps; r++) {
    for (let t = 0; t < taps; t++) {
      out[r * taps + t] = grid.reduce(
        (place, n, axis) => place * n + ((index[r][axis] - index[t][axis] + n) % n),
        0,
      );
    }
  }
  return out;
}
