/**
 * Reaction and diffusion, u_c,t = D_c ∇²u_c + R_c(u): diffusion as the linear part, reactions in space.
 * The pattern-forming kind: Turing, Philosophical Transactions of the Royal Society B 237 (1952) 37.
 */
import { checkNumber, formatShape, ShapeError } from "../../core/index.js";
import type { Kinetics } from "./kinetics.js";
import { createSemilinear } from "./semilinear.js";
import type { SpectralOptions } from "./semilinear.js";
import type { PdeSolver } from "./solver.js";
import { laplacian } from "./symbols.js";
import { unknowns } from "./unknowns.js";

/** Options of `reactionDiffusion`. */
export interface ReactionDiffusionOptions extends SpectralOptions {
  /** D_c, one number or one per component, in length² per time. */
  readonly diffusivity: number | readonly number[];
  /** The reactions: `grayScott()`, `fitzHughNagumo()`, `lambdaOmega()`, `fisherKpp()`, or any others. */
  readonly kinetics: Kinetics;
}

/**
 * The solver of reacting components that diffuse.
 * @throws ShapeError for a shape that is none, or another number of diffusivities than components
 * @throws ValueError for a negative diffusivity, and as `semilinear`
 */
export function reactionDiffusion(options: ReactionDiffusionOptions): PdeSolver {
  const where = "physics.reactionDiffusion";
  const { kinetics, diffusivity } = options;
  const { components, rate } = kinetics;
  const D = perComponent(diffusivity, components, `${where}: diffusivity`);
  const { names, fields } = unknowns(components);
  return createSemilinear(
    {
      ...options,
      components,
      linear: (k, c) => D[c] * laplacian(k),
      fields,
      nonlinear: (n, at, t) =>
        rate(
          n,
          names.map((name) => at[name]),
          t,
        ),
    },
    where,
  );
}

function perComponent(
  diffusivity: number | readonly number[],
  components: number,
  where: string,
): readonly number[] {
  const list =
    typeof diffusivity === "number"
      ? Array.from({ length: components }, () => diffusivity)
      : diffusivity;
  if (list?.length !== components) {
    throw new ShapeError(
      `${where} should be one number, or one for each of the ${components} components; ` +
        `got ${list ? formatShape(list) : String(list)}.`,
    );
  }
  list.forEach((D, c) => checkNumber(D, 0, Infinity, `${where}[${c}]`));
  return list;
}
