/**
 * Fibres at random places: independent of each other, or, by random sequential addition, one after another
 * where there is room. Directions are drawn around a mean one, d = e + σ g with the unit vector e of the
 * mean and three normal numbers g, and rounded to closed lines of the cell.
 *
 * Widom, Journal of Chemical Physics 44 (1966) 3888 (sequential addition).
 */
import { ConvergenceError, createRng, sizeOf } from "../core/index.js";
import type { Rng, Seed } from "../core/index.js";
import { within } from "./crossSection.js";
import type { CrossSection } from "./crossSection.js";
import type { Fibre } from "./drawFibres.js";
import { fibrePlan } from "./fibrePlan.js";
import type { FibreOptions, FibrePlan } from "./fibrePlan.js";
import { crossingDistance } from "./windings.js";

/**
 * Fibres at random places in a cell that repeats: those of one sample of `fibres`, as plain data.
 * @param shape the lengths of two or three space axes
 * @param rng a seed or a stream
 * @returns one entry per fibre, to be read, changed and drawn by `drawFibres`
 * @throws ShapeError, ValueError, ConvergenceError as `fibres`
 */
export function placeFibres(shape: readonly number[], options: FibreOptions, rng: Seed): Fibre[] {
  const where = "microstructure.placeFibres";
  return placed(fibrePlan(shape, options, where), createRng(rng), where);
}

/** A fibre with the cross-section of its direction. */
interface Placed {
  readonly centre: readonly number[];
  readonly section: CrossSection;
}

/** The fibres of a plan that was checked. */
export function placed(plan: FibrePlan, rng: Rng, where: string): Fibre[] {
  const { radius, count } = plan;
  const found: Placed[] = [];
  while (found.length < count) found.push(nextFibre(plan, found, rng, where));
  return found.map(({ centre, section: { winding } }) =>
    winding.length > 0 ? { centre, radius, winding } : { centre, radius },
  );
}

function nextFibre(plan: FibrePlan, found: readonly Placed[], rng: Rng, where: string): Placed {
  if (!plan.separate) return drawn(plan, rng);
  for (let attempt = 0; attempt < plan.attempts; attempt++) {
    const candidate = drawn(plan, rng);
    if (hasRoom(candidate, found, plan)) return candidate;
  }
  const { shape, radius, count, attempts } = plan;
  const length = found.reduce((sum, { section }) => sum + section.length, 0);
  const fraction = (Math.PI * radius ** 2 * length) / sizeOf(shape);
  throw new ConvergenceError(
    `${where}: found room for ${found.length} of ${count} fibres, volume fraction ` +
      `${fraction.toFixed(3)}, and none for another in ${attempts} attempts. Ask for fewer or thinner ` +
      `fibres, a smaller gap, a narrower spread, or more attempts.`,
  );
}

function drawn({ shape, directionOf }: FibrePlan, rng: Rng): Placed {
  const section = directionOf(rng);
  return { centre: shape.map((n) => n * rng.uniform()), section };
}

function hasRoom({ centre, section }: Placed, found: readonly Placed[], plan: FibrePlan): boolean {
  const { shape, apart } = plan;
  if (section.spacing < apart) return false;
  const isNear = within(section, apart);
  const [first, second] = section.dual;
  return found.every((other) => {
    const offset = centre.map((c, a) => c - other.centre[a]);
    if (other.section !== section) {
      return crossingDistance(section.winding, other.section.winding, offset, shape) > apart;
    }
    const along = (vector: readonly number[]): number =>
      offset.reduce((sum, r, a) => sum + r * vector[a], 0);
    return !isNear(along(first), along(second));
  });
}
