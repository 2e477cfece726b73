/** Numbers in the cells of a raster, and frames around some of them. */
import type { Frame } from "./axes.js";
import type { Rgb } from "./colours.js";
import { element, INK, textAt } from "./svg.js";
import { textWidth } from "./text.js";
import type { View } from "./view.js";

/** Font sizes between which the texts are made to fit. */
const [SMALLEST, LARGEST] = [5, 11];

/** The texts of all cells in one size that fits, dark on light colours and light on dark ones. */
export function cellTexts(
  { cells, values, shape: [nx, ny] }: View,
  frame: Frame,
  colour: (value: number) => Rgb,
): string {
  if (!cells) return "";
  const [width, height] = [frame.width / nx, frame.height / ny];
  const widest = Math.max(...cells.map(({ text }) => textWidth(text, 1)), 1e-9);
  const fitting = Math.min((0.9 * width) / widest, 0.6 * height);
  const size = Math.max(SMALLEST, Math.min(LARGEST, fitting));
  return cells
    .map(({ text, framed }, cell) => {
      const [i, j] = [Math.floor(cell / ny), cell % ny];
      const [x, y] = [frame.x + i * width, frame.y + (ny - 1 - j) * height];
      const fill = isDark(colour(values[cell])) ? "#ffffff" : INK;
      return (
        (framed ? outlineOf(x, y, width, height, fill) : "") +
        textAt(x + width / 2, y + height / 2 + 0.35 * size, text, { anchor: "middle", size, fill })
      );
    })
    .join("");
}

function outlineOf(x: number, y: number, width: number, height: number, stroke: string): string {
  return element("rect", {
    ...{ x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3 },
    ...{ fill: "none", stroke, "stroke-width": 1.2 },
  });
}

/** Whether white is read better on it than black: by its luminance. */
function isDark([red, green, blue]: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
