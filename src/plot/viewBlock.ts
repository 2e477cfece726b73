/** One field or kernel as a panel: a raster of cells, or a curve. */
import { panelBlock } from "./block.js";
import type { Block } from "./block.js";
import type { Axis, Frame } from "./axes.js";
import { SIZES } from "./axes.js";
import { cellTexts } from "./cellTexts.js";
import { colourBarBlock, legendBlock } from "./colourBar.js";
import { colourAt, cividis, diverging, lineColours, phaseColours, viridis } from "./colours.js";
import type { ColourMap, SequentialName } from "./colours.js";
import { path } from "./path.js";
import { rasterOf, rasterUrl } from "./raster.js";
import { element, line, MUTED } from "./svg.js";
import { textWidth } from "./text.js";
import { cellTicks, fittingTicks, linearTicks } from "./ticks.js";
import type { Tick, Ticks } from "./ticks.js";
import type { Scale, View } from "./view.js";

/** How panels are drawn. */
export interface PanelStyle {
  /** Side of a square panel in pixels; others have its area. */
  readonly size: number;
  readonly colourMap: SequentialName;
}

/** Elongated fields keep their aspect up to these lengths, relative to the side of a square. */
const LONGEST = 2.2;
const SHORTEST = 0.12;
/** A curve is wider than high. */
const CURVE = { width: 1.3, height: 0.85 };

/** The panel of a view. `withLeft` draws the axis of y, which neighbours of equal shape can share. */
export function viewBlock(view: View, scale: Scale, style: PanelStyle, withLeft: boolean): Block {
  return view.shape.length === 1
    ? curveBlock(view, scale, style)
    : rasterBlock(view, scale, style, withLeft);
}

/** The colour bar or legend of a scale, beside panels of the given height. */
export function keyBlock(scale: Scale, height: number, style: PanelStyle): Block {
  if (scale.colours === "phases") {
    return legendBlock(scale.phases, phaseColours(scale.phases.length));
  }
  const [low, high] = scale.range;
  const tall = Math.max(height, 0.6 * style.size);
  return colourBarBlock({
    map: mapOf(scale, style),
    height: tall,
    ticks: fittingTicks(
      (count) => linearTicks(scale.range, count),
      tall,
      () => 16,
    ),
    position: (value) => (value - low) / (high - low),
    label: scale.label,
  });
}

function rasterBlock(view: View, scale: Scale, style: PanelStyle, withLeft: boolean): Block {
  const [nx, ny] = view.shape;
  const [width, height] = panelSize(nx / ny, style.size);
  const horizontal = cellAxis(view, 0, width, ({ label }) => textWidth(label, SIZES.tick));
  const vertical = cellAxis(view, 1, height, () => 14);
  const [low, high] = scale.range;
  const phases = phaseColours(scale.phases.length);
  const map = mapOf(scale, style);
  const colour = (value: number) =>
    scale.colours === "phases" ? phases[value] : colourAt(map, (value - low) / (high - low));
  return panelBlock({
    ...view,
    width,
    height,
    bottom: horizontal,
    left:
      withLeft && (ny > 1 || view.axes[1] !== "")
        ? { ...vertical, position: (value) => height - vertical.position(value) }
        : undefined,
    content: (frame) =>
      element("image", {
        ...frame,
        preserveAspectRatio: "none",
        href: rasterUrl(rasterOf(view.values, [nx, ny], colour)),
      }) + cellTexts(view, frame, colour),
  });
}

function curveBlock(view: View, scale: Scale, style: PanelStyle): Block {
  const [width, height] = [CURVE.width * style.size, CURVE.height * style.size];
  const [low, high] = valueRange(scale);
  const horizontal = cellAxis(view, 0, width, ({ label }) => textWidth(label, SIZES.tick));
  const up = (value: number): number => height * (1 - (value - low) / (high - low));
  const ticks = valueTicks(scale, height);
  const content = (frame: Frame): string => {
    const xs: number[] = [];
    const ys: number[] = [];
    view.values.forEach((value, i) => {
      // Phases are constant within a cell: from edge to edge. Others are known at its centre.
      const edges = scale.colours === "phases" ? [i - 0.5, i + 0.5] : [i];
      for (const edge of edges) {
        xs.push(frame.x + horizontal.position(edge - view.origin[0]));
        ys.push(frame.y + up(value));
      }
    });
    const zero = frame.y + up(0);
    return (
      (low < 0 && high > 0 && scale.colours !== "phases"
        ? line([frame.x, zero], [frame.x + width, zero], { stroke: MUTED, "stroke-width": 0.6 })
        : "") + path(xs, ys, { stroke: lineColours[0] })
    );
  };
  return panelBlock({
    ...view,
    width,
    height,
    bottom: horizontal,
    left: { ticks, position: up, label: scale.colours === "phases" ? "" : scale.label },
    content,
  });
}

/** The values along the left of a curve: the data's range and a little air. */
function valueRange({ colours, range: [low, high], phases }: Scale): [number, number] {
  if (colours === "phases") return [-0.5, phases.length - 0.5];
  const air = 0.06 * (high - low);
  return [low - air, high + air];
}

function valueTicks({ colours, range, phases }: Scale, height: number): Ticks {
  if (colours !== "phases") {
    return fittingTicks(
      (count) => linearTicks(range, count),
      height,
      () => 16,
    );
  }
  return { ticks: phases.map((label, value) => ({ value, label })), factor: "" };
}

function mapOf({ colours }: Scale, { colourMap }: PanelStyle): ColourMap {
  if (colours === "diverging") return diverging;
  return colourMap === "cividis" ? cividis : viridis;
}

/** An axis of cells: cell i fills the pixels from i to i + 1 n-ths of the length. */
function cellAxis(
  { shape, origin, axes }: View,
  axis: number,
  length: number,
  extent: (tick: Tick) => number,
): Axis {
  const [n, zero] = [shape[axis], origin[axis]];
  const make = (count: number): Ticks => cellTicks(-zero, n - 1 - zero, count);
  return {
    ticks: fittingTicks(make, length, extent),
    position: (value) => ((value + zero + 0.5) / n) * length,
    label: axes[axis],
  };
}

function panelSize(aspect: number, side: number): [number, number] {
  const within = (length: number): number =>
    Math.round(Math.min(LONGEST * side, Math.max(SHORTEST * side, length)));
  const width = Math.min(LONGEST * side, side * Math.sqrt(aspect));
  const height = Math.min(LONGEST * side, side / Math.sqrt(aspect));
  return [within(Math.min(width, height * aspect)), within(Math.min(height, width / aspect))];
}
