/**
 * Computational graphs, drawn as messages that pass between operations: values forward along the edges,
 * ∂y/∂(value) back along them. The messages that arrive at a node add up to its derivative.
 */
import { formatGraph } from "../autodiff/index.js";
import type { Graph, GraphEdge } from "../autodiff/index.js";
import { checkBoolean, checkNumber, checkOneOf, ValueError } from "../core/index.js";
import { LEADING, linesAbove, SIZES } from "./axes.js";
import { derivativeOf, formatValue, nodeBox, type ValueNames } from "./graphBoxes.js";
import { type Axes, downwards, drawEdge, labelRoom, toTheRight } from "./graphEdges.js";
import { layoutOf } from "./graphLayout.js";
import { portExtent } from "./graphPlaces.js";
import { element, escapeText, picture } from "./svg.js";
import { textWidth, wrap } from "./text.js";

/** Options of `graph`. */
export interface GraphOptions {
  /** Written above the picture. */
  readonly title?: string | undefined;
  /** Width of the picture in pixels, 100 … 10000, to which everything is scaled. Default as it comes. */
  readonly width?: number | undefined;
  /** Whether the derivatives that pass back are drawn. Default true. */
  readonly messages?: boolean | undefined;
  /** Where values pass to. Default "right"; "down" for long chains. */
  readonly direction?: GraphDirection | undefined;
  /** What values are called, by the numbers of their nodes: `{ 4: "z", 5: "y" }`. */
  readonly names?: Readonly<Record<number, string>> | undefined;
}

/** Where values pass to in the picture of a graph. */
export type GraphDirection = "right" | "down";

const DIRECTIONS: readonly GraphDirection[] = ["right", "down"];
const MARGIN = 16;
const HEADING_GAP = 10;
/** Boxes are read one by one. */
const MOST_NODES = 400;

/**
 * The picture, as SVG, of a computational graph: parameters blue, constants grey, operations white, each
 * with its value; beside every edge, in red, the derivative that passes back along it. Its description is
 * the graph in words.
 * @param graph from `autodiff.graph`
 * @throws ValueError for no or more than 400 nodes, an edge that does not lead to a later node, a name of
 *   a node that is not there, and options out of range
 */
export function graph(graph: Graph, options: GraphOptions = {}): string {
  const where = "plot.graph";
  const { title = "", width, messages = true, direction = "right", names = {} } = options;
  checkGraph(graph, names, where);
  checkOneOf(direction, DIRECTIONS, `${where}: direction`);
  checkBoolean(messages, `${where}: messages`);
  if (width !== undefined) checkNumber(width, 100, 10_000, `${where}: width`);

  const axes = direction === "right" ? toTheRight : downwards;
  const labels = graph.edges.map((edge) => (messages ? edgeLabel(graph, edge, names) : ""));
  const links = graph.edges.map(({ from, to }, i) => ({
    from,
    to,
    label: labelRoom(labels[i], axes),
  }));
  const contents = graph.nodes.map((_, i) => nodeBox(graph, i, names, messages));
  const boxes = contents.map((box, i) => {
    const { along, across } = axes.extent(box.width, box.height);
    const arriving = links.filter(({ to }) => to === i).map(({ label }) => label.across);
    const leaving = links.filter(({ from }) => from === i).length;
    return { along, across: Math.max(across, portExtent(arriving, leaving)) };
  });
  const layout = layoutOf(boxes, links);

  const [drawnWidth, drawnHeight] = axes.point(layout.size);
  const heading = wrap(title, Math.max(drawnWidth, NARROWEST), SIZES.heading, "bold");
  const widths = heading.map((text) => textWidth(text, SIZES.heading, "bold"));
  const fullWidth = Math.max(drawnWidth, ...widths) + 2 * MARGIN;
  const headingHeight =
    heading.length === 0 ? 0 : heading.length * Math.round(LEADING * SIZES.heading) + HEADING_GAP;
  const [left, top] = [(fullWidth - drawnWidth) / 2, MARGIN + headingHeight];
  const placed: Axes = {
    ...axes,
    point: (at) => {
      const [x, y] = axes.point(at);
      return [left + x, top + y];
    },
  };
  const drawing =
    linesAbove(
      fullWidth / 2,
      top - HEADING_GAP,
      heading.map((text) => ({ text, bold: true, size: SIZES.heading })),
    ) +
    layout.routes.map((route, i) => drawEdge(route, labels[i], layout.labels[i], placed)).join("") +
    contents
      .map(({ draw }, i) => draw(placed.point(layout.middles[i]), axes.point(boxes[i])))
      .join("");
  const scale = (width ?? fullWidth) / fullWidth;
  return picture(
    scale * fullWidth,
    scale * (top + drawnHeight + MARGIN),
    title || "computational graph",
    element("desc", {}, escapeText(formatGraph(graph))) +
      (scale === 1 ? drawing : element("g", { transform: `scale(${scale})` }, drawing)),
  );
}

/** The shortest line in which a title is set, in pixels. */
const NARROWEST = 200;

function checkGraph({ nodes, edges }: Graph, names: ValueNames, where: string): void {
  if (!(nodes.length > 0 && nodes.length <= MOST_NODES)) {
    throw new ValueError(
      `${where}: graph should have 1 to ${MOST_NODES} nodes; it has ${nodes.length}. ` +
        `Draw a part of the function, or a smaller network of its kind.`,
    );
  }
  edges.forEach(({ from, to }, i) => {
    if (from in nodes && to in nodes && from < to) return;
    throw new ValueError(
      `${where}: edge ${i} should lead from a node to a later one of ${nodes.length}; it leads from ` +
        `${from} to ${to}. Take the graph from autodiff.graph.`,
    );
  });
  const stray = Object.keys(names).find((key) => !(key in nodes));
  if (stray === undefined) return;
  throw new ValueError(
    `${where}: names should be of nodes 0 … ${nodes.length - 1}; got one of node ${stray}. ` +
      `autodiff.formatGraph lists the nodes with their numbers.`,
  );
}

/** The message of an edge, which is the whole derivative if no other edge leaves its node. */
function edgeLabel(graph: Graph, { from, message }: GraphEdge, names: ValueNames): string {
  if (!message) return "";
  const outputs = graph.edges.filter((edge) => edge.from === from).length;
  return `${outputs === 1 ? derivativeOf(graph, from, names) : "∂"} ${formatValue(message)}`;
}
