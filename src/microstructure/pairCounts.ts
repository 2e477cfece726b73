/**
 * The pair counts A_ab[r] = Σ_x m_a[x] m_b[x + r] of a microstructure, kept up to date while cells are swapped. If
 * cells p and q exchange their phases, and the indicators m_a, m_b change at p by δa, δb and at q by −δa, −δb, then
 * for r ≠ 0
 *
 *   ΔA_ab[r] = δa (m_b[p + r] − m_b[q + r]) + δb (m_a[p − r] − m_a[q − r]) − δa δb ([r = q − p] + [r = p − q]),
 *
 * and nothing at r = 0: work per swap as the number of distances, and no transform. The energy is
 *
 *   E = Σ_pairs Σ_r (A_ab[r]/N − f*_ab[r])².
 *
 * Yeong and Torquato, Physical Review E 57 (1998) 495.
 */
import { ndarrayOf, sizeOf, unravel } from "../core/index.js";
import { twoPoint } from "../statistics/index.js";
import { oppositeOf } from "./reconstructionTarget.js";
import type { ReconstructionTarget, TargetPair } from "./reconstructionTarget.js";

/** A microstructure and its pair counts. */
export interface PairCounts {
  /** The phases, to be changed by `swap` alone. */
  readonly m: Uint8Array;
  /** The number of distances a trial looks at, over all pairs. */
  readonly work: number;
  /** √(E / number of values compared), summed anew. */
  rms(): number;
  /** The same, from the changes since it was last summed: rounded a little, and quick. */
  runningRms(): number;
  /** N² ΔE if cells p and q of different phases were swapped. */
  change(p: number, q: number): number;
  /** Swaps the cells that `change` looked at last. */
  swap(): void;
  /** Whether a cell has a neighbour of another phase, along an axis. */
  isAtInterface(cell: number): boolean;
  /** Whether the counts are those of the phases, computed anew by Fourier transforms. */
  areExact(): boolean;
}

/** The counts of one pair at the distances that count; of an autocorrelation only one of r and −r. */
interface Counted {
  readonly a: number;
  readonly b: number;
  /** Offsets of r and of −r in the doubled cell. */
  readonly ahead: Int32Array;
  readonly behind: Int32Array;
  /** 2 for r that stands for −r too. */
  readonly weight: Float64Array;
  /** A − N f*. */
  readonly excess: Float64Array;
  /** ΔA of the last trial. */
  readonly change: Int32Array;
  /** Flat positions of r, and the inverse, −1 where r does not count. */
  readonly positions: Int32Array;
  readonly slots: Int32Array;
}

/** The counts of given phases. */
export function createPairCounts(m: Uint8Array, target: ReconstructionTarget): PairCounts {
  const { grid, phases, pairs, counts } = target;
  const size = m.length;
  const doubled = grid.map((n) => 2 * n); // p + r needs no wrapping there
  const bases = Int32Array.from({ length: size }, (_, cell) => flat(unravel(cell, grid), doubled));
  const corners = cornersOf(grid, doubled);
  const indicators = Array.from({ length: phases }, () => new Uint8Array(sizeOf(doubled)));
  const nearest = grid.flatMap((n, axis) =>
    [1 % n, n - 1].map((step) =>
      flat(
        grid.map((_, a) => (a === axis ? step : 0)),
        doubled,
      ),
    ),
  );
  m.forEach((phase, cell) => {
    for (const corner of corners) indicators[phase][bases[cell] + corner] = 1;
  });
  const counted = pairs.map((pair) => countedPair(pair, counts, grid, bases));
  const compared = pairs.length * counts.reduce((sum, counts) => sum + counts, 0);
  const offset = pairs.reduce((sum, pair) => sum + zeroTerm(pair, m), 0);
  const exact = countsOf(m, target);
  counted.forEach(({ positions, excess }, i) => {
    excess.forEach((_, slot) => {
      excess[slot] = exact[i][positions[slot]] - size * pairs[i].f[positions[slot]];
    });
  });
  let total = energy();
  let [swapped, other, lastChange] = [0, 0, 0];
  return {
    m,
    work: counted.reduce((sum, { ahead }) => sum + ahead.length, 0),
    rms: () => {
      total = energy();
      return rmsOf(total);
    },
    runningRms: () => rmsOf(total),
    change,
    swap,
    isAtInterface: (cell) => nearest.some((step) => indicators[m[cell]][bases[cell] + step] === 0),
    areExact,
  };

  function rmsOf(sum: number): number {
    return Math.sqrt(Math.max(0, sum) / compared) / size;
  }

  /** N² E. */
  function energy(): number {
    let sum = offset;
    for (const { weight, excess } of counted) {
      for (let i = 0; i < excess.length; i++) sum += weight[i] * excess[i] * excess[i];
    }
    return sum;
  }

  function change(p: number, q: number): number {
    [swapped, other] = [p, q];
    const [from, to] = [m[p], m[q]];
    let sum = 0;
    for (const pair of counted) {
      const da = Number(pair.a === to) - Number(pair.a === from);
      const db = Number(pair.b === to) - Number(pair.b === from);
      sum += changeOf(pair, da, db);
    }
    lastChange = sum;
    return sum;
  }

  function changeOf(pair: Counted, da: number, db: number): number {
    const { ahead, behind, weight, excess, change } = pair;
    if (da === 0 && db === 0) {
      change.fill(0);
      return 0;
    }
    const [begin, end] = [indicators[pair.a], indicators[pair.b]];
    const [p, q] = [bases[swapped], bases[other]];
    for (let i = 0; i < change.length; i++) {
      const forward = end[p + ahead[i]] - end[q + ahead[i]];
      const backward = begin[p + behind[i]] - begin[q + behind[i]];
      change[i] = da * forward + db * backward;
    }
    for (const r of [difference(other, swapped, grid), difference(swapped, other, grid)]) {
      const slot = pair.slots[r];
      if (slot >= 0) change[slot] -= da * db;
    }
    let sum = 0;
    for (let i = 0; i < change.length; i++) {
      sum += weight[i] * change[i] * (2 * excess[i] + change[i]);
    }
    return sum;
  }

  function swap(): void {
    for (const { excess, change } of counted) {
      for (let i = 0; i < excess.length; i++) excess[i] += change[i];
    }
    total += lastChange;
    const [from, to] = [m[swapped], m[other]];
    for (const corner of corners) {
      const [p, q] = [bases[swapped] + corner, bases[other] + corner];
      indicators[from][p] = indicators[to][q] = 0;
      indicators[to][p] = indicators[from][q] = 1;
    }
    m[swapped] = to;
    m[other] = from;
  }

  function areExact(): boolean {
    const exact = countsOf(m, target);
    return counted.every(({ positions, excess }, i) =>
      positions.every((r, slot) => Math.round(excess[slot] + size * pairs[i].f[r]) === exact[i][r]),
    );
  }
}

/** A_ab[r] of every pair, by Fourier transforms; they are integers. */
function countsOf(m: Uint8Array, { grid, phases, pairs }: ReconstructionTarget): Float64Array[] {
  const size = m.length;
  const states = new Float64Array(phases * size);
  m.forEach((phase, cell) => (states[phase * size + cell] = 1));
  const named = pairs.map(({ a, b }) => [a, b] as const);
  const { data } = twoPoint(ndarrayOf(states, [1, phases, ...grid]), { pairs: named });
  return pairs.map((_, i) => data.slice(i * size, (i + 1) * size).map((f) => Math.round(f * size)));
}

/** (A[0] − N f*[0])², which no swap changes. */
function zeroTerm({ a, b, f }: TargetPair, m: Uint8Array): number {
  const cells = a === b ? m.reduce((sum, phase) => sum + Number(phase === a), 0) : 0;
  return (cells - m.length * f[0]) ** 2;
}

function countedPair(
  { a, b }: TargetPair,
  counts: Uint8Array,
  grid: readonly number[],
  bases: Int32Array,
): Counted {
  const opposite = oppositeOf(grid);
  const positions = Int32Array.from(counts.keys()).filter(
    (r) => r > 0 && counts[r] === 1 && (a !== b || r <= opposite(r)),
  );
  const slots = new Int32Array(counts.length).fill(-1);
  positions.forEach((r, slot) => (slots[r] = slot));
  return {
    a,
    b,
    ahead: positions.map((r) => bases[r]),
    behind: positions.map((r) => bases[opposite(r)]),
    weight: Float64Array.from(positions, (r) => (a === b && r !== opposite(r) ? 2 : 1)),
    excess: new Float64Array(positions.length),
    change: new Int32Array(positions.length),
    positions,
    slots,
  };
}

/** Offsets of the images of a cell in the doubled one. */
function cornersOf(grid: readonly number[], doubled: readonly number[]): number[] {
  return grid.reduce<number[]>(
    (corners, n, axis) => {
      const step = n * sizeOf(doubled.slice(axis + 1));
      return corners.flatMap((corner) => [corner, corner + step]);
    },
    [0],
  );
}

/** The flat position of the distance to − from. */
function difference(to: number, from: number, grid: readonly number[]): number {
  let [a, b, position, stride] = [to, from, 0, 1];
  for (let axis = grid.length - 1; axis >= 0; axis--) {
    const n = grid[axis];
    position += (((a % n) - (b % n) + n) % n) * stride;
    stride *= n;
    a = Math.floor(a / n);
    b = Math.floor(b / n);
  }
  return position;
}

function flat(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((at, x, axis) => at * shape[axis] + x, 0);
}
