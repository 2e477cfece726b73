/**
 * Polynomials of channels, F(x) = Σ c Π_j x_{i_j}, as the monomials that are there: a map from the sorted channels
 * of a monomial, which may repeat, to its coefficient. A product only raises degrees, so what is cut off above a
 * degree never comes back: arithmetic up to a degree is exact up to that degree.
 */

/** One monomial and its coefficient. */
export interface Monomial {
  /** Its channels, increasing, each as often as its power; none for a constant. */
  readonly channels: readonly number[];
  readonly coefficient: number;
}

/** The monomials by their channels. */
export type Polynomial = ReadonlyMap<string, Monomial>;

/** How fields of channels lie: x[sample, channel, point]. */
export interface ChannelShape {
  readonly samples: number;
  readonly channels: number;
  readonly points: number;
}

/** The polynomial of these monomials: channels in any order, equal ones added, zeros left out. */
export function polynomialOf(monomials: Iterable<Monomial>): Polynomial {
  const out = new Map<string, Monomial>();
  for (const { channels, coefficient } of monomials) {
    addMonomial(out, [...channels].sort(byValue), coefficient);
  }
  return withoutZeros(out);
}

/** Σ f_i p_i. */
export function combined(parts: Iterable<readonly [number, Polynomial]>): Polynomial {
  const out = new Map<string, Monomial>();
  for (const [factor, p] of parts) {
    if (factor === 0) continue;
    for (const [key, { channels, coefficient }] of p) {
      addKeyed(out, key, channels, factor * coefficient);
    }
  }
  return withoutZeros(out);
}

/** p q without what is of a degree above `degree`. */
export function multiplied(p: Polynomial, q: Polynomial, degree = Infinity): Polynomial {
  const out = new Map<string, Monomial>();
  const increasing = [...q.values()].sort((a, b) => a.channels.length - b.channels.length);
  for (const a of p.values()) {
    for (const b of increasing) {
      if (a.channels.length + b.channels.length > degree) break;
      addMonomial(out, merged(a.channels, b.channels), a.coefficient * b.coefficient);
    }
  }
  return withoutZeros(out);
}

/** ∂p/∂x_i. */
export function derivativeOf(p: Polynomial, channel: number): Polynomial {
  const out = new Map<string, Monomial>();
  for (const { channels, coefficient } of p.values()) {
    const first = channels.indexOf(channel);
    if (first < 0) continue;
    const power = channels.lastIndexOf(channel) - first + 1;
    addMonomial(out, without(channels, first), power * coefficient);
  }
  return out;
}

/** p with every coefficient multiplied by what its channels say: units. */
export function rescaled(
  p: Polynomial,
  factorOf: (channels: readonly number[]) => number,
): Polynomial {
  const out = new Map<string, Monomial>();
  for (const [key, { channels, coefficient }] of p) {
    out.set(key, { channels, coefficient: coefficient * factorOf(channels) });
  }
  return out;
}

/** Values of p, one per sample and point, of x[sample, channel, point]. */
export function valuesOf(p: Polynomial, x: Float64Array, shape: ChannelShape): Float64Array {
  const { samples, points } = shape;
  const out = new Float64Array(samples * points);
  for (let s = 0; s < samples; s++) {
    const own = out.subarray(s * points, (s + 1) * points);
    for (const { channels, coefficient } of p.values()) {
      const product = monomialValues(channels, x, s, shape);
      for (let i = 0; i < points; i++) own[i] += coefficient * product[i];
    }
  }
  return out;
}

/** Π x_i over one sample. */
export function monomialValues(
  channels: readonly number[],
  x: Float64Array,
  s: number,
  { channels: count, points }: ChannelShape,
): Float64Array {
  const out = new Float64Array(points).fill(1);
  for (const channel of channels) {
    const from = (s * count + channel) * points;
    for (let i = 0; i < points; i++) out[i] *= x[from + i];
  }
  return out;
}

/** The key of sorted channels. */
export function keyOf(channels: readonly number[]): string {
  return channels.join(" ");
}

/** The channels without the one at a place. */
export function without(channels: readonly number[], place: number): number[] {
  return [...channels.slice(0, place), ...channels.slice(place + 1)];
}

function addMonomial(
  out: Map<string, Monomial>,
  channels: readonly number[],
  coefficient: number,
): void {
  addKeyed(out, keyOf(channels), channels, coefficient);
}

function addKeyed(
  out: Map<string, Monomial>,
  key: string,
  channels: readonly number[],
  coefficient: number,
): void {
  const before = out.get(key);
  out.set(key, { channels, coefficient: (before?.coefficient ?? 0) + coefficient });
}

/** Two sorted lists as one. */
function merged(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    out.push(j === b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++]);
  }
  return out;
}

function withoutZeros(p: Map<string, Monomial>): Polynomial {
  for (const [key, { coefficient }] of p) if (coefficient === 0) p.delete(key);
  return p;
}

function byValue(a: number, b: number): number {
  return a - b;
}
