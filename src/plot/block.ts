/** Parts of a picture that know their size and draw themselves where they are put. */
import { bottomAxis, bottomAxisHeight, leftAxis, leftAxisWidth } from "./axes.js";
import { linesAbove, LEADING, outline, overhang, SIZES } from "./axes.js";
import type { Axis, Frame } from "./axes.js";
import { wrap, textWidth } from "./text.js";

/** A rectangle of data, and the room that titles, axes and labels need around it, in pixels. */
export interface Block {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly below: number;
  /** The SVG with the top left corner of the data at (x, y). */
  readonly draw: (x: number, y: number) => string;
}

/** What a panel shows. */
export interface PanelParts {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly note?: string | undefined;
  /** The axes of the frame; their positions are pixels within it. */
  readonly bottom: Axis;
  readonly left?: Axis | undefined;
  /** What stands inside the frame. */
  readonly content: (frame: Frame) => string;
}

const NARROWEST_TITLE = 120;

/** A frame with a title above, axes around and data inside. */
export function panelBlock(parts: PanelParts): Block {
  const { width, height, title, note, bottom, left, content } = parts;
  const room = Math.max(width, NARROWEST_TITLE);
  const lines = [
    ...wrap(title, room, SIZES.title, "bold").map((text) => ({
      text,
      bold: true,
      size: SIZES.title,
    })),
    ...wrap(note ?? "", room, SIZES.tick).map((text) => ({ text, bold: false, size: SIZES.tick })),
  ];
  const widths = lines.map(({ text, bold, size }) =>
    textWidth(text, size, bold ? "bold" : undefined),
  );
  const beyond = Math.max(0, (Math.max(0, ...widths) - width) / 2);
  const titles = lines.reduce((sum, { size }) => sum + Math.round(LEADING * size), 0);
  return {
    width,
    height,
    left: Math.max(beyond, left ? leftAxisWidth(left) : 0),
    right: Math.max(beyond, overhang(bottom.ticks.ticks)),
    above: lines.length > 0 ? titles + 6 : 8,
    below: bottomAxisHeight(bottom),
    draw: (x, y) => {
      const frame = { x, y, width, height };
      return (
        linesAbove(x + width / 2, y - 8, lines) +
        content(frame) +
        outline(frame) +
        bottomAxis(frame, shifted(bottom, x)) +
        (left ? leftAxis(frame, shifted(left, y)) : "")
      );
    },
  };
}

function shifted(axis: Axis, by: number): Axis {
  return { ...axis, position: (value) => by + axis.position(value) };
}
