/**
 * What stands in the boxes of a graph: what a node is, its value, and its derivative where it is not
 * already written beside an edge. Arrays that are too long for numbers are strips of colours.
 */
import type { Graph, GraphNode } from "../autodiff/index.js";
import type { NdArray, Reals } from "../core/index.js";
import { isSymbol, LEADING } from "./axes.js";
import { colourAt, cssColour, diverging, lineColours } from "./colours.js";
import { formatGrid, formatNumber } from "./numbers.js";
import { element, INK, MUTED, textAt } from "./svg.js";
import { textWidth, wrap } from "./text.js";

/** The colour of derivatives, which pass backwards. */
export const BACKWARD = lineColours[1];

/** A box by its size, and how it is drawn about its middle. */
export interface NodeBox {
  readonly width: number;
  readonly height: number;
  readonly draw: (middle: Pair, size: Pair) => string;
}

type Pair = readonly [number, number];

/** Names of values by the numbers of their nodes. */
export type ValueNames = Readonly<Record<number, string>>;

/** Signs of operations; others are called by their names. */
const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "−",
  multiply: "×",
  divide: "÷",
  sumTo: "Σ",
  extreme: "max | min",
  maximum: "max",
  minimum: "min",
  exp: "exp",
  log: "ln",
  sqrt: "√",
  square: "( · )²",
  abs: "| · |",
  pow: "( · )ᵖ",
  transpose: "( · )ᵀ",
  convolve: "∗",
  logSoftmax: "ln softmax",
  broadcastTo: "broadcast",
  "sigmoid activation": "σ",
  "tanh activation": "tanh",
  "relu activation": "ReLU",
  "leakyRelu activation": "leaky ReLU",
  "elu activation": "ELU",
  "gelu activation": "GELU",
  "softplus activation": "softplus",
  "swish activation": "swish",
};

const TINTS = {
  parameter: { fill: "#e4edf8", stroke: "#7f9cc4" },
  constant: { fill: "#f1f1ef", stroke: "#b4b4b0" },
  operation: { fill: "#ffffff", stroke: MUTED },
} as const;

const SIZES = { sign: 17, name: 13, value: 11, cell: 7 };
const AIR = { x: 11, y: 7, strip: 5 };
/** The narrowest box, and the longest line of a name, in pixels. */
const [NARROWEST, LONGEST] = [52, 150];
/** More entries are not written as numbers; more rows or columns are not drawn. */
const MOST_NUMBERS = 4;
const MOST_CELLS = [8, 16];

/** A box with what a node is and its value. */
export function nodeBox(
  graph: Graph,
  number: number,
  names: ValueNames,
  messages: boolean,
): NodeBox {
  const node = graph.nodes[number];
  const name = valueName(graph, number, names);
  const value = formatValue(node.value);
  const equals = node.kind === "operation" && name !== "" ? `${name} = ` : "";
  const outputs = graph.edges.filter(({ from }) => from === number).length;
  const lines: Line[] = [
    ...headLines(node.kind === "operation" ? operationSign(node.name) : name, node),
    { text: `${equals}${value}`, size: SIZES.value, fill: INK },
  ];
  if (messages && node.gradient && outputs !== 1) {
    const text = `${derivativeOf(graph, number, names)} ${formatValue(node.gradient)}`;
    lines.push({ text, size: SIZES.value, fill: BACKWARD });
  }
  const strip = stripOf(node.value);
  const heights = lines.map(({ size }) => Math.round(LEADING * size));
  const content = heights.reduce((a, b) => a + b) + (strip ? strip.height + AIR.strip : 0);
  const widths = lines.map(({ text, size }) => textWidth(text, size));
  return {
    width: Math.max(NARROWEST, 2 * AIR.x + Math.max(strip?.width ?? 0, ...widths)),
    height: content + 2 * AIR.y,
    draw: ([x, y], [width, height]) => {
      const [left, top] = [x - width / 2, y - height / 2];
      const parts = [
        element("rect", { x: left, y: top, width, height, rx: 8, ...TINTS[node.kind] }),
      ];
      let at = y - content / 2;
      lines.forEach(({ text, ...style }, i) => {
        const base = at + 0.5 * heights[i] + 0.36 * style.size;
        parts.push(textAt(x, base, text, { ...style, anchor: "middle" }));
        at += heights[i];
      });
      if (strip) parts.push(strip.draw(x - strip.width / 2, at + AIR.strip - 1));
      return parts.join("");
    },
  };
}

/** "∂L/∂w =" where both have names that are symbols, else "∂". */
export function derivativeOf(graph: Graph, number: number, names: ValueNames): string {
  const [y, x] = [graph.nodes.length - 1, number].map((i) => valueName(graph, i, names));
  return isSymbol(y) && isSymbol(x) ? `∂${y}/∂${x} =` : "∂";
}

/** A few numbers as they are, others as a shape. */
export function formatValue({ data, shape }: NdArray<Reals>): string {
  if (data.length === 0 || data.length > MOST_NUMBERS) return formatGrid(shape);
  const numbers = Array.from(data, (value) =>
    Number.isFinite(value) ? formatNumber(value, data.length > 1 ? 3 : 4) : String(value),
  );
  return data.length === 1 ? numbers[0] : `(${numbers.join(", ")})`;
}

interface Line {
  readonly text: string;
  readonly size: number;
  readonly fill: string;
  readonly italic?: boolean;
}

/** What a value is called: the name it is given, or the path of a parameter. */
function valueName({ nodes }: Graph, number: number, names: ValueNames): string {
  const { kind, name } = nodes[number];
  return names[number] ?? (kind === "operation" ? "" : name);
}

function operationSign(name: string): string {
  return Object.hasOwn(SIGNS, name) ? SIGNS[name] : name;
}

function headLines(text: string, { kind }: GraphNode): Line[] {
  const short = text.length <= 2 || isSymbol(text);
  const size = kind === "operation" && short ? SIZES.sign : short ? SIZES.name + 1 : SIZES.name;
  const italic = kind !== "operation" && isSymbol(text);
  return wrap(text, LONGEST, size).map((line) => ({ text: line, size, fill: INK, italic }));
}

interface Strip {
  readonly width: number;
  readonly height: number;
  readonly draw: (x: number, y: number) => string;
}

/** A vector as a row, a matrix as rows of cells, blue below zero and red above. */
function stripOf({ data, shape }: NdArray<Reals>): Strip | undefined {
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
  const fits = shape.length <= 2 && rows <= MOST_CELLS[0] && columns <= MOST_CELLS[1];
  if (!fits || data.length <= MOST_NUMBERS) return undefined;
  const sizes = Array.from(data, Math.abs).filter(Number.isFinite);
  const largest = Math.max(...sizes) || 1;
  const { cell } = SIZES;
  return {
    width: columns * cell,
    height: rows * cell,
    draw: (x, y) =>
      Array.from(data, (value, i) => {
        const finite = Number.isFinite(value);
        return element("rect", {
          x: x + (i % columns) * cell,
          y: y + Math.floor(i / columns) * cell,
          width: cell,
          height: cell,
          fill: finite ? cssColour(colourAt(diverging, 0.5 + value / largest / 2)) : INK,
          stroke: "#ffffff",
          "stroke-width": 0.5,
        });
      }).join(""),
  };
}
