/**
 * Localization: p[x] = Σ_h Σ_r β_h[r] m_h[x − r], so p̂[k] = Σ_h β̂[h, k] m̂[h, k].
 * Landi, Niezgoda and Kalidindi, Acta Materialia 58 (2010) 2716.
 */
import { backend, withArrays } from "../compute/index.js";
import {
  formatShape,
  ndarrayOf,
  sameShape,
  ShapeError,
  sizeOf,
  ValueError,
} from "../core/index.js";
import type { ArrayInput, Dense, NdArray } from "../core/index.js";
import { createSampler, isComplexBasis, redundancyOf, toMicrostructure } from "../states/index.js";
import type { Localization } from "../states/index.js";

/** Cells of the samples that go through the transforms together: enough to share out among threads. */
const CHUNK_CELLS = 1 << 15;

/** A prediction in a complex basis may be this much imaginary, relative to its real part. */
const IMAGINARY_LIMIT = 1e-8;

/**
 * The predicted response of microstructures.
 * @param model influence coefficients fitted on the same grid
 * @param microstructures m[s, …x]
 * @returns p[s, …x], or p[s, c, …x] if the model was fitted to a response with components
 * @throws ShapeError on another grid than the model's
 * @throws ValueError for values outside the model's basis, or if the coefficients of a complex
 *   basis do not give a real response
 */
export function predict(model: Localization, microstructures: ArrayInput): NdArray {
  const m = toMicrostructure(microstructures, model.basis, "mks.predict");
  const [samples, ...space] = m.shape;
  if (!sameShape(space, model.grid)) {
    throw new ShapeError(
      `mks.predict: microstructure is on grid ${formatShape(space)}, the model was fitted on ` +
        `${formatShape(model.grid)}. Call mks.resize(model, ${formatShape(space)}) first.`,
    );
  }
  const [components] = model.coefficients.shape;
  const response = isComplexBasis(model.basis) ? complexResponse(model, m) : realResponse(model, m);
  return ndarrayOf(response, model.scalar ? [samples, ...space] : [samples, components, ...space]);
}

/**
 * Fills `re`, `im` with the coefficients of the free states; returns what the left-out state adds.
 * Where M_last = N δ_k0 − Σ_h M_h, the free ones count by A_h − A_last, and A_last by its mean alone.
 */
function freeCoefficients(model: Localization, re: Float64Array, im: Float64Array): Float64Array {
  const { kind, state, value, free } = redundancyOf(model.basis);
  const { coefficients } = model;
  const [components, states, ...spectrum] = coefficients.shape;
  const size = sizeOf(spectrum);
  const fill = (to: Float64Array, from: Float64Array): void => {
    for (let c = 0; c < components; c++) {
      const last = (c * states + state) * size;
      free.forEach((h, i) => {
        const source = (c * states + h) * size;
        const target = (c * free.length + i) * size;
        to.set(from.subarray(source, source + size), target);
        if (kind !== "partition") return;
        for (let k = 0; k < size; k++) to[target + k] -= from[last + k];
      });
    }
  };
  fill(re, coefficients.re);
  fill(im, coefficients.im);
  return Float64Array.from({ length: components }, (_, c) => {
    const mean = state < 0 ? 0 : coefficients.re[(c * states + state) * size];
    return kind === "partition" ? mean : mean * value;
  });
}

function realResponse(model: Localization, { data, shape: [samples] }: Dense): Float64Array {
  const { basis, grid, coefficients } = model;
  const [components] = coefficients.shape;
  const { free } = redundancyOf(basis);
  const states = free.length;
  const { gridTransform, sumOfProducts } = backend();
  const transform = gridTransform(grid);
  const { size, halfSize } = transform;
  const plane = states * halfSize;
  const together = Math.max(1, Math.min(samples, Math.floor(CHUNK_CELLS / size)));
  const sample = createSampler(basis, grid, free);
  const response = new Float64Array(samples * components * size);
  const spectra = together * plane;
  // A single response of a single state takes the place of the state.
  const inPlace = components * states === 1;
  const responses = inPlace ? 0 : together * components * halfSize;
  withArrays(
    [
      ...[components * plane, components * plane],
      ...[together * states * size, spectra, spectra, responses, responses],
    ],
    (betaRe, betaIm, fields, mRe, mIm, ...own) => {
      const [pRe, pIm] = inPlace ? [mRe, mIm] : own;
      const constants = freeCoefficients(model, betaRe, betaIm);
      for (let first = 0; first < samples; first += together) {
        const count = Math.min(together, samples - first);
        for (let s = 0; s < count; s++) {
          sample(data, (first + s) * size, fields, fields, s * states * size);
        }
        transform.forwardReal(fields, count * states, mRe, mIm);
        for (let s = 0; s < count; s++) {
          const m = [mRe, mIm].map((part) => part.subarray(s * plane, (s + 1) * plane));
          for (let c = 0; c < components; c++) {
            const beta = [betaRe, betaIm].map((part) => part.subarray(c * plane, (c + 1) * plane));
            const at = (s * components + c) * halfSize;
            const p = [pRe, pIm].map((part) => part.subarray(at, at + halfSize));
            sumOfProducts(beta[0], beta[1], m[0], m[1], states, halfSize, p[0], p[1]);
            p[0][0] += constants[c] * size;
          }
        }
        const start = first * components * size;
        const end = start + count * components * size;
        transform.inverseReal(pRe, pIm, count * components, response.subarray(start, end));
      }
    },
  );
  return response;
}

function complexResponse(model: Localization, { data, shape: [samples] }: Dense): Float64Array {
  const { basis, grid, coefficients } = model;
  const [components, states] = coefficients.shape;
  const { gridTransform, sumOfProducts } = backend();
  const transform = gridTransform(grid);
  const { size } = transform;
  const all = Array.from({ length: states }, (_, h) => h);
  const sample = createSampler(basis, grid, all);
  const mHat = { re: new Float64Array(states * size), im: new Float64Array(states * size) };
  const pRe = new Float64Array(size);
  const pIm = new Float64Array(size);
  const response = new Float64Array(samples * components * size);
  let imaginary = 0;
  for (let s = 0; s < samples; s++) {
    sample(data, s * size, mHat.re, mHat.im, 0);
    transform.forward(mHat.re, mHat.im, states);
    for (let c = 0; c < components; c++) {
      const of = c * states * size;
      const end = of + states * size;
      const beta = { re: coefficients.re.subarray(of, end), im: coefficients.im.subarray(of, end) };
      sumOfProducts(beta.re, beta.im, mHat.re, mHat.im, states, size, pRe, pIm);
      transform.inverse(pRe, pIm, 1);
      response.set(pRe, (s * components + c) * size);
      imaginary = Math.max(imaginary, largest(pIm));
    }
  }
  const share = imaginary / largest(response);
  if (share > IMAGINARY_LIMIT) {
    throw new ValueError(
      `mks.predict: the response should be real; its imaginary part reaches ${share.toExponential(1)} ` +
        `of its real part. Fit the model to a real response with all Fourier states ±j kept.`,
    );
  }
  return response;
}

function largest(values: Float64Array): number {
  return values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
