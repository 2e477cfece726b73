/**
 * Rows of the strong form: at every point and every row in time, the library evaluated on derivatives of the data
 * against the time derivative. Of a movie, the fields of a few frames are held at a time.
 */
import type { Border } from "../network.js";
import { channelsOf } from "./channels.js";
import type { LibraryTerm } from "./library.js";
import type { Observed } from "./observed.js";
import type { SpaceRule } from "./spaceRule.js";
import { BLOCK, createAccumulator } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { checkRows, runsOf, timeRows } from "./timeRows.js";
import type { TimeRow, TimeRule } from "./timeRows.js";
import { unitsOf } from "./units.js";
import { variationRates } from "./variationDerivatives.js";

/** How both sides are differentiated. */
export interface StrongForm {
  readonly space: SpaceRule;
  readonly time: TimeRule;
  readonly border: Border;
}

/**
 * The sums of all units.
 * @throws ShapeError where no movie has enough frames that follow each other, and as `differentiation`
 */
export function strongSums(
  observed: Observed,
  library: readonly LibraryTerm[],
  { space, time, border }: StrongForm,
  where: string,
): UnitSums[] {
  const { movies, evolving, grid, points, frameSize } = observed;
  const channels = channelsOf(observed, library, space, border, `${where}: space`);
  const rowsOf = movies.map((movie) => timeRows(movie, time));
  checkRows(rowsOf, time, `${where}: time`);
  const units = unitsOf(
    rowsOf.map(({ length }) => length),
    grid[0],
  );
  const edges = units.edges(grid[0]).map((edge) => (edge * points) / grid[0]);
  const width = library.length + evolving;
  const sums = createAccumulator(width);
  movies.forEach((movie, s) => {
    const targets =
      time.by === "totalVariation" ? ratesOf(observed, s, time.weight ?? 1e-3) : movie.frames;
    const seen = new Map<number, readonly Float64Array[]>();
    rowsOf[s].forEach((row, r) => {
      for (const t of seen.keys()) if (t < row.frames[0]) seen.delete(t);
      row.frames.forEach((t, i) => {
        if (row.average[i] === 0 || seen.has(t)) return;
        seen.set(t, channels.fieldsOf(movie.frames.subarray(t * frameSize, (t + 1) * frameSize)));
      });
      for (let slab = 0; slab < units.slabs; slab++) {
        for (let from = edges[slab]; from < edges[slab + 1]; from += BLOCK) {
          const to = Math.min(from + BLOCK, edges[slab + 1]);
          sums.block.fill(0, 0, width * (to - from));
          row.frames.forEach((t, i) => {
            const fields = seen.get(t);
            if (row.average[i] === 0 || !fields) return;
            channels.addTerms(sums.block, row.average[i], fields, from, to);
          });
          addTargets(sums.block, library.length, row, targets, observed, from, to);
          sums.add(units.of(s, r, slab), to - from);
        }
      }
    });
  });
  return sums.finish();
}

/** Adds Σ_t d_t u_c(t) behind the columns. */
function addTargets(
  block: Float64Array,
  columns: number,
  { frames, difference }: TimeRow,
  u: Float64Array,
  { evolving, points, frameSize }: Observed,
  from: number,
  to: number,
): void {
  const length = to - from;
  for (let c = 0; c < evolving; c++) {
    const at = (columns + c) * length;
    frames.forEach((t, i) => {
      const start = t * frameSize + c * points + from;
      for (let x = 0; x < length; x++) block[at + x] += difference[i] * u[start + x];
    });
  }
}

/** ∂u/∂t of a whole movie with small variation, run by run. */
function ratesOf({ movies, frameSize }: Observed, s: number, weight: number): Float64Array {
  const { frames, times, present } = movies[s];
  const out = new Float64Array(frames.length);
  for (const { from, to } of runsOf(present)) {
    if (to - from < 3) continue;
    const run = frames.subarray(from * frameSize, to * frameSize);
    out.set(variationRates(run, times.slice(from, to), weight), from * frameSize);
  }
  return out;
}
