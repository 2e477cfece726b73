/**
 * A localization as a network: periodic convolutions without activations, whose input channels are the local
 * states and whose output channels the components of the response,
 *
 *   y[s, c, x] = b[c] + Σ_h Σ_j w[c, h, j] m_h[s, x + j − j₀],   j₀ = (l − 1) ⫽ 2.
 *
 * With one layer this is the localization of Materials Knowledge Systems with β_h(r) = w_h(j₀ − r).
 */
import {
  checkGrid,
  checkInteger,
  checkOneOf,
  formatShape,
  ShapeError,
  ValueError,
} from "../../core/index.js";
import { conv1d, conv2d, conv3d, sequential } from "../../nn/index.js";
import type { Convolution, ConvolutionOptions } from "../../nn/index.js";
import { isComplexBasis, phaseBasis, redundancyOf, stateCount } from "../../states/index.js";
import type { Basis } from "../../states/index.js";
import { GAUGES } from "../../stencil/index.js";
import type { Gauge } from "../../stencil/index.js";
import type { LinearLocalization } from "../network.js";

/** What a linear localization is made of: either `shape` or `kernelSize`. */
export interface LinearLocalizationOptions {
  /** The local states: a number of phases, or a real basis. */
  readonly states: number | Basis;
  /** Components of the response p[s, c, …x]. Default: responses p[s, …x] without that axis. */
  readonly components?: number | undefined;
  /** The grid that one filter covers whole: then its coefficients are those of `mks.fit` on that grid. */
  readonly shape?: readonly number[] | undefined;
  /**
   * The window of the filter, on any grid that is as large: one length for all axes, one for each, or for
   * several layers a list of those: [[11, 11], [11, 11]].
   */
  readonly kernelSize?: number | readonly number[] | readonly (readonly number[])[] | undefined;
  /** Space axes where `kernelSize` is one number. Default 2. */
  readonly axes?: number | undefined;
  /** Channels between layers. Default 4; two phases and one component are exact with enough of them. */
  readonly channels?: number | undefined;
  /** The form of its influence coefficients where states sum to one. Default "minimumNorm". */
  readonly gauge?: Gauge | undefined;
}

/** Channels between layers where none are asked for. */
const CHANNELS = 4;

/**
 * A network of linear periodic convolutions. One layer begins with zeros, from where gradient descent and
 * L-BFGS stay in the gauge of least norm; several begin with random weights, because zeros are a saddle.
 * @throws ShapeError for windows or a shape that are no lists of lengths for one to three axes
 * @throws ValueError for a complex basis, numbers out of range, or both or none of `shape` and `kernelSize`
 */
export function linearLocalization(options: LinearLocalizationOptions): LinearLocalization {
  const where = "cnn.linearLocalization";
  const { states, components, shape, gauge = "minimumNorm", channels = CHANNELS } = options;
  const basis = typeof states === "number" ? phaseBasis(states) : states;
  checkReal(basis, where);
  checkOneOf(gauge, GAUGES, `${where}: gauge`);
  checkInteger(channels, 1, Infinity, `${where}: channels`);
  if (components !== undefined) checkInteger(components, 1, Infinity, `${where}: components`);
  const windows = windowsOf(options, where);
  const axes = windows[0].length;
  if (basis.kind === "neighbours" && basis.axes !== axes) {
    throw new ShapeError(
      `${where}: the basis of neighbours has ${basis.axes} space axes, the window ${axes}.`,
    );
  }
  const outputs = components ?? 1;
  const initialiser = windows.length === 1 ? "zeros" : "glorotNormal";
  const layers = windows.map((window, i) =>
    convolution({
      inputs: i === 0 ? stateCount(basis) : channels,
      outputs: i === windows.length - 1 ? outputs : channels,
      window,
      initialiser,
      bias: i === windows.length - 1 && redundancyOf(basis).kind !== "none",
    }),
  );
  return {
    kind: "linear",
    basis,
    components: components ?? null,
    layers: sequential(layers),
    grid: shape ? [...shape] : null,
    gauge,
  };
}

/**
 * Refuses bases whose states are complex numbers.
 * @throws ValueError
 */
export function checkReal(basis: Basis, where: string): void {
  if (!isComplexBasis(basis)) return;
  throw new ValueError(
    `${where}: the ${basis.kind} basis has complex states, which are no channels of a real network. ` +
      `Use states.phaseBasis, primitiveBasis or legendreBasis, or fit with mks.fit.`,
  );
}

/** A convolution layer on the axes of its window. */
function convolution(
  options: ConvolutionOptions & { readonly window: readonly number[] },
): Convolution {
  const make = [conv1d, conv2d, conv3d][options.window.length - 1];
  return make(options);
}

/** The window of every layer. */
function windowsOf(
  { shape, kernelSize, axes = 2 }: LinearLocalizationOptions,
  where: string,
): readonly (readonly number[])[] {
  if ((shape === undefined) === (kernelSize === undefined)) {
    throw new ValueError(
      `${where}: either shape, for a filter as large as the grid, or kernelSize, for a window, should be ` +
        `given; got ${shape ? "both" : "none"}.`,
    );
  }
  if (shape) {
    checkGrid(shape, [1, 2, 3], where);
    return [[...shape]];
  }
  checkInteger(axes, 1, 3, `${where}: axes`);
  const sizes = kernelSize ?? [];
  if (typeof sizes === "number") return [checkedWindow(new Array<number>(axes).fill(sizes), where)];
  const nested = sizes.filter((size): size is readonly number[] => Array.isArray(size));
  const windows = nested.length > 0 ? nested : [sizes as readonly number[]];
  const alike = windows.every((window) => window.length === windows[0].length);
  if (!alike || (nested.length > 0 && nested.length < sizes.length)) {
    throw new ShapeError(
      `${where}: kernelSize of several layers should list a window for each, on the same axes: ` +
        `[[11, 11], [11, 11]]; got ${JSON.stringify(kernelSize)}.`,
    );
  }
  return windows.map((window) => checkedWindow(window, where));
}

function checkedWindow(window: readonly number[], where: string): readonly number[] {
  if (window.length < 1 || window.length > 3) {
    throw new ShapeError(
      `${where}: kernelSize should have 1, 2 or 3 axes; got ${formatShape(window)}.`,
    );
  }
  window.forEach((length) => checkInteger(length, 1, Infinity, `${where}: kernelSize`));
  return [...window];
}
