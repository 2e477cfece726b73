/** Round numbers along an axis, as d3 chooses them, and how they are labelled. */
import { scaleLinear, scaleLog } from "d3-scale";
import { formatNumber, isPlain, powerOfTen } from "./numbers.js";

/** Lowest and highest value along an axis. */
export type Range = readonly [number, number];

/** One labelled value. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** The ticks of an axis. */
export interface Ticks {
  readonly ticks: readonly Tick[];
  /** What all labels are to be multiplied by, "×10⁻³"; empty where they stand for themselves. */
  readonly factor: string;
}

/** About `count` ticks on a linear axis; very small or large numbers share one power of ten. */
export function linearTicks([low, high]: Range, count: number): Ticks {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const power = largest === 0 ? 0 : Math.max(-300, Math.floor(Math.log10(largest)));
  const factor = isPlain(power) ? 1 : 10 ** power;
  const scale = scaleLinear().domain([low / factor, high / factor]);
  const format = scale.tickFormat(count, "f");
  return {
    ticks: scale.ticks(count).map((value) => ({ value: value * factor, label: format(value) })),
    factor: factor === 1 ? "" : `×${powerOfTen(power)}`,
  };
}

/** About `count` ticks on a logarithmic axis: powers of ten where there are two or more. */
export function logTicks([low, high]: Range, count: number): Ticks {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = last - first + 1;
  if (powers < 2) {
    const values = scaleLog().domain([low, high]).ticks(count);
    const few = values.filter((_, i) => i % Math.ceil(values.length / Math.max(1, count)) === 0);
    return { ticks: few.map((value) => ({ value, label: formatNumber(value, 3) })), factor: "" };
  }
  const step = Math.ceil(powers / Math.max(1, count));
  const ticks: Tick[] = [];
  for (let power = Math.ceil(first / step) * step; power <= last; power += step) {
    ticks.push({ value: 10 ** power, label: powerOfTen(power) });
  }
  return { ticks, factor: "" };
}

/** About `count` ticks at whole cells first … last. */
export function cellTicks(first: number, last: number, count: number): Ticks {
  const scale = scaleLinear().domain([first - 0.5, last + 0.5]);
  const whole = scale.ticks(count).filter(Number.isInteger);
  const values = whole.length > 0 ? whole : [first];
  return {
    ticks: values.map((value) => ({ value: value + 0, label: formatNumber(value) })),
    factor: "",
  };
}

/**
 * The most ticks whose labels do not touch.
 * @param make the ticks for a wished number
 * @param length of the axis, in pixels
 * @param extent of a label along the axis, in pixels
 */
export function fittingTicks(
  make: (count: number) => Ticks,
  length: number,
  extent: (tick: Tick) => number,
): Ticks {
  let fitting = make(1);
  for (let count = 2; count <= 8; count++) {
    const candidate = make(count);
    const widest = Math.max(0, ...candidate.ticks.map(extent));
    if (candidate.ticks.length * (widest + 12) > length) break;
    fitting = candidate;
  }
  return fitting;
}

/** The range of finite numbers; one without length is widened about its value. */
export function rangeOf(values: Iterable<number>): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return widened([low, high]);
}

/** A range that has a length: one of equal ends, up to rounding, is widened about them. */
export function widened([low, high]: Range): Range {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > 1e-12 * size) return [low, high];
  const margin = size === 0 ? 1 : 0.05 * size;
  return [low - margin, high + margin];
}
