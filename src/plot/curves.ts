/** Lines on common axes: learning curves, errors against sizes, spectra. */
import {
  checkFinite,
  checkNumber,
  checkOneOf,
  formatShape,
  ShapeError,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { SIZES } from "./axes.js";
import type { Axis, Frame } from "./axes.js";
import { panelBlock } from "./block.js";
import type { Block } from "./block.js";
import { lineColours } from "./colours.js";
import { path } from "./path.js";
import { element, picture, rounded, textAt } from "./svg.js";
import { textWidth } from "./text.js";
import { fittingTicks, linearTicks, logTicks, rangeOf, widened } from "./ticks.js";
import type { Range } from "./ticks.js";

/** One line. */
export interface Series {
  readonly label: string;
  /** x[i] of every point. */
  readonly x: ArrayInput;
  /** y[i] of every point. */
  readonly y: ArrayInput;
  /** Mark every point by a dot; "only" draws no line between them. Default false. */
  readonly points?: boolean | "only" | undefined;
  /** Between which values a band is drawn in the line's colour, [lower[i], upper[i]] at every point. */
  readonly band?: readonly [ArrayInput, ArrayInput] | undefined;
}

/** How numbers are spread along an axis. */
export type AxisScale = "linear" | "log";

/** Options of `curves`. */
export interface CurvesOptions {
  /** Written above the picture. */
  readonly title?: string | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Default "linear". */
  readonly xScale?: AxisScale | undefined;
  /** Default "linear". */
  readonly yScale?: AxisScale | undefined;
  /** Width of the frame in pixels. Default 420. */
  readonly width?: number | undefined;
  /** Height of the frame in pixels. Default 260. */
  readonly height?: number | undefined;
}

interface Line extends Omit<Series, "x" | "y" | "band"> {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly band?: readonly [Float64Array, Float64Array] | undefined;
}

const SCALES: readonly AxisScale[] = ["linear", "log"];
const DASHES = [undefined, "7 4", "2 4"];
const MARGIN = 14;

/**
 * The picture, as SVG, of lines through points, with axes and a legend.
 * @throws ShapeError for a series whose x and y are no lists of equal length, or empty
 * @throws ValueError for no series or more than 24, values that are not finite, or not positive
 *   on a logarithmic axis
 */
export function curves(series: readonly Series[], options: CurvesOptions = {}): string {
  const where = "plot.curves";
  const { title = "", xLabel = "", yLabel = "", xScale = "linear", yScale = "linear" } = options;
  const { width = 420, height = 260 } = options;
  checkOneOf(xScale, SCALES, `${where}: xScale`);
  checkOneOf(yScale, SCALES, `${where}: yScale`);
  checkNumber(width, 60, 4000, `${where}: width`);
  checkNumber(height, 60, 4000, `${where}: height`);
  const most = lineColours.length * DASHES.length;
  if (!(series?.length > 0 && series.length <= most)) {
    throw new ValueError(
      `${where}: series should hold 1 to ${most} lines { label, x, y }; got ${series?.length ?? 0}. ` +
        `Draw more lines in more than one picture.`,
    );
  }
  const lines = series.map((one, i) => lineOf(one, xScale, yScale, `${where}: series ${i}`));
  const across = axisOf(
    lines.map(({ x }) => x),
    xScale,
    xLabel,
    width,
    (text) => textWidth(text, SIZES.tick),
  );
  const up = axisOf(
    lines.flatMap(({ y, band = [] }) => [y, ...band]),
    yScale,
    yLabel,
    height,
    () => 18,
    0.05,
  );
  const vertical = { ...up, position: (value: number) => height - up.position(value) };
  const panel = panelBlock({
    width,
    height,
    title,
    bottom: across,
    left: vertical,
    content: (frame) =>
      lines.map((one, i) => drawBand(one, i, frame, across, vertical)).join("") +
      lines.map((one, i) => drawLine(one, i, frame, across, vertical)).join(""),
  });
  const legend = legendOf(lines);
  const [x, y] = [MARGIN + panel.left, MARGIN + panel.above];
  const legendX = x + width + Math.max(panel.right, 14);
  const bottom = Math.max(y + height + panel.below, y + legend.height);
  return picture(
    legendX + legend.right + MARGIN,
    bottom + MARGIN,
    title || series.map(({ label }) => label).join(", "),
    panel.draw(x, y) + legend.draw(legendX, y),
  );
}

function lineOf(series: Series, xScale: AxisScale, yScale: AxisScale, where: string): Line {
  const x = valuesOf(series.x, xScale, `${where}: x`);
  const y = valuesOf(series.y, yScale, `${where}: y`);
  if (x.length !== y.length) {
    throw new ShapeError(
      `${where}: x and y should be lists of equal length; got ${x.length} and ` +
        `${y.length} numbers. Give every point both.`,
    );
  }
  if (x.length === 0) {
    throw new ShapeError(`${where} should have at least one point; it has none. Leave it out.`);
  }
  return { ...series, x, y, band: bandOf(series, y.length, yScale, where) };
}

/** Finite numbers, positive ones on a logarithmic axis. */
function valuesOf(input: ArrayInput, scale: AxisScale, where: string): Float64Array {
  const values = toFloat64(input, where);
  if (values.shape.length !== 1) {
    throw new ShapeError(
      `${where} should be a list of numbers; got the shape ${formatShape(values.shape)}.`,
    );
  }
  checkFinite(values, where);
  if (scale === "log") checkPositive(values.data, where);
  return values.data;
}

function bandOf({ band }: Series, points: number, scale: AxisScale, where: string): Line["band"] {
  if (!band) return undefined;
  const [lower, upper] = band.map((edge) => valuesOf(edge, scale, `${where}: band`));
  if (lower.length === points && upper?.length === points) return [lower, upper];
  throw new ShapeError(
    `${where}: band should be [lower, upper] with one value each for all ${points} points; got ${lower.length} ` +
      `and ${upper?.length ?? 0}.`,
  );
}

function checkPositive(values: Float64Array, where: string): void {
  const wrong = values.findIndex((value) => value <= 0);
  if (wrong < 0) return;
  throw new ValueError(
    `${where} should be positive on a logarithmic axis; got ${values[wrong]} at index ${wrong}. ` +
      `Leave that point out, or use the scale "linear".`,
  );
}

/** The axis of all values, with `air` of its length left free at both ends. */
function axisOf(
  values: readonly Float64Array[],
  scale: AxisScale,
  label: string,
  length: number,
  extent: (text: string) => number,
  air = 0,
): Axis {
  const [low, high] = union(values.map(rangeOf));
  const spread = scale === "log" ? Math.log10 : (value: number) => value;
  const [first, last] = widened([spread(low), spread(high)]);
  const [from, to] = [first - air * (last - first), last + air * (last - first)];
  const range: Range = scale === "log" ? [10 ** from, 10 ** to] : [from, to];
  const make = scale === "log" ? logTicks : linearTicks;
  return {
    ticks: fittingTicks(
      (count) => make(range, count),
      length,
      (tick) => extent(tick.label),
    ),
    position: (value) => (length * (spread(value) - from)) / (to - from),
    label,
  };
}

function union(ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

/** The area between the edges of a band, there and back. */
function drawBand({ x, band }: Line, i: number, frame: Frame, across: Axis, up: Axis): string {
  if (!band) return "";
  const corner = (at: number, value: number): string =>
    `${rounded(frame.x + across.position(at))} ${rounded(frame.y + up.position(value))}`;
  const [lower, upper] = band.map((edge) => Array.from(x, (at, k) => corner(at, edge[k])));
  return element("path", {
    d: `M${[...upper, ...lower.reverse()].join("L")}Z`,
    fill: lineColours[i % lineColours.length],
    "fill-opacity": "0.18",
  });
}

function drawLine({ x, y, points }: Line, i: number, frame: Frame, across: Axis, up: Axis): string {
  const xs = x.map((value) => frame.x + across.position(value));
  const ys = y.map((value) => frame.y + up.position(value));
  const stroke = lineColours[i % lineColours.length];
  const drawn = points === "only" ? "" : path(xs, ys, { stroke, "stroke-dasharray": dashOf(i) });
  if (!points && x.length > 1) return drawn;
  const marks = Array.from(xs, (cx, k) =>
    element("circle", { cx, cy: ys[k], r: 2.6, fill: stroke }),
  );
  return drawn + marks.join("");
}

function dashOf(i: number): string | undefined {
  return DASHES[Math.floor(i / lineColours.length)];
}

function legendOf(lines: readonly Line[]): Block {
  const [sample, step] = [24, 19];
  const longest = Math.max(...lines.map(({ label }) => textWidth(label, SIZES.tick)));
  return {
    width: 0,
    height: lines.length * step,
    left: 0,
    right: sample + 6 + Math.ceil(longest),
    above: 0,
    below: 0,
    draw: (x, y) =>
      lines
        .map(({ label, points }, i) => {
          const middle = y + (i + 0.5) * step;
          const stroke = lineColours[i % lineColours.length];
          const mark =
            points === "only"
              ? element("circle", { cx: x + sample / 2, cy: middle, r: 2.6, fill: stroke })
              : path([x, x + sample], [middle, middle], { stroke, "stroke-dasharray": dashOf(i) });
          return mark + textAt(x + sample + 6, middle + 4, label, { size: SIZES.tick });
        })
        .join(""),
  };
}
