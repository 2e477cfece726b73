/**
 * The time derivative of a movie, as rows that are linear in the right-hand side F:
 *
 *   Σ_t d_t u(t) ≈ Σ_t a_t F(u(t))
 *
 *   difference   u_t by central differences at a frame (order 2 or 4), F there
 *   trapezoid    (u₁ − u₀)/Δt = ½ (F₀ + F₁)
 *   simpson      (u₂ − u₀)/2Δt = (F₀ + 4 F₁ + F₂)/6
 *   forward      (u₁ − u₀)/Δt = F₀, whose error is that of Euler's steps
 *   smoothed     u_t of a polynomial through several frames, F at the middle one
 *
 * For u_t = L u central differences find L + Δt² L³/6, the trapezoid L − Δt² L³/12, Simpson's rule L + O(Δt⁴).
 * Simpson's rule amplifies noise no more than the central difference of order 2, σ/(√2 Δt).
 * Intervals need not be equal. Rows never reach across a missing frame.
 */
import { checkInteger, checkNumber, checkOneOf, ShapeError, ValueError } from "../../core/index.js";
import type { Movie } from "../trajectories.js";
import { polynomialWeights } from "./localPolynomial.js";

/** How the time derivative is taken. */
export type TimeRule =
  | {
      readonly by: "integral";
      /** Default "simpson", which is the trapezoid where only two frames follow each other. */
      readonly rule?: "simpson" | "trapezoid" | undefined;
    }
  | {
      readonly by: "difference";
      /** 2 (default) or 4: on three or five frames. */
      readonly accuracy?: 2 | 4 | undefined;
    }
  | { readonly by: "forward" }
  | {
      readonly by: "smoothed";
      /** Frames in a window, odd. Default 5. */
      readonly frames?: number | undefined;
      /** Degree of the polynomial. Default 2. */
      readonly degree?: number | undefined;
    }
  | {
      readonly by: "totalVariation";
      /** Of the variation of u_t, as in `SpaceRule`. Default 1e-3. */
      readonly weight?: number | undefined;
    };

/** One row: which frames, and with which weights. */
export interface TimeRow {
  readonly frames: readonly number[];
  /** d, of u. */
  readonly difference: readonly number[];
  /** a, of F. */
  readonly average: readonly number[];
}

/** @throws ValueError for an unknown rule, and windows that are no odd numbers above the degree */
export function checkTimeRule(rule: TimeRule, where: string): void {
  const { by } = rule;
  checkOneOf(
    by,
    ["integral", "difference", "forward", "smoothed", "totalVariation"],
    `${where}: by`,
  );
  if (rule.by === "integral") {
    checkOneOf(rule.rule ?? "simpson", ["simpson", "trapezoid"], `${where}: rule`);
  }
  if (rule.by === "difference" && ![2, 4].includes(rule.accuracy ?? 2)) {
    throw new ValueError(`${where}: accuracy should be 2 or 4; got ${rule.accuracy}.`);
  }
  if (rule.by === "totalVariation") checkNumber(rule.weight ?? 0, 0, Infinity, `${where}: weight`);
  if (rule.by === "smoothed") {
    const { frames = 5, degree = 2 } = rule;
    checkInteger(degree, 1, Infinity, `${where}: degree`);
    checkInteger(frames, degree + 1, Infinity, `${where}: frames`);
    if (frames % 2 === 0) {
      throw new ValueError(
        `${where}: frames should be odd, so that one is the middle; got ${frames}.`,
      );
    }
  }
}

/** @throws ShapeError if no movie has a row */
export function checkRows(
  rowsOf: readonly (readonly TimeRow[])[],
  rule: TimeRule,
  where: string,
): void {
  if (rowsOf.some((rows) => rows.length > 0)) return;
  throw new ShapeError(
    `${where}: "${rule.by}" needs ${windowOf(rule)} frames that follow each other; no trajectory has them. ` +
      `Take { by: "integral" }, which needs two, or more frames.`,
  );
}

/** The rows of a movie. */
export function timeRows(movie: Movie, rule: TimeRule): TimeRow[] {
  return runsOf(movie.present).flatMap(({ from, to }) => rowsOfRun(movie.times, from, to, rule));
}

/** Frames that follow each other without one missing: from … to − 1. */
export function runsOf(
  present: readonly boolean[],
): { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  present.forEach((is, t) => {
    if (!is) return;
    const last = runs.at(-1);
    if (last?.to === t) last.to = t + 1;
    else runs.push({ from: t, to: t + 1 });
  });
  return runs;
}

/** Frames of one row. */
function windowOf(rule: TimeRule, length = Infinity): number {
  switch (rule.by) {
    case "forward":
      return 2;
    case "integral":
      return rule.rule === "trapezoid" || length < 3 ? 2 : 3;
    case "difference":
      return (rule.accuracy ?? 2) + 1;
    case "smoothed":
      return rule.frames ?? 5;
    case "totalVariation":
      return 3;
  }
}

function rowsOfRun(times: Float64Array, from: number, to: number, rule: TimeRule): TimeRow[] {
  const window = windowOf(rule, to - from);
  if (rule.by === "totalVariation") {
    const kept = Array.from({ length: to - from < window ? 0 : to - from }, (_, i) => from + i);
    return kept.map((t) => ({ frames: [t], difference: [1], average: [1] }));
  }
  const rows: TimeRow[] = [];
  for (let t = from; t + window <= to; t++) {
    const frames = Array.from({ length: window }, (_, i) => t + i);
    rows.push({
      frames,
      ...weightsOf(
        frames.map((frame) => times[frame]),
        rule,
      ),
    });
  }
  return rows;
}

function weightsOf(times: readonly number[], rule: TimeRule): Omit<TimeRow, "frames"> {
  const whole = times[times.length - 1] - times[0];
  if (rule.by === "forward") return { difference: [-1 / whole, 1 / whole], average: [1, 0] };
  if (rule.by === "integral") {
    if (times.length === 2) return { difference: [-1 / whole, 1 / whole], average: [0.5, 0.5] };
    const [h, k] = [times[1] - times[0], times[2] - times[1]];
    const ends = [(2 - k / h) / 6, (2 - h / k) / 6];
    return {
      difference: [-1 / whole, 0, 1 / whole],
      average: [ends[0], 1 - ends[0] - ends[1], ends[1]],
    };
  }
  const middle = (times.length - 1) / 2;
  const degree = rule.by === "smoothed" ? (rule.degree ?? 2) : times.length - 1;
  return {
    difference: polynomialWeights(times, degree, 1, times[middle]),
    average: times.map((_, t) => (t === middle ? 1 : 0)),
  };
}
