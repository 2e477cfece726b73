/**
 * Conjugate gradients, preconditioned by a homogeneous cell, for many cells at once: K u = f with
 *
 *   z = M⁻¹r,   p ← z + β p,   u ← u + α p,   r ← r − α K p,   α = r·z / p·Kp,   β = r·z / (r·z of before).
 *
 * The cells of a group advance together, each with its own α and β; a cell that is done leaves the group.
 * A cell is done when √(r·M⁻¹r) ≤ tolerance · √(f·M⁻¹f), whatever the start.
 *
 * Hestenes, Stiefel, J. Res. Natl. Bur. Stand. 49 (1952) 409.
 */
import { backend, coefficientCount } from "../../compute/index.js";
import type { HermitianSymbol, VoxelElements } from "../../compute/index.js";
import { checkpoint, sizeOf } from "../../core/index.js";
import type { RunOptions } from "../../core/index.js";

/** When to stop. */
export interface StoppingRule {
  /** Residual √(r·M⁻¹r / f·M⁻¹f) that is asked for. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A cell to be solved, to be written where the solver works. */
export interface CellSlot {
  /** [coefficient, …x] */
  readonly coefficients: Float64Array;
  /** f, [component, type, …x] */
  readonly forces: Float64Array;
  /** u to start from, [component, type, …x]; zeros when it comes. */
  readonly start: Float64Array;
}

/** What became of a cell. */
export interface CellOutcome {
  readonly iterations: number;
  /** √(r·M⁻¹r / f·M⁻¹f) at the end. */
  readonly residual: number;
  /** The same at the start and after every iteration. */
  readonly history: readonly number[];
  readonly converged: boolean;
  /** ‖f − K u‖ / ‖f‖ */
  readonly equilibrium: number;
  /** u·(f − K u), which vanishes for the exact solution and for every iterate from u = 0. */
  readonly remainder: number;
}

/** The cells of a run. */
export interface Cells {
  readonly count: number;
  /** Whether `write` fills starts; default false. */
  readonly started?: boolean;
  /**
   * Writes a cell.
   * @returns the energy of its uniform strain, E:⟨C⟩:E |Ω|, by which forces are seen to be rounding only
   */
  readonly write: (cell: number, slot: CellSlot) => number;
  /** Takes a solution; `u` is only lent. */
  readonly take: (cell: number, u: Float64Array, outcome: CellOutcome) => void;
}

/** Forces whose work is below this share of the energy of the uniform strain are rounding. */
const ROUNDING = (64 * Number.EPSILON) ** 2;

/** A group holds at most so many unknowns, unless a single cell or the threads need more. */
const GROUP_UNKNOWNS = 1 << 18;

/** Unknowns times iterations between two checkpoints. */
const STEP = 1 << 20;

/** A cell in the group. */
interface Member {
  readonly cell: number;
  /** f·M⁻¹f, or 0 where forces are rounding only. */
  readonly scale: number;
  /** f·f */
  readonly forces: number;
  readonly history: number[];
  /** r·z of the last iteration. */
  work: number;
}

/** Solves all cells. */
export async function solveCells(
  elements: VoxelElements,
  symbol: HermitianSymbol,
  cells: Cells,
  rule: StoppingRule,
  run: RunOptions,
): Promise<void> {
  const { threads } = backend();
  const fields = elements.components * elements.order ** elements.grid.length;
  const unknowns = fields * sizeOf(elements.grid);
  const most = Math.max(threads, Math.floor(GROUP_UNKNOWNS / unknowns));
  const group = createGroup(elements, symbol, Math.min(cells.count, most), rule);
  const progress = { total: cells.count, unit: "cells" };
  try {
    for (let first = 0; first < cells.count; first += most) {
      group.open(cells, first, Math.min(most, cells.count - first));
      let since = STEP;
      while (group.advance(cells)) {
        since += group.active() * unknowns;
        if (since < STEP) continue;
        since = 0;
        await checkpoint(run, { done: Math.max(0, first + group.finished()), ...progress });
      }
    }
    await checkpoint(run, { done: cells.count, ...progress });
  } finally {
    group.release();
  }
}

/** The working memory of a group of cells, and its steps. */
interface Group {
  /** Cells that are not done. */
  readonly active: () => number;
  /** Cells of the group that are. */
  readonly finished: () => number;
  readonly open: (cells: Cells, first: number, count: number) => void;
  /** One iteration of all active cells; false when none is left. */
  readonly advance: (cells: Cells) => boolean;
  readonly release: () => void;
}

function createGroup(
  elements: VoxelElements,
  symbolOutside: HermitianSymbol,
  capacity: number,
  { tolerance, maxIterations }: StoppingRule,
): Group {
  const { allocate, release, gridTransform, ...compute } = backend();
  const taken: Float64Array[] = [];
  const array = (length: number): Float64Array => {
    const made = allocate(length);
    taken.push(made);
    return made;
  };
  const inside = (outside: Float64Array): Float64Array => {
    const made = array(outside.length);
    made.set(outside);
    return made;
  };
  const transform = gridTransform(elements.grid);
  const fields = elements.components * elements.order ** elements.grid.length;
  const unknowns = fields * transform.size;
  const perCell = coefficientCount(elements) * transform.size;
  const symbol: HermitianSymbol = symbolOutside.im
    ? { re: inside(symbolOutside.re), im: inside(symbolOutside.im) }
    : { re: inside(symbolOutside.re) };
  const coefficients = array(capacity * perCell);
  // z is not needed any more when K p is: they share their memory.
  const [u, r, p, z] = Array.from({ length: 4 }, () => array(capacity * unknowns));
  const spectrum = capacity * fields * transform.halfSize;
  const [re, im] = [array(spectrum), array(spectrum)];
  const dots = array(capacity);
  const factors = array(capacity);
  let members: Member[] = [];
  let size = 0;

  /** The part of an array that belongs to the first cells. */
  const of = (whole: Float64Array, cells = members.length): Float64Array =>
    whole.subarray(0, (whole.length / capacity) * cells);
  const slot = (whole: Float64Array, i: number): Float64Array =>
    whole.subarray((whole.length / capacity) * i, (whole.length / capacity) * (i + 1));

  /** z = M⁻¹ r of the first cells. */
  function precondition(cells: number): void {
    transform.forwardReal(of(r, cells), cells * fields, re, im);
    compute.applySymbol(symbol, cells, fields, transform.halfSize, re, im);
    transform.inverseReal(re, im, cells * fields, of(z, cells));
  }

  /** K x of the first cells into z. */
  function multiply(x: Float64Array, cells: number): void {
    compute.applyElements(elements, of(coefficients, cells), cells, of(x, cells), of(z, cells));
  }

  /** The start, scaled to the least energy along it, leaves r = f − K u. */
  function useStarts(cells: number): void {
    multiply(u, cells);
    compute.dotEach(of(u, cells), of(z, cells), cells, dots);
    const energies = dots.slice(0, cells);
    compute.dotEach(of(u, cells), of(r, cells), cells, dots);
    for (let i = 0; i < cells; i++) {
      const best = energies[i] > 0 ? dots[i] / energies[i] : 0;
      const own = slot(u, i);
      for (let n = 0; n < unknowns; n++) own[n] *= best;
      factors[i] = -best;
    }
    compute.addScaledEach(factors, of(z, cells), of(r, cells), cells, of(r, cells));
  }

  /** Hands a cell out, and fills its place with the last one. */
  function finish(i: number, cells: Cells, converged: boolean): void {
    const { cell, history, forces } = members[i];
    const iterations = history.length - 1;
    const [own, rest] = [slot(u, i), slot(r, i)];
    cells.take(cell, own, {
      ...{ iterations, residual: history[iterations], history, converged },
      equilibrium: forces === 0 ? 0 : Math.sqrt(product(rest, rest) / forces),
      remainder: product(own, rest),
    });
    const last = members.length - 1;
    if (i < last) {
      for (const whole of [u, r, p, z, coefficients]) slot(whole, i).set(slot(whole, last));
      members[i] = members[last];
      dots[i] = dots[last];
    }
    members.pop();
  }

  return {
    active: () => members.length,
    finished: () => size - members.length,
    release: () => taken.forEach((each) => release(each)),
    open(cells, first, count) {
      size = count;
      of(u, count).fill(0);
      of(p, count).fill(0);
      const energies = Array.from({ length: count }, (_, i) =>
        cells.write(first + i, {
          coefficients: slot(coefficients, i),
          forces: slot(r, i),
          start: slot(u, i),
        }),
      );
      precondition(count);
      compute.dotEach(of(r, count), of(z, count), count, dots);
      members = energies.map((energy, i) => ({
        cell: first + i,
        scale: dots[i] > ROUNDING * energy ? dots[i] : 0,
        forces: product(slot(r, i), slot(r, i)),
        history: [],
        work: 0,
      }));
      if (cells.started) useStarts(count);
    },
    advance(cells) {
      const before = members.length;
      if (before === 0) return false;
      precondition(before);
      compute.dotEach(of(r), of(z), before, dots);
      for (let i = before - 1; i >= 0; i--) {
        const { scale, history } = members[i];
        const residual = scale === 0 ? 0 : Math.sqrt(Math.max(0, dots[i]) / scale);
        if (scale === 0) slot(u, i).fill(0);
        history.push(residual);
        if (residual <= tolerance) finish(i, cells, true);
        else if (history.length > maxIterations) finish(i, cells, false);
      }
      const active = members.length;
      if (active === 0) return false;
      for (let i = 0; i < active; i++) {
        factors[i] = members[i].work === 0 ? 0 : dots[i] / members[i].work;
        members[i].work = dots[i];
      }
      compute.addScaledEach(factors, of(p), of(z), active, of(p));
      multiply(p, active);
      compute.dotEach(of(p), of(z), active, dots);
      for (let i = 0; i < active; i++) factors[i] = dots[i] > 0 ? members[i].work / dots[i] : 0;
      compute.addScaledEach(factors, of(p), of(u), active, of(u));
      for (let i = 0; i < active; i++) factors[i] = -factors[i];
      compute.addScaledEach(factors, of(z), of(r), active, of(r));
      return true;
    },
  };
}

function product(x: Float64Array, y: Float64Array): number {
  return backend().dot(x, y);
}
