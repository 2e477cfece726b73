/** Losses with gradients that are compared: those of both papers, over some steps. */

interface Common {
  readonly name: string;
  readonly samples: number;
  readonly grid: readonly [number, number];
  readonly spacing: readonly [number, number];
  /** Steps of the roll-out, and the time of each. */
  readonly steps: number;
  readonly interval: number;
  readonly maxOrder: number;
  /** Points of a filter along an axis, and p: it errs by h^p. */
  readonly size: number;
  readonly accuracy: number;
  /** What the time of PyTorch / ours must reach. */
  readonly torchBar: number;
  /** Milliseconds that the authors' program took, on one thread of another machine. */
  readonly published: number;
}

/**
 * PDE-Net 2.0, Long, Lu and Dong, J. Comput. Phys. 399 (2019) 108925: two components, upwind; all steps count, and
 * Huber penalties.
 */
export interface SymbolicWork extends Common {
  readonly kind: "symbolic";
  readonly components: number;
  readonly products: number;
  /** Scales of all channels, component-major, and of the rates of all components. */
  readonly channels: readonly number[];
  readonly rates: readonly number[];
  readonly sparsity: number;
  readonly momentSparsity: number;
}

/**
 * PDE-Net 1.0, Long, Lu, Ma and Dong, ICML 2018: an averaging filter carries, coefficients are piecewise
 * polynomials of place, every sample has an origin of its own; the last step counts.
 */
export interface LinearWork extends Common {
  readonly kind: "linear";
  readonly lengths: readonly [number, number];
  readonly cells: number;
  readonly degree: number;
}

/** A loss that is compared. */
export type PdenetWork = SymbolicWork | LinearWork;

/** What loss and gradients may differ by, each over its largest entry: sums of 1e5 terms in another order. */
export const TOLERANCE = 1e-10;

/** Three times as fast as PyTorch, everywhere. */
const BAR = 3;

const TURN = 2 * Math.PI;

/** All works, in the order of the table. */
export const PDENET_WORKS: readonly PdenetWork[] = [
  symbolic(1, 65),
  symbolic(3, 231),
  symbolic(6, 452),
  symbolic(9, 658),
  linear(1, 58),
  linear(5, 187),
];

/** Orders of the derivatives along both axes: by degree, within a degree increasing. */
export function ordersOf({ maxOrder }: PdenetWork): (readonly [number, number])[] {
  return Array.from({ length: maxOrder + 1 }, (_, degree) => degree).flatMap((degree) =>
    Array.from({ length: degree + 1 }, (_, first) => [first, degree - first] as const),
  );
}

/** Free moments of a filter: those of degrees above |o| + p − 1. */
export function freeCount({ size, accuracy }: PdenetWork, order: readonly number[]): number {
  const fixed = order[0] + order[1] + accuracy;
  return size ** 2 - (fixed * (fixed + 1)) / 2;
}

function symbolic(steps: number, published: number): SymbolicWork {
  const n = 32;
  // Fields of size one with up to four waves along an axis: some two per unit of length.
  const channels = [1, 2, 2, 6, 4, 6];
  return {
    kind: "symbolic",
    name: `2.0, 28 x 2 x ${n}x${n}, ${steps} step${steps > 1 ? "s" : ""}`,
    samples: 28,
    grid: [n, n],
    spacing: [TURN / n, TURN / n],
    components: 2,
    steps,
    interval: 0.01,
    maxOrder: 2,
    size: 5,
    accuracy: 2,
    products: 5,
    channels: [...channels, ...channels],
    rates: [2, 2],
    sparsity: 1.5e-3,
    momentSparsity: 3e-4,
    torchBar: BAR,
    published,
  };
}

function linear(steps: number, published: number): LinearWork {
  const n = 50;
  return {
    kind: "linear",
    name: `1.0, 24 x ${n}x${n}, ${steps} step${steps > 1 ? "s" : ""}`,
    samples: 24,
    grid: [n, n],
    spacing: [TURN / n, TURN / n],
    lengths: [TURN, TURN],
    steps,
    interval: 0.015,
    maxOrder: 4,
    size: 7,
    accuracy: 1,
    cells: 20,
    degree: 2,
    torchBar: BAR,
    published,
  };
}
