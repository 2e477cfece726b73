/** The convolutional body that networks share: filters with PReLU, and 1 × 1 filters that make the answer of them. */
import { checkInteger, ShapeError } from "../core/index.js";
import { conv2d, conv3d, prelu, sequential } from "../nn/index.js";
import type { Convolution, ConvolutionOptions, Initialiser, Sequential } from "../nn/index.js";

/** What a body is made of. */
export interface BodyOptions {
  /** Channels between its layers. Default 16. */
  readonly width?: number;
  /** Cells of its filters along every axis. Default 5 in the plane, 3 in space. */
  readonly kernelSize?: number;
  /** One entry for every convolution: cells from one entry of its filter to the next. Default [1, 1, 1]. */
  readonly dilations?: readonly number[];
}

/** First corrections are small beside the strain: a tenth of He's. */
const SMALL: Initialiser = { kind: "heNormal", gain: Math.SQRT2 / 10 };

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
): Sequential {
  const { width = 16, kernelSize = axes === 2 ? 5 : 3, dilations = [1, 1, 1] } = options;
  checkInteger(width, 1, Infinity, `${where}: width`);
  checkInteger(kernelSize, 1, Infinity, `${where}: kernelSize`);
  if (!Array.isArray(dilations) || dilations.length === 0) {
    throw new ShapeError(
      `${where}: dilations should list one number for every convolution, for example [1, 2, 1]; got ` +
        `${String(dilations)}.`,
    );
  }
  const list = dilations as readonly number[];
  list.forEach((dilation) => checkInteger(dilation, 1, Infinity, `${where}: dilations`));
  return sequential([
    ...list.flatMap((dilation, i) => [
      conv(axes, {
        inputs: i === 0 ? inputs : width,
        outputs: width,
        window: kernelSize,
        dilation,
      }),
      prelu(width),
    ]),
    conv(axes, { inputs: width, outputs, window: 1, initialiser: SMALL }),
  ]);
}

/** A convolution layer in the plane or in space. */
export function conv(axes: 2 | 3, options: ConvolutionOptions): Convolution {
  return axes === 2 ? conv2d(options) : conv3d(options);
}
