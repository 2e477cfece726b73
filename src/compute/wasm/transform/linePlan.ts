/**
 * Which passes make up the transform of a length. Factors up to 13 have passes of their own; larger
 * primes take whichever costs least: their definition, Rader's convolution of length p − 1, or
 * Bluestein's of any convenient length ≥ 2p − 1.
 */

/** One pass of the transform of a line. */
export interface PassPlan {
  readonly kind: "writtenOut" | "direct" | "rader" | "bluestein";
  readonly factor: number;
  /** The plan of the convolution, for Rader and Bluestein. */
  readonly inner?: LinePlan;
}

/** The passes of a line, in their order. */
export interface LinePlan {
  readonly length: number;
  readonly passes: readonly PassPlan[];
  /** About how long it takes per value; only ratios matter. */
  readonly cost: number;
}

/** Measured costs per value of the passes that are written out. */
const COSTS: Readonly<Record<number, number>> = {
  ...{ 1: 2.5, 2: 3, 3: 4, 4: 4, 5: 5.5, 7: 8, 8: 5.5, 11: 12, 13: 15 },
};

/** Below this prime its definition is always best. */
const LEAST_CONVOLUTION = 31;

const plans = new Map<number, LinePlan>();

/** The cheapest plan for lines of length n. */
export function planLine(n: number): LinePlan {
  const known = plans.get(n);
  if (known) return known;
  const passes = passesOf(n);
  const plan = { length: n, passes, cost: passes.reduce((sum, pass) => sum + costOf(pass), 0) };
  plans.set(n, plan);
  return plan;
}

/** Passes that are written out read the caller's layout or write it, not both: two at least. */
function passesOf(n: number): PassPlan[] {
  const factors = factorsOf(n);
  if (factors.length === 1 && n % 2 === 1 && n > 3 && n in COSTS) {
    return [{ kind: "direct", factor: n }];
  }
  const passes = factors.map(passOf);
  while (passes.length < 2 && passes.every(({ kind }) => kind === "writtenOut")) {
    passes.push({ kind: "writtenOut", factor: 1 });
  }
  return passes;
}

function passOf(factor: number): PassPlan {
  if (factor in COSTS) return { kind: "writtenOut", factor };
  const candidates: PassPlan[] = [
    { kind: "direct", factor },
    ...(factor >= LEAST_CONVOLUTION
      ? ([
          { kind: "rader", factor, inner: planLine(factor - 1) },
          { kind: "bluestein", factor, inner: cheapestAtLeast(2 * factor - 1) },
        ] as const)
      : []),
  ];
  return candidates.reduce((best, next) => (costOf(next) < costOf(best) ? next : best));
}

function costOf({ kind, factor, inner }: PassPlan): number {
  if (kind === "writtenOut") return COSTS[factor];
  if (kind === "direct" || !inner) return 4 + 0.65 * factor;
  return ((2 * inner.cost + 8) * inner.length) / factor + 8;
}

/** The cheapest product of small factors that is at least `least`. */
function cheapestAtLeast(least: number): LinePlan {
  let best: LinePlan | undefined;
  for (const odd of [1, 3, 5, 9, 15]) {
    let n = odd;
    while (n < least) n *= 2;
    const plan = planLine(n);
    if (!best || plan.cost * n < best.cost * best.length) best = plan;
  }
  return best ?? planLine(least);
}

/** Factors in the order of the passes: fours, an eight or a two if they leave one, then odd primes. */
function factorsOf(n: number): number[] {
  const primes: number[] = [];
  let rest = n;
  let twos = 0;
  for (; rest % 2 === 0; rest /= 2) twos++;
  for (let p = 3; p * p <= rest; p += 2) {
    for (; rest % p === 0; rest /= p) primes.push(p);
  }
  if (rest > 1) primes.push(rest);
  if (twos === 1) return [2, ...primes];
  const eights = twos % 2;
  const fours = (twos - 3 * eights) / 2;
  return [
    ...Array.from({ length: fours }, () => 4),
    ...Array.from({ length: eights }, () => 8),
    ...primes,
  ];
}
