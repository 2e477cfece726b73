/**
 * The convolutional bodies that networks share: filters with PReLU, and 1 × 1 filters that make the answer of them.
 * A body without stride commutes with every shift on every grid. One with stride sees further for its cost, on a grid
 * of half as many cells along every axis, and commutes with even shifts on even grids alone.
 */
import { checkInteger, checkOneOf, ShapeError } from "../core/index.js";
import {
  concatenation,
  conv2d,
  conv3d,
  convTransposed2d,
  convTransposed3d,
  prelu,
  sequential,
} from "../nn/index.js";
import type {
  Convolution,
  ConvolutionOptions,
  Initialiser,
  Layer,
  Sequential,
} from "../nn/index.js";

/** What a body is made of. */
export interface BodyOptions {
  /** Channels between its layers. Default 16. */
  readonly width?: number;
  /** Cells of its filters along every axis. Default 5 in the plane, 3 in space. */
  readonly kernelSize?: number;
  /** One entry for every convolution: cells from one entry of its filter to the next. Default [1, 1, 1]. */
  readonly dilations?: readonly number[];
  /**
   * "dilated" (default): exactly equivariant on every grid. "strided": two more convolutions on every second cell,
   * whose result is seen beside the first convolution's; the network then declares shift 2.
   */
  readonly body?: "dilated" | "strided";
}

/** The layers of a body, and the shifts that it commutes with. */
export interface Body {
  readonly layers: Sequential;
  readonly shift: number;
}

/** First corrections are small beside the strain: a tenth of He's. */
export const SMALL: Initialiser = { kind: "heNormal", gain: Math.SQRT2 / 10 };

/**
 * Convolutions with PReLU, one for every dilation, and a last one of 1 × 1.
 * @throws ShapeError, ValueError for options out of range
 */
export function convolutions(
  inputs: number,
  outputs: number,
  axes: 2 | 3,
  options: BodyOptions,
  where: string,
): Body {
  const { width = 16, kernelSize = axes === 2 ? 5 : 3, dilations = [1, 1, 1] } = options;
  const { body = "dilated" } = options;
  checkInteger(width, 1, Infinity, `${where}: width`);
  checkInteger(kernelSize, 1, Infinity, `${where}: kernelSize`);
  checkOneOf(body, ["dilated", "strided"], `${where}: body`);
  if (!Array.isArray(dilations) || dilations.length === 0) {
    throw new ShapeError(
      `${where}: dilations should list one number for every convolution, for example [1, 2, 1]; got ` +
        `${String(dilations)}.`,
    );
  }
  const list = dilations as readonly number[];
  list.forEach((dilation) => checkInteger(dilation, 1, Infinity, `${where}: dilations`));
  const strided = body === "strided";
  let channels = inputs;
  const layers: Layer[] = [];
  list.forEach((dilation, i) => {
    layers.push(
      conv(axes, { inputs: channels, outputs: width, window: kernelSize, dilation }),
      prelu(width),
    );
    channels = width;
    if (i === 0 && strided) {
      layers.push(concatenation(onHalfGrid(width, axes)));
      channels = 2 * width;
    }
  });
  layers.push(conv(axes, { inputs: channels, outputs, window: 1, initialiser: SMALL }));
  return { layers: sequential(layers), shift: strided ? 2 : 1 };
}

/** A convolution layer in the plane or in space. */
export function conv(axes: 2 | 3, options: ConvolutionOptions): Convolution {
  return axes === 2 ? conv2d(options) : conv3d(options);
}

/** Down to every second cell, one convolution there, and up again. */
function onHalfGrid(width: number, axes: 2 | 3): Layer[] {
  const up = axes === 2 ? convTransposed2d : convTransposed3d;
  return [
    conv(axes, { inputs: width, outputs: width, window: 2, stride: 2 }),
    prelu(width),
    conv(axes, { inputs: width, outputs: width, window: 3 }),
    prelu(width),
    up({ inputs: width, outputs: width, window: 2, stride: 2 }),
    prelu(width),
  ];
}
