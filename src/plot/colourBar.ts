/** What tells the meaning of colours: a bar with ticks, or a legend of phases. */
import { isSymbol, LEADING, outline, SIZES, widest } from "./axes.js";
import type { Block } from "./block.js";
import { cssColour } from "./colours.js";
import type { ColourMap, Rgb } from "./colours.js";
import { rasterOf, rasterUrl } from "./raster.js";
import { element, line, MUTED, textAt } from "./svg.js";
import { textWidth } from "./text.js";
import type { Ticks } from "./ticks.js";

const WIDTH = 14;
const TICK = 4;
const SWATCH = 14;

/** The look of a colour bar. */
export interface ColourBarParts {
  readonly map: ColourMap;
  readonly height: number;
  readonly ticks: Ticks;
  /** Where a value stands, from 0 at the bottom to 1 at the top. */
  readonly position: (value: number) => number;
  readonly label: string;
}

/** An upright colour bar with ticks to its right. */
export function colourBarBlock({ map, height, ticks, position, label }: ColourBarParts): Block {
  const numbers = TICK + 4 + Math.ceil(widest(ticks.ticks));
  const length = textWidth(label, SIZES.label);
  const beyond = Math.max(0, (length - height) / 2);
  const right = numbers + (label === "" ? 0 : 20);
  return {
    width: WIDTH,
    height,
    left: 0,
    right: Math.max(right, textWidth(ticks.factor, SIZES.tick) - WIDTH),
    above: Math.max(beyond, ticks.factor === "" ? 6 : 22),
    below: Math.max(beyond, 6),
    draw: (x, y) => {
      const marks = ticks.ticks.map((tick) => {
        const at = y + height * (1 - position(tick.value));
        return (
          line([x + WIDTH, at], [x + WIDTH + TICK, at]) +
          textAt(x + WIDTH + TICK + 4, at + 4, tick.label, { size: SIZES.tick })
        );
      });
      const colours = map();
      const column = Array.from(colours, (_, step) => step);
      const href = rasterUrl(rasterOf(column, [1, colours.length], (step) => colours[step]));
      return (
        element("image", { x, y, width: WIDTH, height, preserveAspectRatio: "none", href }) +
        outline({ x, y, width: WIDTH, height }) +
        marks.join("") +
        (ticks.factor === "" ? "" : textAt(x, y - 9, ticks.factor, { size: SIZES.tick })) +
        barLabel(x + WIDTH + numbers, y + height / 2, label)
      );
    },
  };
}

function barLabel(x: number, y: number, label: string): string {
  const size = SIZES.label;
  if (label === "") return "";
  return isSymbol(label)
    ? textAt(x + 9, y + 4, label, { size, italic: true })
    : textAt(x + 15, y, label, { size, anchor: "middle", rotate: -90 });
}

/** Names beside their colours, one below the other. */
export function legendBlock(names: readonly string[], colours: readonly Rgb[]): Block {
  const step = Math.round(1.6 * LEADING * SIZES.tick);
  const longest = Math.max(...names.map((name) => textWidth(name, SIZES.tick)));
  return {
    width: SWATCH,
    height: (names.length - 1) * step + SWATCH,
    left: 0,
    right: 6 + Math.ceil(longest),
    above: 0,
    below: 0,
    draw: (x, y) =>
      names
        .map(
          (name, i) =>
            element("rect", {
              x,
              y: y + i * step,
              width: SWATCH,
              height: SWATCH,
              fill: cssColour(colours[i]),
              stroke: MUTED,
            }) + textAt(x + SWATCH + 6, y + i * step + 11, name, { size: SIZES.tick }),
        )
        .join(""),
  };
}
