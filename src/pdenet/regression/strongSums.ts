/**
 * Rows of the strong form: at every point and every row in time, the library evaluated on derivatives of the data
 * against the time derivative.
 */
import type { Border } from "../network.js";
import type { Factor } from "../equation/equation.js";
import type { LibraryTerm } from "./library.js";
import type { Observed } from "./observed.js";
import { differentiation } from "./spaceRule.js";
import type { Differentiate, SpaceRule } from "./spaceRule.js";
import { BLOCK, createAccumulator } from "./sums.js";
import type { UnitSums } from "./sums.js";
import { runsOf, timeRows } from "./timeRows.js";
import type { TimeRow, TimeRule } from "./timeRows.js";
import { unitsOf } from "./units.js";
import { variationRates } from "./variationDerivatives.js";
import { unitOf } from "../derivatives.js";

/** How both sides are differentiated. */
export interface StrongForm {
  readonly space: SpaceRule;
  readonly time: TimeRule;
  readonly border: Border;
}

/** The sums of all units. */
export function strongSums(
  observed: Observed,
  library: readonly LibraryTerm[],
  form: StrongForm,
  where: string,
): UnitSums[] {
  const { movies, evolving, grid, points, frameSize } = observed;
  const channels = channelsOf(observed, library, form, where);
  const rowsOf = movies.map((movie) => timeRows(movie, form.time));
  const units = unitsOf(
    rowsOf.map(({ length }) => length),
    grid[0],
  );
  const width = library.length + evolving;
  const sums = createAccumulator(width);
  const layer = points / grid[0];
  const starts = Array.from(
    { length: units.slabs + 1 },
    (_, slab) => layer * Math.floor((slab * grid[0]) / units.slabs),
  );
  movies.forEach((movie, s) => {
    const rates =
      form.time.by === "totalVariation"
        ? ratesOf(observed, s, form.time.weight ?? 1e-3)
        : movie.frames;
    const seen = new Map<number, Float64Array[]>();
    rowsOf[s].forEach((row, r) => {
      for (const t of seen.keys()) if (t < row.frames[0]) seen.delete(t);
      row.frames.forEach((t, i) => {
        if (row.average[i] === 0 || seen.has(t)) return;
        seen.set(t, channels.evaluate(movie.frames.subarray(t * frameSize, (t + 1) * frameSize)));
      });
      for (let slab = 0; slab < units.slabs; slab++) {
        for (let from = starts[slab]; from < starts[slab + 1]; from += BLOCK) {
          const to = Math.min(from + BLOCK, starts[slab + 1]);
          fillColumns(sums.block, channels.factors, row, seen, from, to);
          fillTargets(sums.block, library.length, row, rates, observed, from, to);
          sums.add(units.of(s, r, slab), to - from);
        }
      }
    });
  });
  return sums.finish();
}

/** Fields that terms multiply: derivatives of components, and derivatives of products. */
interface Channels {
  /** Which fields every term is the product of. */
  readonly factors: readonly (readonly number[])[];
  /** The fields of one frame. */
  readonly evaluate: (frame: Float64Array) => Float64Array[];
}

function channelsOf(
  { components, grid, spacing, points }: Observed,
  library: readonly LibraryTerm[],
  { space, border }: StrongForm,
  where: string,
): Channels {
  const keys = new Map<string, number>();
  const simple: Factor[] = [];
  const indexOf = (factor: Factor): number => {
    const key = `${factor.component}:${factor.order.join()}`;
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, simple.length);
    simple.push(factor);
    return simple.length - 1;
  };
  const inner = library.map(({ factors }) => factors.map(indexOf));
  const compound = library.flatMap(({ derivative }, i) =>
    derivative ? [{ derivative, factors: inner[i], term: i }] : [],
  );
  const place = { grid, spacing, border };
  const derive = (orders: readonly (readonly number[])[]): Differentiate =>
    differentiation(space, orders, place, `${where}: space`);
  const own = Array.from({ length: components }, (_, component) => {
    const at = simple.flatMap((factor, i) => (factor.component === component ? [i] : []));
    const orders = at.map((i) => simple[i].order);
    return { component, at, orders, differentiate: at.length > 0 ? derive(orders) : () => [] };
  });
  const products = compound.map(({ derivative, factors }) => ({
    factors,
    order: derivative,
    differentiate: derive([derivative]),
  }));
  const factors = inner.map((list, i) => {
    const at = compound.findIndex(({ term }) => term === i);
    return at < 0 ? list : [simple.length + at];
  });
  return {
    factors,
    evaluate(frame) {
      const fields: Float64Array[] = [];
      for (const { component, at, orders, differentiate } of own) {
        const u = frame.subarray(component * points, (component + 1) * points);
        differentiate(u).forEach((field, i) => {
          fields[at[i]] = withoutRounding(field, u, orders[i], spacing);
        });
      }
      for (const { factors: list, order, differentiate } of products) {
        const product = new Float64Array(points).fill(1);
        for (const i of list) fields[i].forEach((value, x) => (product[x] *= value));
        const [field] = differentiate(product);
        fields.push(withoutRounding(field, product, order, spacing));
      }
      return fields;
    },
  };
}

/** A derivative below this part of |u| Π (4/h_a)^{o_a}, which no rule exceeds, is rounding. */
const ROUNDING = 1e-14;

/** The derivative, or zeros where it is nothing but rounding: scaled to unit size, that would be a candidate. */
function withoutRounding(
  field: Float64Array,
  u: Float64Array,
  order: readonly number[],
  spacing: readonly number[],
): Float64Array {
  let largest = 0;
  for (let x = 0; x < u.length; x++) largest = Math.max(largest, Math.abs(u[x]));
  const unit = unitOf(
    order,
    spacing.map((h) => h / 4),
  );
  const bound = (ROUNDING * largest) / unit;
  for (let x = 0; x < u.length; x++) if (Math.abs(field[x]) > bound) return field;
  return new Float64Array(field.length);
}

/** Fills the columns with Σ_t a_t θ(u(t)) at the points from … to − 1. */
function fillColumns(
  block: Float64Array,
  factors: readonly (readonly number[])[],
  { frames, average }: TimeRow,
  seen: ReadonlyMap<number, Float64Array[]>,
  from: number,
  to: number,
): void {
  const length = to - from;
  block.fill(0, 0, factors.length * length);
  frames.forEach((t, i) => {
    const fields = seen.get(t);
    if (average[i] === 0 || !fields) return;
    factors.forEach((list, j) => addProduct(block, j * length, average[i], list, fields, from, to));
  });
}

const product = new Float64Array(BLOCK);

/** Adds a Π fields to the column that begins at `at`. */
function addProduct(
  block: Float64Array,
  at: number,
  a: number,
  list: readonly number[],
  fields: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const length = to - from;
  product.fill(a, 0, length);
  for (const index of list) {
    const field = fields[index];
    for (let x = 0; x < length; x++) product[x] *= field[from + x];
  }
  for (let x = 0; x < length; x++) block[at + x] += product[x];
}

/** Fills the targets with Σ_t d_t u_c(t) behind the columns. */
function fillTargets(
  block: Float64Array,
  columns: number,
  { frames, difference }: TimeRow,
  u: Float64Array,
  { evolving, points, frameSize }: Observed,
  from: number,
  to: number,
): void {
  const length = to - from;
  block.fill(0, columns * length, (columns + evolving) * length);
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
    const rates = variationRates(
      frames.subarray(from * frameSize, to * frameSize),
      times.slice(from, to),
      weight,
    );
    out.set(rates, from * frameSize);
  }
  return out;
}
