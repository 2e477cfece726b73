/**
 * Two-dimensional incompressible flow by its vorticity ω = ∂v_y/∂x − ∂v_x/∂y,
 *
 *   ω_t + v·∇ω = ν∇²ω − α ω + f,     v = (∂ψ/∂y, −∂ψ/∂x),   −∇²ψ = ω.
 *
 * Pressure has dropped out, and v has no divergence by construction. The flow has no mean: neither has ω.
 */
import {
  checkFinite,
  checkNumber,
  checkShape,
  complexZeros,
  ndarrayOf,
  ShapeError,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, NdArray } from "../../core/index.js";
import { irfftn, rfftn } from "../../fft/index.js";
import { boxOf } from "./box.js";
import type { Box, BoxOptions } from "./box.js";
import { createSemilinear } from "./semilinear.js";
import type { SpectralOptions } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";
import { laplacian, tabulate } from "./symbols.js";
import type { FourierSymbol } from "./symbols.js";

/** Options of `navierStokes`. */
export interface NavierStokesOptions extends SpectralOptions {
  /** ν, in length² per time. */
  readonly viscosity: number;
  /** α, friction with what is below, per time. Default 0. */
  readonly friction?: number | undefined;
  /** f[x, y], the curl of the force per mass. Default 0. */
  readonly forcing?: ArrayInput | undefined;
}

/**
 * The solver of two-dimensional flow; its one component is the vorticity.
 * @throws ShapeError for a grid that is not 2-D, or a forcing on another grid
 * @throws ValueError for a negative viscosity or friction, a forcing with a mean, and as `semilinear`
 */
export function navierStokes(options: NavierStokesOptions): PdeSolver {
  const where = "physics.navierStokes";
  const { viscosity, friction = 0, forcing } = options;
  const box = flatBox(options, where);
  checkNumber(viscosity, 0, Infinity, `${where}: viscosity`);
  checkNumber(friction, 0, Infinity, `${where}: friction`);
  const f = forcing === undefined ? undefined : forcingOf(forcing, box, `${where}: forcing`);
  const [vx, vy] = VELOCITY.map((symbol) => ({ symbol }));
  return createSemilinear(
    {
      ...options,
      linear: (k) => viscosity * laplacian(k) - friction,
      fields: { vx, vy, wx: [1, 0], wy: [0, 1] },
      nonlinear([n], { vx, vy, wx, wy }) {
        for (let x = 0; x < n.length; x++) n[x] = -(vx[x] * wx[x] + vy[x] * wy[x]);
        if (f) for (let x = 0; x < n.length; x++) n[x] += f[x];
      },
    },
    where,
  );
}

/** The symbols of v_x and v_y, ik_y/|k|² and −ik_x/|k|². */
const VELOCITY: readonly FourierSymbol[] = [
  ([kx, ky]) => ({ re: 0, im: ky / squareOf(kx, ky) }),
  ([kx, ky]) => ({ re: 0, im: -kx / squareOf(kx, ky) }),
];

/** |k|², and 1 at k = 0, where nothing is to be divided. */
function squareOf(kx: number, ky: number): number {
  return kx * kx + ky * ky || 1;
}

/**
 * The velocities v[s, 2, x, y] of a vorticity ω[s, 1, x, y]; a mean of ω belongs to no periodic flow and is
 * left out.
 * @throws ShapeError for another number of axes or components
 * @throws ValueError for NaN and infinities, and lengths that are not positive
 */
export function velocityOf(
  vorticity: ArrayInput,
  { lengths }: Omit<BoxOptions, "shape"> = {},
): NdArray {
  const where = "physics.velocityOf";
  const ω = toFloat64(vorticity, `${where}: vorticity`);
  const [samples, components, ...shape] = ω.shape;
  if (components !== 1 || shape.length !== 2) {
    throw new ShapeError(
      `${where}: vorticity should have the axes [sample, 1, x, y]; got [${ω.shape.join(", ")}].`,
    );
  }
  checkFinite(ω, `${where}: vorticity`);
  const box = boxOf({ shape, lengths }, where);
  const spectrum = rfftn(ndarrayOf(ω.data, ω.shape), 2);
  const [, , rows, half] = spectrum.shape;
  const size = rows * half;
  const v = complexZeros([samples, 2, rows, half]);
  VELOCITY.forEach((symbol, c) => {
    const { re, im } = tabulate(box, symbol, c, where);
    for (let s = 0; s < samples; s++) {
      for (let k = 0; k < size; k++) {
        const [from, to] = [s * size + k, (2 * s + c) * size + k];
        v.re[to] = re[k] * spectrum.re[from] - im[k] * spectrum.im[from];
        v.im[to] = re[k] * spectrum.im[from] + im[k] * spectrum.re[from];
      }
    }
  });
  return irfftn(v, shape);
}

function flatBox(options: BoxOptions, where: string): Box {
  const box = boxOf(options, where);
  if (box.shape.length === 2) return box;
  throw new ShapeError(
    `${where}: shape should have two axes, x and y; got ${box.shape.length}. In 1-D nothing ` +
      `incompressible moves, and in 3-D the vorticity is a vector.`,
  );
}

function forcingOf(forcing: ArrayInput, { shape, cells }: Box, where: string): Float64Array {
  const field = toFloat64(forcing, where);
  checkShape(field, shape, "Sample it on the grid of the flow.", where);
  checkFinite(field, where);
  const sum = field.data.reduce((total, value) => total + value, 0);
  const size = field.data.reduce((total, value) => total + Math.abs(value), 0);
  if (Math.abs(sum) <= 1e-10 * size) return field.data.slice();
  throw new ValueError(
    `${where} should have the mean 0, as a curl has; its mean is ${sum / cells}. Subtract it.`,
  );
}
