/**
 * Where the nodes of a row of voxels lie in u[component, type, …x], and modes on their way from and to
 * them. The node behind the last voxel of a row is its first one: those of the last one or two voxels are
 * collected first, so that all lines are read and written in whole vectors.
 */
import {
  addCube,
  addLine,
  addSquare,
  addTriples,
  readCube,
  readLine,
  readSquare,
  readTriples,
  triple,
  tripleBack,
} from "./elementAxes";
import { zero } from "./elementLaws";
import * as plans from "./elementPlan";
import { LINE } from "./elementPlan";

const V: usize = 16; // bytes of a vector

/** How the nodes of the last voxels are collected: bytes from node to node along x and y, and from type to type. */
const END_X: usize = 32;
const END_Y: usize = 64;
const END_TYPE: usize = 128;

/** Bytes of them. */
export const END: usize = 8 * END_TYPE;

/**
 * Reads modes from the nodes of an array, or adds forces on modes to them; those of order 2 along z alone. The last one or two voxels of
 * a line, whose nodes may lie across the boundary, have theirs collected at `end`.
 */
export function moveModes(
  plan: usize,
  array: usize,
  row: usize,
  z: usize,
  count: usize,
  lines: usize,
  end: usize,
  read: bool,
): void {
  const axes = plans.axesOf(plan);
  const nx = plans.lengthOf(plan, 0);
  const ny = plans.lengthOf(plan, 1);
  const nz = plans.lengthOf(plan, 2);
  const order = plans.orderOf(plan);
  const size = (nx * ny * nz) << 3;
  const field = plans.power(order, axes) * size;
  const modes = plans.power(order + 1, axes);
  const toX = (neighbour(row / ny, nx) * ny * nz) << 3;
  const toY = (neighbour(row % ny, ny) * nz) << 3;
  const pairs = (count - 1) >> 1;
  const left = count - 2 * pairs;
  const toNext = (z + count < nz ? left : left - z - count) << 3;
  const components = plans.componentsOf(plan);
  for (let c: usize = 0; c < components; c++, lines += modes * LINE) {
    const nodes = array + c * field + ((row * nz + z) << 3);
    const last = nodes + pairs * V;
    if (read) {
      moveAlong(plan, nodes, toX, toY, size, pairs, lines, true);
      moveEnd(plan, last, toX, toY, size, toNext, left, end, true);
      moveAlong(plan, end, END_X, END_Y, END_TYPE, 1, lines + pairs * V, true);
    } else {
      moveAlong(plan, nodes, toX, toY, size, pairs, lines, false);
      zero(end, order == 2 ? END : END_TYPE);
      moveAlong(plan, end, END_X, END_Y, END_TYPE, 1, lines + pairs * V, false);
      moveEnd(plan, last, toX, toY, size, toNext, left, end, false);
    }
  }
}

/** Steps to the next node of a periodic axis. */
function neighbour(at: usize, length: usize): usize {
  return at + 1 < length ? 1 : 1 - length;
}

/** Modes and the nodes of pairs of voxels, of one component. */
function moveAlong(
  plan: usize,
  nodes: usize,
  toX: usize,
  toY: usize,
  type: usize,
  pairs: usize,
  lines: usize,
  read: bool,
): void {
  const axes = plans.axesOf(plan);
  const ρx = plans.scaleOf(plan, 0, 1);
  const ρy = plans.scaleOf(plan, 1, 1);
  if (plans.orderOf(plan) == 2) {
    const xs: usize = axes == 3 ? 3 : 1;
    const ys: usize = axes > 1 ? 3 : 1;
    for (let i: usize = 0; i < xs; i++) {
      for (let j: usize = 0; j < ys; j++, lines += 3 * LINE) {
        const from = nodes + nodeAt(i, j, 2, toX, toY, type);
        if (read) readTriples(from, type, pairs, lines);
        else addTriples(lines, pairs, from, type);
      }
    }
  } else if (axes == 3) {
    if (read) readCube(nodes, toX, toY, pairs, lines, ρx, ρy);
    else addCube(lines, pairs, nodes, toX, toY, ρx, ρy);
  } else if (axes == 2) {
    if (read) readSquare(nodes, toY, pairs, lines, ρy);
    else addSquare(lines, pairs, nodes, toY, ρy);
  } else if (read) readLine(nodes, pairs, lines);
  else addLine(lines, pairs, nodes);
}

/** Collects the nodes of the last one or two voxels of a line, one behind the other, or adds to them. */
function moveEnd(
  plan: usize,
  nodes: usize,
  toX: usize,
  toY: usize,
  type: usize,
  toNext: usize,
  left: usize,
  end: usize,
  collect: bool,
): void {
  const axes = plans.axesOf(plan);
  const order = plans.orderOf(plan);
  const xs = axes == 3 ? order : 0;
  const ys = axes > 1 ? order : 0;
  for (let i: usize = 0; i <= xs; i++) {
    for (let j: usize = 0; j <= ys; j++) {
      for (let k: usize = 0; k < order; k++) {
        const from = nodes + nodeAt(i, j, order, toX, toY, type) + k * type;
        const to = end + nodeAt(i, j, order, END_X, END_Y, END_TYPE) + k * END_TYPE;
        const next = from + toNext;
        if (collect) {
          store<f64>(to, load<f64>(from));
          store<f64>(to, load<f64>(left == 2 ? from + 8 : next), 8);
          store<f64>(to, load<f64>(next), 16);
        } else {
          add(from, to);
          if (left == 2) add(from + 8, to + 8);
          if (k == 0) add(next, to + (left << 3));
        }
      }
    }
  }
}

/** Where node (i, j) of a voxel lies behind its first one. */
// @inline
function nodeAt(i: usize, j: usize, order: usize, toX: usize, toY: usize, type: usize): usize {
  if (order == 1) return i * toX + j * toY;
  return (4 * (i & 1) + 2 * (j & 1)) * type + (i >> 1) * toX + (j >> 1) * toY;
}

// @inline
function add(to: usize, from: usize): void {
  store<f64>(to, load<f64>(to) + load<f64>(from));
}

/** Where the order is 2: values on the lines [component, x, y, z] to modes along y and x; or the transpose. */
export function changeAxes(plan: usize, lines: usize, bytes: usize, forward: bool): void {
  const axes = plans.axesOf(plan);
  if (plans.orderOf(plan) == 1 || axes == 1) return;
  const planes = plans.componentsOf(plan) * (axes == 3 ? 3 : 1);
  for (let i: usize = 0; i < planes; i++) {
    changeAxis(plan, 1, lines + 9 * i * LINE, 3, bytes, forward);
  }
  for (let i: usize = 0; axes == 3 && i < planes; i += 3) {
    changeAxis(plan, 0, lines + 9 * i * LINE, 9, bytes, forward);
  }
}

/** An axis with so many lines from each of its modes to the next. */
function changeAxis(
  plan: usize,
  axis: usize,
  lines: usize,
  beside: usize,
  bytes: usize,
  forward: bool,
): void {
  const first = plans.scaleOf(plan, axis, 1);
  const second = plans.scaleOf(plan, axis, 2);
  const step = beside * LINE;
  for (let i: usize = 0; i < beside; i++, lines += LINE) {
    if (forward) triple(lines, lines + step, lines + 2 * step, bytes, first, second);
    else tripleBack(lines, lines + step, lines + 2 * step, bytes, first, second);
  }
}
