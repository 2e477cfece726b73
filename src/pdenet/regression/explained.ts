/**
 * Whether an equation says more than chance: the frames of all movies are put out of order, so that nothing follows
 * from anything, and the terms that were chosen are fitted to them. An equation must say more of data left out than
 * these fits do: R² = 1 − E², against the largest of theirs. Without that, a time derivative by the difference to the
 * next frame of white noise would be explained to one half by −u/Δt.
 *
 * Where frames are nearly shifts of each other, any sum of them is nearly explained by derivatives of the field, in
 * whatever order they are, and in few windows of the weak form chance has an R² of 0.99 and more. There it counts how
 * much is left: an equation that leaves less than half of what chance does says more.
 */
import type { Rng } from "../../core/index.js";
import type { LibraryTerm } from "./library.js";
import { shuffled } from "./observed.js";
import type { Observed } from "./observed.js";
import { scalesOfSums } from "./problem.js";
import { selectTerms } from "./selection.js";
import { addUnits } from "./sums.js";
import type { UnitSums } from "./sums.js";

/** How often frames are put out of order. */
const SHUFFLES = 2;
/** Fewer frames have too few orders. */
const FEWEST = 6;
/** R² beyond chance below this is none. */
const MARGIN = 0.02;
/** Part of what chance leaves below which what is left is no chance: white noise leaves 0.85 of it and more. */
const LESS = 0.5;

/** What was chosen for a component. */
export interface Chosen {
  readonly component: number;
  readonly terms: readonly number[];
  /** E² on data left out; NaN without. */
  readonly error: number;
}

/** The R² that chance gives the terms of every component, and whether they say more. */
export function beyondChance(
  observed: Observed,
  library: readonly LibraryTerm[],
  chosen: readonly Chosen[],
  sumsOf: (observed: Observed, library: readonly LibraryTerm[]) => readonly UnitSums[],
  rng: Rng,
): { readonly chance: number; readonly explained: boolean }[] {
  const used = [...new Set(chosen.flatMap(({ terms }) => terms))];
  const frames = observed.movies.reduce(
    (sum, { present }) => sum + present.filter(Boolean).length,
    0,
  );
  const chance = chosen.map(() => 0);
  for (let i = 0; i < SHUFFLES && used.length > 0 && frames >= FEWEST; i++) {
    const units = sumsOf(
      shuffled(observed, rng),
      used.map((j) => library[j]),
    );
    const scales = scalesOfSums(
      addUnits(
        units,
        units.map((_, unit) => unit),
      ),
      used.length,
    );
    chosen.forEach(({ component, terms }, c) => {
      if (terms.length === 0) return;
      const setting = {
        ...{ units, scales, constraints: [], thresholds: [0], penalty: 0, tolerance: 0, ridge: 0 },
        usable: terms.map((j) => used.indexOf(j)),
      };
      const { training, validation } = selectTerms(setting, [component]);
      const [error] = Number.isNaN(validation[0]) ? training : validation;
      chance[c] = Math.max(chance[c], 1 - error ** 2);
    });
  }
  return chosen.map(({ terms, error }, c) => ({
    chance: chance[c],
    explained:
      terms.length > 0 && (1 - error > chance[c] + MARGIN || error < LESS * (1 - chance[c])),
  }));
}
