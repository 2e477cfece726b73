/**
 * Burgers' equation in as many components as axes, u_t + (u·∇)u = ν∇²u + R(u): convection that steepens
 * waves, and viscosity that keeps them smooth. In 2-D with R = 0 and ν = 0.05, and with the reaction of a λ–ω
 * oscillator, the data of PDE-Net 2.0.
 *
 * Burgers, Advances in Applied Mechanics 1 (1948) 171; Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925.
 */
import { checkNumber, ShapeError } from "../../core/index.js";
import { boxOf } from "./box.js";
import type { Kinetics } from "./kinetics.js";
import { createSemilinear } from "./semilinear.js";
import type { SpectralOptions } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";
import { laplacian } from "./symbols.js";
import { slopes, subtractProduct, unknowns } from "./unknowns.js";

/** Options of `burgers`. */
export interface BurgersOptions extends SpectralOptions {
  /** ν, in length² per time. Steps of u are ν / |u| wide: the grid should be finer. */
  readonly viscosity: number;
  /** R, of as many components as axes: `lambdaOmega()` in 2-D. Default none. */
  readonly kinetics?: Kinetics | undefined;
}

/**
 * The solver of Burgers' equation: one component in 1-D, the velocities along x and y in 2-D.
 * @throws ShapeError for a shape that is none, or reactions of another number of components
 * @throws ValueError for a negative viscosity, and as `semilinear`
 */
export function burgers(options: BurgersOptions): PdeSolver {
  const where = "physics.burgers";
  const { viscosity, kinetics } = options;
  const axes = boxOf(options, where).shape.length;
  checkNumber(viscosity, 0, Infinity, `${where}: viscosity`);
  if (kinetics && kinetics.components !== axes) {
    throw new ShapeError(
      `${where}: kinetics should have ${axes} components, one velocity per axis; ` +
        `got ${kinetics.components}. Take reactionDiffusion for what is not convected by itself.`,
    );
  }
  const velocity = unknowns(axes);
  const gradient = Array.from({ length: axes }, (_, c) => slopes(c, axes));
  const fields = gradient.reduce((all, { fields: some }) => ({ ...all, ...some }), velocity.fields);
  return createSemilinear(
    {
      ...options,
      components: axes,
      linear: (k) => viscosity * laplacian(k),
      fields,
      nonlinear(n, at, t) {
        const u = velocity.names.map((name) => at[name]);
        if (kinetics) kinetics.rate(n, u, t);
        else n.forEach((out) => out.fill(0));
        n.forEach((out, c) =>
          u.forEach((speed, axis) => subtractProduct(out, speed, at[gradient[c].names[axis]])),
        );
      },
    },
    where,
  );
}
