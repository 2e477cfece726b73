/** Predicted against known values: every point of a perfect prediction is on the diagonal. */
import { checkFinite, checkInteger, checkShape, ShapeError, toFloat64 } from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import { LEADING, SIZES } from "./axes.js";
import type { Frame } from "./axes.js";
import { panelBlock } from "./block.js";
import { colourBarBlock } from "./colourBar.js";
import { colourAt, density, lineColours } from "./colours.js";
import { checkRange } from "./fields.js";
import { rasterOf, rasterUrl } from "./raster.js";
import { element, line, MUTED, picture, rounded, textAt } from "./svg.js";
import { textWidth } from "./text.js";
import { fittingTicks, linearTicks, logTicks, rangeOf, widened } from "./ticks.js";
import type { Range, Ticks } from "./ticks.js";

/** Options of `parity`. */
export interface ParityOptions {
  /** Written above the picture. */
  readonly title?: string | undefined;
  /** What is compared, written along both axes after "known" and "predicted". */
  readonly quantity?: string | undefined;
  /** Its unit, written after it. */
  readonly unit?: string | undefined;
  /** A few words, such as a score, in the upper left corner. */
  readonly note?: string | undefined;
  /** Both axes from … to. Default the range of all values. */
  readonly range?: Range | undefined;
  /** Side of the picture's frame in pixels. Default 320. */
  readonly size?: number | undefined;
}

/** More points than this are counted in cells instead of drawn one by one. */
const MOST_DOTS = 1500;
const MARGIN = 14;
/** Pixels along a cell in which points are counted. */
const CELL = 2;

/**
 * The picture, as SVG, of predicted against known values of any equal shape, on axes of equal
 * range: dots, or the number of points per cell of the picture where there are many.
 * @throws ShapeError for arrays of different shapes, or without entries
 * @throws ValueError for values that are not finite, or a range without length
 */
export function parity(
  truth: ArrayInput,
  prediction: ArrayInput,
  options: ParityOptions = {},
): string {
  const where = "plot.parity";
  const { title = "", quantity = "", unit, note, size = 320 } = options;
  const known = toFloat64(truth, `${where}: truth`);
  const predicted = toFloat64(prediction, `${where}: prediction`);
  const advice = "Compare arrays of the same shape, the prediction with its truth.";
  checkShape(predicted, known.shape, advice, `${where}: prediction`);
  if (known.data.length === 0) {
    throw new ShapeError(`${where}: truth should have at least one entry; it has none.`);
  }
  checkFinite(known, `${where}: truth`);
  checkFinite(predicted, `${where}: prediction`);
  checkRange(options.range, `${where}: range`);
  checkInteger(size, 100, 2000, `${where}: size`);

  const range = options.range ?? commonRange(known.data, predicted.data);
  const points = { known: known.data, predicted: predicted.data };
  const many = known.data.length > MOST_DOTS;
  const counts = many ? countPoints(points, range, Math.floor(size / CELL)) : undefined;
  const along = (name: string): string => `${name} ${quantity}`.trim() + (unit ? ` / ${unit}` : "");
  const ticks = fittingTicks(
    (count) => linearTicks(range, count),
    size,
    (tick) => textWidth(tick.label, SIZES.tick),
  );
  const across = (value: number): number => size * fraction(value, range);
  const panel = panelBlock({
    width: size,
    height: size,
    title,
    bottom: { ticks, position: across, label: along("known") },
    left: { ticks, position: (value) => size - across(value), label: along("predicted") },
    content: (frame) =>
      (counts ? densityRaster(frame, counts) : dots(frame, points, range)) +
      line([frame.x, frame.y + size], [frame.x + size, frame.y], {
        stroke: MUTED,
        "stroke-dasharray": "5 3",
      }) +
      noteText(frame, note),
  });
  const bar = counts && densityBar(counts, size);
  const [x, y] = [MARGIN + panel.left, MARGIN + Math.max(panel.above, bar?.above ?? 0)];
  const barX = x + size + panel.right + 2;
  const right = bar ? barX + bar.width + bar.right : x + size + panel.right;
  return picture(
    right + MARGIN,
    y + size + panel.below + MARGIN,
    title || "predicted against known values",
    panel.draw(x, y) + (bar?.draw(barX, y) ?? ""),
  );
}

interface Points {
  readonly known: Float64Array;
  readonly predicted: Float64Array;
}

/** How many points lie in every cell [known, predicted] of a square. */
interface Counts {
  readonly cells: Int32Array;
  readonly side: number;
  readonly largest: number;
}

function commonRange(known: Float64Array, predicted: Float64Array): Range {
  const [a, b] = [rangeOf(known), rangeOf(predicted)];
  const [low, high] = [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  const air = 0.03 * (high - low);
  return widened([low - air, high + air]);
}

function fraction(value: number, [low, high]: Range): number {
  return (value - low) / (high - low);
}

function countPoints({ known, predicted }: Points, range: Range, side: number): Counts {
  const cells = new Int32Array(side * side);
  const cellOf = (value: number): number => Math.floor(side * fraction(value, range));
  let largest = 1;
  for (let i = 0; i < known.length; i++) {
    const [x, y] = [cellOf(known[i]), cellOf(predicted[i])];
    if (x < 0 || y < 0 || x >= side || y >= side) continue;
    largest = Math.max(largest, ++cells[x * side + y]);
  }
  return { cells, side, largest };
}

/** Where a number of points stands on the colour scale, which is logarithmic. */
function share(count: number, largest: number): number {
  return largest === 1 ? 1 : Math.log(count) / Math.log(largest);
}

function densityRaster(frame: Frame, { cells, side, largest }: Counts): string {
  const raster = rasterOf(cells, [side, side], (count) =>
    count === 0 ? undefined : colourAt(density, share(count, largest)),
  );
  return element("image", { ...frame, preserveAspectRatio: "none", href: rasterUrl(raster) });
}

/** The ticks where no two points share a cell. */
const ONE: Ticks = { ticks: [{ value: 1, label: "1" }], factor: "" };

function densityBar({ largest }: Counts, height: number): ReturnType<typeof colourBarBlock> {
  return colourBarBlock({
    map: density,
    height,
    ticks: largest === 1 ? ONE : logTicks([1, largest], 5),
    position: (count) => share(count, largest),
    label: "points per cell",
  });
}

/** All dots in one path: lines of no length with round ends. */
function dots({ x, y, width, height }: Frame, { known, predicted }: Points, range: Range): string {
  const steps: string[] = [];
  for (let i = 0; i < known.length; i++) {
    const [u, v] = [fraction(known[i], range), fraction(predicted[i], range)];
    if (u < 0 || v < 0 || u > 1 || v > 1) continue;
    steps.push(`M${rounded(x + width * u)} ${rounded(y + height * (1 - v))}h0`);
  }
  return element("path", {
    d: steps.join(""),
    stroke: lineColours[0],
    "stroke-width": 4,
    "stroke-linecap": "round",
    "stroke-opacity": 0.55,
    fill: "none",
  });
}

function noteText({ x, y }: Frame, note: string | undefined): string {
  return (note ?? "")
    .split("\n")
    .map((text, i) =>
      textAt(x + 10, y + 18 + i * Math.round(LEADING * SIZES.label), text, { size: SIZES.label }),
    )
    .join("");
}
