/**
 * The way from nodes to the points of a grid, along the axes from the first to the last: planes of points see nodes that
 * were blended along the first of three axes; what is left are rows and points, which kernels go through by themselves.
 */
import type { AxisFunctions, StencilShape } from "../stencils/stencils.js";
import type { Kernel } from "./executor.js";
import type { Allocate, Heap } from "./heap.js";
import { placed, placedIntegers } from "./placed.js";

/** The exports of assembly/nodeLines.ts. */
export interface LineKernels {
  readonly blend: Kernel;
  readonly spread: Kernel;
}

/** The way from nodes to the points of planes. */
export interface Walk {
  /** Room for the nodes of two rows. */
  readonly row: number;
  /** What kernels are told of nodes and their functions: columns of nodes, the taps of one, along rows, along points. */
  functionsOf(place: number): number[];
  /** Where the nodes of a plane are. */
  nodesOf(place: number, plane: number, nodes: number): number;
  /** Has a gradient to the nodes of a plane added to, and adds it to that of all nodes. */
  gather(place: number, plane: number, sums: number, add: (nodes: number) => void): void;
}

/** The functions of an axis in the heap. */
interface Functions {
  readonly nodes: number;
  readonly width: number;
  /** The addresses of those of a point of a place. */
  readonly at: (place: number, point: number) => [indices: number, weights: number];
}

/** The way of a call, whose tables live as long as its scope; nodes have `line` bytes. */
export function createWalk(
  heap: Heap,
  { grid, axes }: StencilShape,
  line: number,
  kernels: LineKernels,
  allocate: Allocate,
): Walk {
  const given = axes.map((axis, a) => placeFunctions(heap, axis, grid[a], allocate));
  const along = given.at(-1) ?? one(heap, allocate);
  const across = given.at(-2) ?? one(heap, allocate);
  const [through] = given.length > 2 ? given : [undefined];
  const size = across.nodes * along.nodes * line;
  const own = through ? allocate(size) : 0;
  return {
    row: allocate(2 * along.nodes * line),
    functionsOf: (place) => [
      ...[along.nodes, line],
      ...[...across.at(place, 0), across.width],
      ...[...along.at(place, 0), along.width],
    ],
    nodesOf(place, plane, nodes) {
      if (!through) return nodes;
      kernels.blend(...through.at(place, plane), through.width, nodes, size, own);
      return own;
    },
    gather(place, plane, sums, add) {
      if (!through) {
        add(sums);
        return;
      }
      heap.view(own, size / 8).fill(0);
      add(own);
      kernels.spread(...through.at(place, plane), through.width, own, size, sums);
    },
  };
}

function placeFunctions(
  heap: Heap,
  { nodes, width, indices, weights }: AxisFunctions,
  points: number,
  allocate: Allocate,
): Functions {
  const from = placedIntegers(heap, indices, allocate);
  const by = placed(heap, weights, allocate);
  return {
    nodes,
    width,
    at(place, point) {
      const entry = (place * points + point) * width;
      return [from + 4 * entry, by + 8 * entry];
    },
  };
}

/** Of an axis that the grid does not have. */
function one(heap: Heap, allocate: Allocate): Functions {
  const axis = { nodes: 1, width: 1, indices: Int32Array.of(0), weights: Float64Array.of(1) };
  const { at, ...lengths } = placeFunctions(heap, axis, 1, allocate);
  return { ...lengths, at: () => at(0, 0) };
}
