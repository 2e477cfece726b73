/**
 * Which monomials of degree ≥ 2 are taken as one product a · b:
 *
 *   a channel   x_i · (all monomials with it, divided by it), the channel of most monomials first
 *   a rectangle (Σ_i λ_i x_i) · (Σ_m c_m m), where all λ_i c_m x_i m are there: the factoring of kernels of logic
 *               synthesis (Brayton and McMullen, IEEE Symposium on Circuits and Systems, 1982)
 *   a half      half of the highest monomial · (…): powers by squares.
 */
import { keyOf, polynomialOf, without } from "../equation/polynomial.js";
import type { Monomial, Polynomial } from "../equation/polynomial.js";

/** Monomials as the product of two polynomials without constants. */
export interface Split {
  readonly a: Polynomial;
  readonly b: Polynomial;
}

/** Chooses the next product among monomials of degree ≥ 2; takes out `first` if it is there. */
export type ChooseSplit = (rest: readonly Monomial[], first: number | null) => Split;

/** Ratios of coefficients that are equal but for their rounding. */
const ROUNDING = 8 * 2 ** -52;

/** The ways to split, the simplest first. */
export const SPLITS: readonly ChooseSplit[] = [
  byChannel,
  preferring(byRectangle),
  preferring(byHalf),
];

/** A way to split where it finds something and nothing else is asked for; else by channels. */
function preferring(find: (rest: readonly Monomial[]) => Split | null): ChooseSplit {
  return (rest, first) => (first === null ? find(rest) : null) ?? byChannel(rest, first);
}

/** The channel of most monomials, among equals the first. */
function byChannel(rest: readonly Monomial[], first: number | null): Split {
  const counts = new Map<number, number>();
  for (const { channels } of rest) {
    for (const channel of new Set(channels)) {
      counts.set(channel, (counts.get(channel) ?? 0) + 1);
    }
  }
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  const channel = first !== null && counts.has(first) ? first : ranked[0][0];
  return dividedBy(rest, [channel]);
}

/** Half of the highest monomial, every other of its channels; null where none is of degree ≥ 4. */
function byHalf(rest: readonly Monomial[]): Split | null {
  const [{ channels }] = [...rest].sort((a, b) => b.channels.length - a.channels.length);
  if (channels.length < 4) return null;
  return dividedBy(
    rest,
    channels.filter((_, place) => place % 2 === 0 && place + 1 < channels.length),
  );
}

/** A monomial times all that it divides and that is of higher degree. */
function dividedBy(rest: readonly Monomial[], divisor: readonly number[]): Split {
  const quotients = rest.flatMap(({ channels, coefficient }) => {
    const quotient = quotientOf(channels, divisor);
    return quotient && quotient.length > 0 ? [{ channels: quotient, coefficient }] : [];
  });
  return { a: polynomialOf([{ channels: divisor, coefficient: 1 }]), b: polynomialOf(quotients) };
}

/** Channels without those of the divisor; null where they do not hold it. */
function quotientOf(channels: readonly number[], divisor: readonly number[]): number[] | null {
  let left = [...channels];
  for (const channel of divisor) {
    const place = left.indexOf(channel);
    if (place < 0) return null;
    left = without(left, place);
  }
  return left;
}

/** A rectangle as it grows: rows are channels with their λ, columns what they multiply. */
interface Rectangle {
  readonly rows: ReadonlyMap<number, number>;
  readonly columns: readonly Monomial[];
}

/** The rectangle of most monomials, of two rows and two columns at least. */
function byRectangle(rest: readonly Monomial[]): Split | null {
  const known = polynomialOf(rest);
  const channels = [...new Set(rest.flatMap(({ channels: own }) => own))].sort((a, b) => a - b);
  const found = channels.flatMap((i, place) =>
    channels.slice(place + 1).flatMap((j) => rectanglesOf(known, i, j)),
  );
  const grown = found.map((rectangle) => extended(rectangle, known, channels));
  const area = ({ rows, columns }: Rectangle): number => rows.size * columns.length;
  const [largest] = grown.sort((a, b) => area(b) - area(a));
  if (!largest) return null;
  const a = [...largest.rows].map(([channel, λ]) => ({ channels: [channel], coefficient: λ }));
  return { a: polynomialOf(a), b: polynomialOf(largest.columns) };
}

/** Rectangles of the rows i and j, one for every ratio that two columns share. */
function rectanglesOf(known: Polynomial, i: number, j: number): Rectangle[] {
  const groups: {
    readonly ratio: number;
    readonly columns: Monomial[];
    readonly taken: Set<string>;
  }[] = [];
  for (const { channels, coefficient } of known.values()) {
    const quotient = quotientOf(channels, [i]);
    if (!quotient) continue;
    const [own, partner] = [keyOf(channels), keyOf(sortedWith(quotient, j))];
    const other = known.get(partner)?.coefficient ?? 0;
    if (other === 0) continue;
    const ratio = other / coefficient;
    let group = groups.find((one) => isSame(one.ratio, ratio));
    if (!group) groups.push((group = { ratio, columns: [], taken: new Set() }));
    // A monomial has one place in a rectangle only.
    if (group.taken.has(own) || group.taken.has(partner)) continue;
    group.taken.add(own).add(partner);
    group.columns.push({ channels: quotient, coefficient });
  }
  return groups
    .filter(({ columns }) => columns.length > 1)
    .map(({ ratio, columns }) => ({
      rows: new Map([
        [i, 1],
        [j, ratio],
      ]),
      columns,
    }));
}

/** With every further row that all columns have. */
function extended(
  { rows, columns }: Rectangle,
  known: Polynomial,
  channels: readonly number[],
): Rectangle {
  const all = new Map(rows);
  const taken = new Set(
    columns.flatMap((column) =>
      [...rows.keys()].map((row) => keyOf(sortedWith(column.channels, row))),
    ),
  );
  for (const channel of channels) {
    if (all.has(channel)) continue;
    const keys = columns.map((column) => keyOf(sortedWith(column.channels, channel)));
    const ratios = keys.map(
      (key, m) => (known.get(key)?.coefficient ?? 0) / columns[m].coefficient,
    );
    const [ratio] = ratios;
    const fits = ratio !== 0 && ratios.every((other) => isSame(other, ratio));
    if (!fits || keys.some((key) => taken.has(key))) continue;
    all.set(channel, ratio);
    keys.forEach((key) => taken.add(key));
  }
  return { rows: all, columns };
}

function sortedWith(channels: readonly number[], channel: number): number[] {
  return [...channels, channel].sort((a, b) => a - b);
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.abs(b);
}
