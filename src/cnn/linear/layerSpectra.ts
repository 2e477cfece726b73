/**
 * The spectrum of the kernel that several layers amount to, A = Q_L ⋯ Q₁ at every frequency, and the derivative
 * to every layer: with ḡ_L = g, the derivative to Q_l is ḡ_l (Q_{l−1} ⋯ Q₁)*, and ḡ_{l−1} = Q_l* ḡ_l.
 */
import { backend } from "../../compute/index.js";
import { sizeOf } from "../../core/index.js";
import type { Convolution } from "../../nn/index.js";
import { placesOf } from "../../stencil/index.js";

/** The weights of all layers in one vector, and the spectrum that they make. */
export interface LayerSpectra {
  /** Number of weights. */
  readonly length: number;
  /** The spectrum A[c, h, k] of these weights. */
  readonly forward: (weights: Float64Array) => { re: Float64Array; im: Float64Array };
  /** Fills the derivative to the weights of the last `forward` from g[c, h, k], times N. */
  readonly backward: (gRe: Float64Array, gIm: Float64Array, gradient: Float64Array) => void;
}

interface Planes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The spectra of layers on a grid. */
export function layerSpectra(
  layers: readonly Convolution[],
  grid: readonly number[],
): LayerSpectra {
  const transform = backend().gridTransform(grid);
  const { size, halfSize: half } = transform;
  const [{ inputs }] = layers;
  const places = layers.map(({ window }) => placesOf(window, grid));
  const planes = (fields: number): Planes => ({
    re: new Float64Array(fields * half),
    im: new Float64Array(fields * half),
  });
  const spectra = layers.map((layer) => planes(layer.outputs * layer.inputs));
  const products = layers.map((layer) => planes(layer.outputs * inputs));
  const kernels = layers.map((layer) => new Float64Array(layer.outputs * layer.inputs * size));
  const counts = layers.map((layer) => layer.outputs * layer.inputs * sizeOf(layer.window));
  const starts = counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));

  const forward = (weights: Float64Array): Planes => {
    layers.forEach((layer, l) => {
      const own = places[l];
      const kernel = kernels[l];
      kernel.fill(0);
      for (let i = 0; i < counts[l]; i++) {
        kernel[Math.floor(i / own.length) * size + own[i % own.length]] = weights[starts[l] + i];
      }
      transform.forwardReal(kernel, layer.outputs * layer.inputs, spectra[l].re, spectra[l].im);
      if (l === 0) return;
      const { re, im } = products[l];
      re.fill(0);
      im.fill(0);
      for (let o = 0; o < layer.outputs; o++) {
        for (let m = 0; m < layer.inputs; m++) {
          for (let i = 0; i < inputs; i++) {
            addProduct(
              products[l],
              o * inputs + i,
              spectra[l],
              o * layer.inputs + m,
              productAt(l - 1),
              m * inputs + i,
              half,
              0,
            );
          }
        }
      }
    });
    return productAt(layers.length - 1);
  };

  const backward = (gRe: Float64Array, gIm: Float64Array, gradient: Float64Array): void => {
    let g: Planes = { re: gRe, im: gIm };
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l];
      const own =
        l === 0 ? { re: g.re.slice(), im: g.im.slice() } : planes(layer.outputs * layer.inputs);
      const before = planes(l === 0 ? 0 : layer.inputs * inputs);
      for (let o = 0; l > 0 && o < layer.outputs; o++) {
        for (let m = 0; m < layer.inputs; m++) {
          const q = o * layer.inputs + m;
          for (let i = 0; i < inputs; i++) {
            addProduct(own, q, productAt(l - 1), m * inputs + i, g, o * inputs + i, half, 1);
            addProduct(before, m * inputs + i, spectra[l], q, g, o * inputs + i, half, 1);
          }
        }
      }
      const kernel = kernels[l];
      transform.inverseReal(own.re, own.im, layer.outputs * layer.inputs, kernel);
      const place = places[l];
      for (let i = 0; i < counts[l]; i++) {
        gradient[starts[l] + i] =
          kernel[Math.floor(i / place.length) * size + place[i % place.length]];
      }
      g = before;
    }
  };
  return { length: counts.reduce((a, b) => a + b, 0), forward, backward };

  function productAt(l: number): Planes {
    return l === 0 ? spectra[0] : products[l];
  }
}

/** Adds a b, or conj(a) b, to planes of the result. */
function addProduct(
  out: Planes,
  to: number,
  a: Planes,
  i: number,
  b: Planes,
  j: number,
  half: number,
  conjugate: 0 | 1,
): void {
  const sign = conjugate ? -1 : 1;
  const [o, p, q] = [to * half, i * half, j * half];
  for (let k = 0; k < half; k++) {
    const [x, y] = [a.re[p + k], sign * a.im[p + k]];
    out.re[o + k] += x * b.re[q + k] - y * b.im[q + k];
    out.im[o + k] += x * b.im[q + k] + y * b.re[q + k];
  }
}
