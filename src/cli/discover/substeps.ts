/**
 * Into how many steps the time from frame to frame has to be cut. A step that is too long for the grid makes small
 * differences grow that the equation itself damps; shorter ones do not, until nothing changes any more.
 */
import type { NdArray } from "../../core/index.js";
import { rollout } from "../../pdenet/index.js";
import type { PdeModel } from "../../pdenet/index.js";
import { startsOf } from "./start.js";

/** Numbers of steps that are tried. */
const STEPS = [1, 2, 4, 8, 16];

/** Growths within this factor of the least are as good. */
const ALIKE = 1.05;

/** Trajectories and frames that are tried at most. */
const TRAJECTORIES = 8;
const FRAMES = 40;

/**
 * The fewest steps by which small differences grow as little as by any, and no forecast runs away that more would hold.
 * @param trajectories u[t, c, …x]
 */
export function fewestSubsteps(model: PdeModel, trajectories: readonly NdArray[]): number {
  const some = trajectories.slice(0, TRAJECTORIES);
  const starts = startsOf(some);
  const frames = Math.min(FRAMES, ...some.map(({ shape }) => shape[0] - 1));
  const tried = STEPS.map((substeps) => {
    const { growth, u, runaway } = rollout(model, starts, frames, { substeps });
    return { substeps, growth, held: runaway ? u.shape[1] : Infinity };
  });
  const longest = Math.max(...tried.map(({ held }) => held));
  const holding = tried.filter(({ held }) => held === longest);
  const least = Math.min(...holding.map(({ growth }) => growth).filter(Number.isFinite));
  return (holding.find(({ growth }) => growth <= ALIKE * least) ?? holding[0]).substeps;
}
