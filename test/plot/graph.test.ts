import { describe, expect, test } from "vitest";
import * as autodiff from "../../src/autodiff/index.js";
import type { Graph, Operand, Variable } from "../../src/autodiff/index.js";
import { createRng, ndarrayOf, normals } from "../../src/core/index.js";
import { graph } from "../../src/plot/index.js";
import { layersOf } from "../../src/plot/graphLayers.js";
import { type Box, elementsOf, overlap, parseXml, textBoxes, textsOf } from "./reading.js";

const { add, matmul, multiply, sigmoid, square, squaredError, subtract, sum, tanh } = autodiff;

/** L = ½(σ(wx + b) − t)², with nodes w 0, b 1, x 2, z 4, y 5, t 6, L 10. */
const perceptron = autodiff.graph(
  ({ w, b }: { w: Variable; b: Variable }) =>
    multiply(0.5, square(subtract(sigmoid(add(multiply(w, 1.5), b)), 1))),
  { w: 0.4, b: -0.2 },
);
const names = { 2: "x", 4: "z", 5: "y", 6: "t", 10: "L" };

/** Operations of values drawn at random, all added up: edges pass many layers. */
function tangled(seed: number): Graph {
  const rng = createRng(seed);
  return autodiff.graph(
    (given: Variable[]) => {
      const values: Operand[] = [...given];
      for (let i = 0; i < 18; i++) {
        const [a, b] = [0, 1].map(() => values[Math.floor(rng.uniform() * values.length)]);
        values.push(i % 3 === 0 ? tanh(a) : multiply(a, b));
      }
      return values.reduce((a, b) => add(a, b)) as Variable;
    },
    [0.1, 0.2, -0.3],
  );
}

const network = autodiff.graph(
  ({ weight, bias }: { weight: Variable; bias: Variable }) =>
    squaredError(sigmoid(add(matmul(weight, normals(createRng(1), [3, 4])), bias)), [
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ]),
  { weight: normals(createRng(2), [2, 3]), bias: normals(createRng(3), [2, 1]) },
);

const GRAPHS: [string, Graph][] = [
  ["a perceptron", perceptron],
  ["a network", network],
  ...[1, 2].map((seed): [string, Graph] => [`tangle ${seed}`, tangled(seed)]),
];

/** The boxes of nodes, in the order of the nodes: the rounded rectangles. */
function boxesOf(svg: string): Box[] {
  return elementsOf(parseXml(svg), "rect")
    .filter(({ attributes }) => attributes.rx !== undefined)
    .map(({ attributes }) => {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((k) => Number(attributes[k]));
      return { left: x, right: x + width, top: y, bottom: y + height };
    });
}

/** The arrows of every edge, forward before backward: points along them, and their tips. */
function arrowsOf(svg: string): { points: number[][]; tip: number[] }[][] {
  return elementsOf(parseXml(svg), "g").map(({ children }) => {
    const paths = children
      .filter(({ name }) => name === "path")
      .map(({ attributes }) => attributes.d);
    return [0, 2]
      .filter((i) => i < paths.length)
      .map((i) => {
        return { points: sampled(paths[i]), tip: pointsIn(paths[i + 1])[1] };
      });
  });
}

function pointsIn(d: string): number[][] {
  return [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** Points along lines and cubic curves, 21 on every piece. */
function sampled(d: string): number[][] {
  const points: number[][] = [];
  let last: number[] = [];
  for (const [piece] of d.matchAll(/[MLC][^MLC]*/g)) {
    const corners = pointsIn(piece);
    const to = corners[corners.length - 1];
    const from = last.length === 0 ? to : last;
    const [a, b] = piece.startsWith("C") ? corners : [from, to];
    for (let i = 0; i <= 20; i++) {
      const [t, s] = [i / 20, 1 - i / 20];
      const bend = (k: number): number =>
        s ** 3 * from[k] + 3 * s * s * t * a[k] + 3 * s * t * t * b[k] + t ** 3 * to[k];
      points.push([bend(0), bend(1)]);
    }
    last = to;
  }
  return points;
}

/** Whether a point lies in a box, or on its rim up to the rounding of coordinates. */
function touches(box: Box, [x, y]: readonly number[], rim: number): boolean {
  const inside = (v: number, low: number, high: number): boolean => v > low - rim && v < high + rim;
  return inside(x, box.left, box.right) && inside(y, box.top, box.bottom);
}

describe.each(GRAPHS)("the picture of %s", (_, drawn) => {
  describe.each(["right", "down"] as const)("leading %s", (direction) => {
    const svg = graph(drawn, { direction });
    const boxes = boxesOf(svg);
    const arrows = arrowsOf(svg);

    test("shows every node and every edge once", () => {
      expect(boxes).toHaveLength(drawn.nodes.length);
      expect(arrows).toHaveLength(drawn.edges.length);
    });
    test("keeps boxes and messages apart", () => {
      const labels = textBoxes(svg).filter(({ text }) => text.startsWith("∂"));
      const outside = labels.filter((label) => !boxes.some((box) => overlap(box, label)));
      const all = [...boxes, ...outside];
      all.forEach((a, i) => all.slice(0, i).forEach((b) => expect(overlap(a, b)).toBe(false)));
      expect(outside.length).toBe(drawn.edges.filter(({ message }) => message).length);
    });
    test("lets arrows end at their boxes, messages where values come from", () => {
      drawn.edges.forEach(({ from, to, message }, i) => {
        const [forward, back] = arrows[i];
        // Coordinates are written to hundredths of a pixel.
        expect(touches(boxes[to], forward.tip, 0.02)).toBe(true);
        expect(touches(boxes[from], forward.points[0], 0.02)).toBe(true);
        expect(back === undefined).toBe(message === undefined);
        if (back) expect(touches(boxes[from], back.tip, 0.02)).toBe(true);
      });
    });
    test("leads no edge through a box", () => {
      const points = arrows.flat().flatMap((arrow) => arrow.points);
      const crossed = boxes.filter((box) => points.some((at) => touches(box, at, -0.02)));
      expect(crossed).toEqual([]);
    });
    test("puts what is computed after what it is computed from", () => {
      for (const { from, to } of drawn.edges) {
        const [a, b] = [boxes[from], boxes[to]];
        expect(direction === "right" ? b.left - a.right : b.top - a.bottom).toBeGreaterThan(0);
      }
    });
    test("stays within its page", () => {
      const { width, height } = parseXml(svg).attributes;
      const page = { left: 0, top: 0, right: Number(width), bottom: Number(height) };
      for (const { left, right, top, bottom } of [...boxes, ...textBoxes(svg)]) {
        expect(left >= 0 && top >= 0 && right <= page.right && bottom <= page.bottom).toBe(true);
      }
    });
  });
});

describe("layers", () => {
  test("follow the longest path, and sources stand just before their first use", () => {
    // 0 → 2 → 3 → 5, with 1 → 3, 4 → 5 and 0 → 5.
    const links = [
      [0, 2],
      [2, 3],
      [1, 3],
      [3, 5],
      [4, 5],
      [0, 5],
    ];
    const { layerOf } = layersOf(
      6,
      links.map(([from, to]) => ({ from, to })),
    );
    expect(layerOf.slice(0, 6)).toEqual([0, 1, 1, 2, 2, 3]);
  });
});

describe("the text", () => {
  test("is that of a textbook, given names", () => {
    const texts = textsOf(graph(perceptron, { names }));
    expect(texts).toEqual(
      expect.arrayContaining(["w", "×", "+", "σ", "z = 0.4", "∂L/∂w = −0.1446", "∂L/∂L = 1"]),
    );
  });
  test("has no derivatives without messages", () => {
    expect(
      graph(perceptron, { names, messages: false }).replace(/<desc>.*<\/desc>/s, ""),
    ).not.toContain("∂");
  });
  test("is escaped, in lines however long, and described in words", () => {
    const long = `<a & b> ${"x".repeat(90)}`;
    const svg = graph(perceptron, { title: "<t>", names: { 2: long } });
    expect(textsOf(svg).join(" ").replace(/\s/g, "")).toContain(long.replace(/\s/g, ""));
    expect(parseXml(svg).attributes["aria-label"]).toBe("<t>");
    const [words] = elementsOf(parseXml(svg), "desc");
    expect(words.text).toBe(autodiff.formatGraph(perceptron));
  });
  test("shows few numbers as numbers, more as a shape with a cell for each", () => {
    const of = (count: number): string =>
      graph(
        autodiff.graph(
          (x: Variable) => sum(x),
          ndarrayOf(new Float64Array(count).fill(0.5), [count]),
        ),
      );
    expect(textsOf(of(2))).toContain("(0.5, 0.5)");
    expect(textsOf(of(5))).toContain("5");
    const cells = elementsOf(parseXml(of(5)), "rect").filter(
      ({ attributes }) => attributes.width === "7",
    );
    expect(cells).toHaveLength(5);
  });
});

test("a width scales the whole picture; the same graph gives the same picture", () => {
  const { width, height } = parseXml(graph(perceptron)).attributes;
  const half = parseXml(graph(perceptron, { width: Number(width) / 2 })).attributes;
  // Pages are whole pixels.
  expect(Math.abs(Number(half.height) - Number(height) / 2)).toBeLessThanOrEqual(1);
  expect(graph(tangled(4))).toBe(graph(tangled(4)));
});

describe("graph refuses", () => {
  const [node] = perceptron.nodes;
  test.each<[string, () => string, string]>([
    [
      "no nodes",
      () => graph({ nodes: [], edges: [] }),
      "plot.graph: graph should have 1 to 400 nodes; it has 0.",
    ],
    [
      "an edge backwards",
      () => graph({ nodes: [node, node], edges: [{ from: 1, to: 0, message: undefined }] }),
      "plot.graph: edge 0 should lead from a node to a later one of 2; it leads from 1 to 0.",
    ],
    [
      "a name of no node",
      () => graph(perceptron, { names: { 11: "q" } }),
      "plot.graph: names should be of nodes 0 … 10; got one of node 11.",
    ],
    [
      "other directions",
      () => graph(perceptron, { direction: "up" as "down" }),
      'plot.graph: direction should be one of "right", "down"; got "up".',
    ],
    [
      "a width that shows nothing",
      () => graph(perceptron, { width: 10 }),
      "plot.graph: width should be a finite number between 100 and 10000; got 10.",
    ],
  ])("%s", (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});
