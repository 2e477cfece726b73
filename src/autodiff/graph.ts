/**
 * The computational graph of a function: its operations with their values, which pass forward along the
 * edges, and the messages that pass back along them, ∂y/∂(value) by way of that edge. The messages that
 * arrive at a node add up to its gradient.
 */
import { formatShape, ndarrayOf } from "../core/index.js";
import type { NdArray, Reals } from "../core/index.js";
import { backward } from "./backward.js";
import { checkSingle, leafOn, ones } from "./grad.js";
import { onTape, recorded, type Step } from "./tape.js";
import { toArray } from "./toArray.js";
import { type Given, leavesOf, type Tree, withLeaves } from "./tree.js";
import type { Variable } from "./variable.js";

/** A value in a graph. */
export interface GraphNode {
  /** "parameter" for what the function is given, "constant" for what it brings, else an operation. */
  readonly kind: "parameter" | "constant" | "operation";
  /**
   * The parameter's path, or the operation's name, with its kind if there are several: "sigmoid
   * activation"; empty for constants.
   */
  readonly name: string;
  readonly value: NdArray<Reals>;
  /** ∂y/∂value; undefined for constants. */
  readonly gradient: NdArray<Reals> | undefined;
}

/** A value on its way into an operation. */
export interface GraphEdge {
  /** Numbers of the nodes. */
  readonly from: number;
  readonly to: number;
  /** What the operation sends back along it; undefined for constants. */
  readonly message: NdArray<Reals> | undefined;
}

/** A computational graph; every node comes after those that it depends on, the function's value last. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * The computational graph of f at x, with values and messages.
 * @throws as `grad`
 */
export function graph<V>(f: (x: V) => Variable, x: Given<V>): Graph {
  return onTape((tape) => {
    const given = leavesOf(x);
    const leaves = given.map(({ leaf, path }) => leafOn(tape, leaf, true, path));
    const from = tape.steps.length;
    const y = recorded(true, () => f(withLeaves(x as Tree, leaves.values()) as V));
    checkSingle(y);
    const steps = tape.steps.slice(from);
    const messages = new Map<string, Variable>();
    const arrived = new Map<Variable, NdArray<Reals>>([[y, toArray(ones(y))]]);
    backward(tape, y, ones(y), leaves, {
      from,
      watch(step, index, message) {
        messages.set(`${steps.indexOf(step)} ${index}`, message);
        const input = step.inputs[index];
        arrived.set(input, sumOf(arrived.get(input), message));
      },
    });

    const nodes: GraphNode[] = [];
    const numbers = new Map<Variable, number>();
    const place = (value: Variable, kind: GraphNode["kind"], name: string): number => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, nodes.length);
      nodes.push({ kind, name, value: toArray(value), gradient: arrived.get(value) });
      return nodes.length - 1;
    };
    leaves.forEach((leaf, i) => place(leaf, "parameter", given[i].path));
    const edges = steps.flatMap((step, at) => {
      const sources = step.inputs.map((input) => place(input, "constant", ""));
      const to = place(step.output, "operation", nameOf(step));
      return sources.map((source, index): GraphEdge => {
        const message = messages.get(`${at} ${index}`);
        return { from: source, to, message: message && toArray(message) };
      });
    });
    return { nodes, edges };
  });
}

/** Operations of a family are told apart by the `name` among their options. */
function nameOf({ name, options }: Step): string {
  const kind = (options as { readonly name?: unknown } | undefined)?.name;
  return typeof kind === "string" ? `${kind} ${name}` : name;
}

/** The graph in words, a line for every node: what it is computed from, its value and its gradient. */
export function formatGraph({ nodes, edges }: Graph): string {
  const name = (i: number): string => nodes[i].name || `constant`;
  return nodes
    .map((node, i) => {
      const sources = edges
        .filter(({ to }) => to === i)
        .map(({ from }) => `${name(from)} #${from}`);
      const made = sources.length === 0 ? node.kind : `from ${sources.join(", ")}`;
      const gradient = node.gradient ? `, gradient ${formatArray(node.gradient)}` : "";
      return `#${i} ${name(i)} (${made}): ${formatArray(node.value)}${gradient}`;
    })
    .join("\n");
}

/** A few numbers as they are, others as a shape. */
function formatArray({ data, shape }: NdArray<Reals>): string {
  if (data.length > 4) return `array ${formatShape(shape)}`;
  const numbers = Array.from(data, (value) => Number(value.toPrecision(5)));
  return shape.length === 0 ? `${numbers[0]}` : formatShape(numbers);
}

function sumOf(present: NdArray<Reals> | undefined, message: Variable): NdArray<Reals> {
  const sum = toArray(message);
  present?.data.forEach((value, i) => (sum.data[i] += value));
  return ndarrayOf(sum.data, sum.shape);
}
