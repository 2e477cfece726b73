/** Frames with axes: ticks outside, labels below and to the left. */
import { element, INK, line, MUTED, textAt } from "./svg.js";
import { textWidth } from "./text.js";
import type { Tick, Ticks } from "./ticks.js";

/** The rectangle in which data are drawn. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An axis: its ticks, where they stand in pixels, and what it shows. */
export interface Axis {
  readonly ticks: Ticks;
  readonly position: (value: number) => number;
  readonly label: string;
}

const TICK = 4;
const GAP = 4;
/** Font sizes of tick labels, axis labels and titles. */
export const SIZES = { tick: 11, label: 12, title: 13, heading: 15 } as const;
/** Height of a line of text relative to its font size. */
export const LEADING = 1.3;

/** The axis below a frame. */
export function bottomAxis({ x, y, width, height }: Frame, axis: Axis): string {
  const base = y + height;
  const marks = axis.ticks.ticks.map((tick) => {
    const at = axis.position(tick.value);
    return (
      line([at, base], [at, base + TICK]) +
      textAt(at, base + TICK + GAP + 8, tick.label, { anchor: "middle", size: SIZES.tick })
    );
  });
  const title = axisTitle(axis);
  if (title === "") return marks.join("");
  return (
    marks.join("") +
    textAt(x + width / 2, base + TICK + GAP + 8 + 17, title, {
      anchor: "middle",
      size: SIZES.label,
      italic: isSymbol(title),
    })
  );
}

/** The axis to the left of a frame. */
export function leftAxis(frame: Frame, axis: Axis): string {
  const { x, y, height } = frame;
  const marks = axis.ticks.ticks.map((tick) => {
    const at = axis.position(tick.value);
    return (
      line([x - TICK, at], [x, at]) +
      textAt(x - TICK - GAP, at + 4, tick.label, { anchor: "end", size: SIZES.tick })
    );
  });
  const title = axisTitle(axis);
  if (title === "") return marks.join("");
  const far = x - leftAxisWidth(axis) + SIZES.label;
  const upright = isSymbol(title);
  return (
    marks.join("") +
    textAt(upright ? far - 2 : far, y + height / 2 + (upright ? 4 : 0), title, {
      anchor: "middle",
      size: SIZES.label,
      italic: upright,
      ...(upright ? {} : { rotate: -90 }),
    })
  );
}

/** The room an axis takes below its frame, in pixels. */
export function bottomAxisHeight(axis: Axis): number {
  return TICK + GAP + SIZES.tick + (axisTitle(axis) === "" ? 0 : 18);
}

/** The room an axis takes to the left of its frame, in pixels. */
export function leftAxisWidth(axis: Axis): number {
  const title = axisTitle(axis);
  const room =
    title === "" ? 0 : Math.max(SIZES.label, isSymbol(title) ? textWidth(title, SIZES.label) : 0);
  return TICK + GAP + Math.ceil(widest(axis.ticks.ticks)) + (room === 0 ? 0 : room + 7);
}

/** The width of the widest tick label, in pixels. */
export function widest(ticks: readonly Tick[]): number {
  return Math.max(0, ...ticks.map(({ label }) => textWidth(label, SIZES.tick)));
}

/** How far the last label of a bottom axis may reach beyond its frame, in pixels. */
export function overhang(ticks: readonly Tick[]): number {
  return Math.ceil(widest(ticks) / 2);
}

/** The outline of a frame. */
export function outline({ x, y, width, height }: Frame): string {
  return element("rect", { x, y, width, height, fill: "none", stroke: MUTED, "stroke-width": 1 });
}

/** Lines of text, centred above (x, bottom). */
export function linesAbove(
  x: number,
  bottom: number,
  lines: readonly { readonly text: string; readonly bold: boolean; readonly size: number }[],
): string {
  let y = bottom;
  const written: string[] = [];
  for (const { text, bold, size } of [...lines].reverse()) {
    written.unshift(
      textAt(x, y, text, {
        anchor: "middle",
        size,
        fill: bold ? INK : MUTED,
        ...(bold ? { weight: "bold" as const } : {}),
      }),
    );
    y -= Math.round(LEADING * size);
  }
  return written.join("");
}

/** What is written along an axis: its label, and the factor of its numbers. */
function axisTitle({ label, ticks: { factor } }: Axis): string {
  if (factor === "") return label;
  return label === "" ? factor : `${label} (${factor})`;
}

/** Whether a label is a symbol, x or r_x: set in italics and left upright, where words are turned. */
export function isSymbol(label: string): boolean {
  return /^\p{L}(_\p{L})?$/u.test(label);
}
