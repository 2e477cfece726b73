/**
 * Fourier networks: products of states and load are lifted to channels, pass through blocks that multiply spectra by
 * learnt matrices, and are projected to strains,
 *
 *   v₀ = P m_h E_c,   vₗ = vₗ₋₁ + W gelu(K vₗ₋₁),   ε = E + g − ⟨g⟩,  g = Q gelu(R v).
 *
 * Li, Kovachki, Azizzadenesheli, Liu, Bhattacharya, Stuart and Anandkumar, "Fourier neural operator" (ICLR 2021).
 * For the elasticity of voxel cells: arXiv:2411.06529.
 */
import { checkGrid, checkInteger } from "../core/index.js";
import { gelu, residual, sequential, spectralConvolution } from "../nn/index.js";
import { conv, SMALL } from "./convolutions.js";
import type { Fourier } from "./network.js";

/** What a Fourier network is made of. */
export interface FourierOptions {
  /** Phases. Default 2. */
  readonly states?: number;
  /** Voxels along two or three axes: its weights belong to the frequencies of this grid. */
  readonly grid: readonly number[];
  /** Channels of the blocks. Default 12. */
  readonly width?: number;
  /** Default 4. */
  readonly blocks?: number;
  /** Largest frequency that is kept, of all axes or of each. Default: all of them. */
  readonly modes?: number | readonly number[];
  /** Channels of the projection. Default 32. */
  readonly projection?: number;
}

/**
 * A Fourier network for all strain components on one grid, in the plane or in space.
 * @throws ShapeError, ValueError for options out of range
 */
export function fourier(options: FourierOptions): Fourier {
  const where = "cnn.fourier";
  const { states = 2, grid, width = 12, blocks = 4, modes, projection = 32 } = options;
  checkGrid(grid, [2, 3], `${where}: grid`);
  checkInteger(states, 2, 256, `${where}: states`);
  checkInteger(width, 1, Infinity, `${where}: width`);
  checkInteger(blocks, 1, Infinity, `${where}: blocks`);
  checkInteger(projection, 1, Infinity, `${where}: projection`);
  const axes = grid.length as 2 | 3;
  const components = axes === 2 ? 3 : 6;
  const layer = { inputs: width, outputs: width, grid, ...(modes !== undefined && { modes }) };
  const pointwise = (inputs: number, outputs: number) => conv(axes, { inputs, outputs, window: 1 });
  const layers = sequential([
    pointwise(states * components, width),
    ...Array.from({ length: blocks }, () =>
      residual([spectralConvolution(layer), gelu(), pointwise(width, width)]),
    ),
    pointwise(width, projection),
    gelu(),
    conv(axes, { inputs: projection, outputs: components, window: 1, initialiser: SMALL }),
  ]);
  return { kind: "fourier", states, axes, components, shift: 1, layers, grid: [...grid] };
}
