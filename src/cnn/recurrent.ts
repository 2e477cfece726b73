/**
 * Recurrent localization: passes with tied weights, each of which corrects the strain by what it makes of states
 * times the current strain. Kelly and Kalidindi, Computational Materials Science (2021), arXiv:2102.00063; products of states and all components of the strain, and the Green operator in every pass, are ours.
 */
import { checkBoolean, checkInteger, checkNumber } from "../core/index.js";
import { sequential } from "../nn/index.js";
import { type BodyOptions, conv, convolutions } from "./convolutions.js";
import type { Recurrent } from "./network.js";

/**
 * What a recurrent network is made of. By default the filters have 3 cells along every axis: three convolutions of 16
 * channels and six passes in the plane, one of 24 channels and five passes in space.
 */
export interface RecurrentOptions extends BodyOptions {
  /** Phases. Default 2. */
  readonly states?: number;
  /** Axes of the grid. */
  readonly axes: 2 | 3;
  /** Default 6 in the plane, 5 in space. */
  readonly passes?: number;
  /** Channels that a pass leaves to the next beside the strain. Default 8. */
  readonly memory?: number;
  /**
   * Whether strains pass through the Green operator of a homogeneous medium, which carries them across the whole
   * cell and makes them compatible; what is given to it is learnt. Default true.
   */
  readonly green?: boolean;
  /** Of the operator's medium; its stiffness is learnt. Default 0.3. */
  readonly poissonRatio?: number;
}

/**
 * A recurrent network for all strain components, in the plane or in space.
 * @throws ShapeError, ValueError for options out of range
 */
export function recurrent(options: RecurrentOptions): Recurrent {
  const where = "cnn.recurrent";
  const { states = 2, axes } = options;
  const { passes = axes === 2 ? 6 : 5, memory = 8, green = true, poissonRatio = 0.3 } = options;
  checkInteger(states, 2, 256, `${where}: states`);
  checkInteger(axes, 2, 3, `${where}: axes`);
  checkInteger(passes, 1, Infinity, `${where}: passes`);
  checkInteger(memory, 0, Infinity, `${where}: memory`);
  checkBoolean(green, `${where}: green`);
  checkNumber(poissonRatio, -0.999, 0.499, `${where}: poissonRatio`);
  const components = axes === 2 ? 3 : 6;
  const products = states * components;
  const inputs = (green ? 2 : 1) * products + memory;
  const usual = axes === 2 ? { width: 16, dilations: [1, 1, 1] } : { width: 24, dilations: [1] };
  const chosen = { kernelSize: 3, ...usual, ...options };
  const body = convolutions(inputs, components + memory, axes, chosen, where);
  const polarisation = conv(axes, {
    inputs: products,
    outputs: components,
    window: 1,
    bias: false,
  });
  return {
    ...{ kind: "recurrent", states, axes, components, shift: body.shift, passes, memory },
    layers: green ? sequential([polarisation, body.layers]) : body.layers,
    green: green ? { poissonRatio } : null,
  };
}
