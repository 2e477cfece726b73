/**
 * Rows of the weak form: both sides averaged with test functions that vanish at the ends of their windows,
 *
 *   φ(s) = (1 − s²)^P,  s ∈ [−1, 1], along time and every axis,
 *   ⟨φ, ∂^o p(u)⟩ = (−1)^{|o|} ⟨∂^o φ, p(u)⟩,   ⟨φ, u_t⟩ = −⟨φ_t, u⟩:
 *
 * derivatives are taken of φ, and noise is never differentiated. Only what is a derivative of a product of fields has
 * such a form.
 *
 * Reinbold, Gurevich and Grigoriev, Physical Review E 101 (2020) 010203; Messenger and Bortz, J. Comput. Phys. 443
 * (2021) 110525.
 */
import { ShapeError, sizeOf, ValueError } from "../../core/index.js";
import { degreeOf } from "../derivatives.js";
import { textOfProduct } from "../equation/textNotation.js";
import type { Border } from "../network.js";
import type { LibraryTerm } from "./library.js";
import type { Observed } from "./observed.js";
import type { Words } from "./parseTerm.js";
import { BLOCK, createAccumulator } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { runsOf } from "./timeRows.js";
import { unitsOf } from "./units.js";
import { checkWeakOptions, FEWEST, spaceAverages, timeWindows } from "./weakWindows.js";
import type { TimeWindow, WeakOptions } from "./weakWindows.js";

/**
 * The sums of all units.
 * @throws ShapeError for windows that are longer than the grid or all movies
 * @throws ValueError for terms without a weak form, and a power that is not above the orders
 */
export function weakSums(
  observed: Observed,
  library: readonly LibraryTerm[],
  options: WeakOptions,
  border: Border,
  words: Words,
  where: string,
): UnitSums[] {
  const { movies, evolving, grid } = observed;
  const { products, columns } = columnsOf(library, words, where);
  const settings = checkWeakOptions(
    options,
    observed,
    columns.map(({ order }) => order),
    where,
  );
  const space = spaceAverages(observed, border, settings);
  const windowsOf = movies.map(({ times, present }) =>
    runsOf(present).flatMap(({ from, to }) => timeWindows(times, from, to, settings)),
  );
  if (windowsOf.every((windows) => windows.length === 0)) {
    throw new ShapeError(
      `${where}: the weak form needs ${options.frames ?? FEWEST} frames that follow each other; no trajectory has them. ` +
        `Take shorter windows, or the strong form.`,
    );
  }
  const rows = sizeOf(space.grid);
  const units = unitsOf(
    windowsOf.map(({ length }) => length),
    space.grid[0],
  );
  const edges = units.edges(space.grid[0]).map((edge) => (edge * rows) / space.grid[0]);
  const still = grid.map(() => 0);
  const sums = createAccumulator(library.length + evolving);
  movies.forEach(({ frames }, s) => {
    windowsOf[s].forEach((window, w) => {
      const means = products.map((list) =>
        overTime(frames, observed, list, window.frames, window.average),
      );
      const values: Float64Array[] = columns.map(({ product, order, factor }) =>
        space.average(means[product], order).map((value) => factor * value),
      );
      for (let c = 0; c < evolving; c++) {
        const rate = overTime(frames, observed, [c], window.frames, window.difference);
        values.push(space.average(rate, still));
      }
      for (let slab = 0; slab < units.slabs; slab++) {
        for (let from = edges[slab]; from < edges[slab + 1]; from += BLOCK) {
          const to = Math.min(from + BLOCK, edges[slab + 1]);
          values.forEach((value, i) => sums.block.set(value.subarray(from, to), i * (to - from)));
          sums.add(units.of(s, w, slab), to - from);
        }
      }
    });
  });
  return sums.finish();
}

/** Σ_t weight_t Π_c u_c(t) of the listed components. */
function overTime(
  u: Float64Array,
  { points, frameSize }: Observed,
  components: readonly number[],
  frames: TimeWindow["frames"],
  weights: readonly number[],
): Float64Array {
  const sum = new Float64Array(points);
  const product = new Float64Array(points);
  frames.forEach((t, i) => {
    product.fill(weights[i]);
    for (const c of components) {
      const at = t * frameSize + c * points;
      for (let x = 0; x < points; x++) product[x] *= u[at + x];
    }
    for (let x = 0; x < points; x++) sum[x] += product[x];
  });
  return sum;
}

/** One column: ∂^o of a product of components, times a factor. */
interface WeakColumn {
  readonly product: number;
  readonly order: readonly number[];
  readonly factor: number;
}

/** Which products of components are needed, and which derivative of one every term is. */
function columnsOf(
  library: readonly LibraryTerm[],
  words: Words,
  where: string,
): { readonly products: (readonly number[])[]; readonly columns: WeakColumn[] } {
  const products: (readonly number[])[] = [];
  const indexOf = (list: readonly number[]): number => {
    const sorted = [...list].sort((a, b) => a - b);
    const known = products.findIndex((other) => other.join() === sorted.join());
    return known >= 0 ? known : products.push(sorted) - 1;
  };
  const still = words.axes.map(() => 0);
  const columns = library.map((term): WeakColumn => {
    const { factors, derivative } = term;
    const components = factors.map(({ component }) => component);
    const steep = factors.filter(({ order }) => degreeOf(order) > 0);
    if (steep.length === 0) {
      return { product: indexOf(components), order: derivative ?? still, factor: 1 };
    }
    const [{ component, order }] = steep;
    // u^q ∂u = ∂(u^{q+1})/(q + 1).
    const power =
      steep.length === 1 && degreeOf(order) === 1 && components.every((c) => c === component);
    if (derivative === null && (factors.length === 1 || power)) {
      return { product: indexOf(components), order, factor: 1 / factors.length };
    }
    throw new ValueError(
      `${where}: ${textOfProduct(term, words)} has no weak form, since it is no derivative of a product of fields. ` +
        `Write it as one, such as (u v)_x, leave it out, or take the strong form.`,
    );
  });
  return { products, columns };
}
