/**
 * Finite elements on voxels, out = K u, as elements/elements.ts of the compute floor defines it. What a
 * voxel holds is a polynomial, and its gradients are orthogonal in tensor products of Legendre's
 * polynomials: with H the modes of the values at its nodes, K_e = Hᵀ D H, where H is done axis by axis
 * and D is sparse. So integrals are exact without Gauss points, and no matrix is built.
 *
 * Work goes along lines of voxels on the last axis, z, in scratch memory: the coefficients of the line,
 * modes u[component, mode], forces f[component, mode], and rows of strains and stresses.
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
import {
  addScaled,
  copy,
  couple,
  deviator,
  stretch,
  sum,
  sumOfProducts,
  zero,
} from "./elementLaws";
import * as plans from "./elementPlan";
import { LINE } from "./elementPlan";
import { linearStrains, meanStrain } from "./elementSolid";

export { combine64 } from "./combinations";
export { applySymbol } from "./elementSymbol";
export { fillDot } from "./elementSums";

const V: usize = 16; // bytes of a vector

/** How the nodes of the last voxels are collected: bytes from node to node along x and y, and from type to type. */
const END_X: usize = 32;
const END_Y: usize = 64;
const END_TYPE: usize = 128;
const END: usize = 8 * END_TYPE;

/** Most rows of a strain. */
const ROWS: usize = 6;

/**
 * Adds K u of the voxels in layers first … end − 1 of the first axis to out. The layers clear … clearEnd − 1
 * of out are zeroed before.
 */
export function applyElements(
  plan: usize,
  u: usize,
  coefficients: usize,
  out: usize,
  first: usize,
  end: usize,
  clear: usize,
  clearEnd: usize,
  scratch: usize,
): void {
  const axes = plans.axesOf(plan);
  const nx = plans.lengthOf(plan, 0);
  const ny = plans.lengthOf(plan, 1);
  const nz = plans.lengthOf(plan, 2);
  const size = (nx * ny * nz) << 3;
  const layers: usize = axes == 3 ? nx : axes == 2 ? ny : 1;
  const layer = size / layers;
  const fields = plans.componentsOf(plan) * power(plans.orderOf(plan), axes);
  for (let field: usize = 0; field < fields; field++) {
    memory.fill(out + field * size + clear * layer, 0, (clearEnd - clear) * layer);
  }
  const block = plans.blockOf(plan);
  const together = max(1, block / even(nz)); // short rows stand side by side
  const perLayer: usize = axes == 3 ? ny : 1;
  const rows = end * perLayer;
  for (let row = first * perLayer; row < rows; row += together) {
    for (let z: usize = 0; z < nz; z += block) {
      const count = min(block, nz - z);
      applyBlock(plan, u, coefficients, out, row, min(together, rows - row), z, count, scratch);
    }
  }
}

/** The voxels z … z + count − 1 of some rows. */
function applyBlock(
  plan: usize,
  u: usize,
  coefficients: usize,
  out: usize,
  row: usize,
  rows: usize,
  z: usize,
  count: usize,
  scratch: usize,
): void {
  const nz = plans.lengthOf(plan, 2);
  const size = (plans.lengthOf(plan, 0) * plans.lengthOf(plan, 1) * nz) << 3;
  const kept = plans.coefficientsOf(plan);
  const modes = plans.componentsOf(plan) * power(plans.orderOf(plan) + 1, plans.axesOf(plan));
  const bytes = even(count) << 3;
  const lines = scratch + END;
  const values = lines + kept * LINE;
  const forces = plans.isSolid(plan) ? values : values + modes * LINE;
  for (let r: usize = 0; r < rows; r++) {
    const at = coefficients + (((row + r) * nz + z) << 3);
    for (let i: usize = 0; i < kept; i++) {
      copyLine(at + i * size, count, lines + i * LINE + r * bytes);
    }
    moveModes(plan, u, row + r, z, count, values + r * bytes, scratch, true);
  }
  changeAxes(plan, values, rows * bytes, true);
  applyLaw(plan, lines, values, forces, forces + modes * LINE, rows * bytes);
  changeAxes(plan, forces, rows * bytes, false);
  for (let r: usize = 0; r < rows; r++) {
    moveModes(plan, out, row + r, z, count, forces + r * bytes, scratch, false);
  }
}

/** Numbers of a line in whole vectors. */
// @inline
function even(count: usize): usize {
  return (count + 1) & ~1;
}

/** Copies a line; an odd last number is followed by zero: a voxel without stiffness. */
function copyLine(from: usize, count: usize, to: usize): void {
  const end = from + (count << 3);
  for (; from < end; from += V, to += V) {
    v128.store(to, end - from == 8 ? v128.load64_zero(from) : v128.load(from));
  }
}

/**
 * Reads modes from the nodes of an array, or adds forces on modes to them; those of order 2 along z alone. The last one or two voxels of
 * a line, whose nodes may lie across the boundary, have theirs collected at `end`.
 */
function moveModes(
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
  const field = power(order, axes) * size;
  const modes = power(order + 1, axes);
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
function changeAxes(plan: usize, lines: usize, bytes: usize, forward: bool): void {
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

/** Fills the forces on modes. */
function applyLaw(
  plan: usize,
  coefficients: usize,
  values: usize,
  forces: usize,
  rows: usize,
  bytes: usize,
): void {
  const λ = coefficients;
  const μ = plans.coefficientsOf(plan) > 1 ? λ + LINE : λ;
  const gap = forces - values;
  let record = plans.recordsOf(plan);
  if (plans.isSolid(plan)) {
    meanStrain(λ, μ, load<f64>(record), values, bytes);
    linearStrains(λ, μ, record + 8, values, bytes);
    record += 80;
  }
  for (let i = plans.stretchesOf(plan); i > 0; i--, record += 24) {
    const at = number(record) * LINE;
    stretch(λ, μ, load<f64>(record, 8), load<f64>(record, 16), values + at, forces + at, bytes);
  }
  for (let i = plans.couplingsOf(plan); i > 0; i--, record += 56) {
    couple(
      λ,
      μ,
      load<f64>(record, 32),
      load<f64>(record, 40),
      load<f64>(record, 48),
      values + number(record) * LINE,
      values + number(record + 8) * LINE,
      values + number(record + 16) * LINE,
      values + number(record + 24) * LINE,
      gap,
      bytes,
    );
  }
  if (plans.modesOf(plan) > 0) {
    for (let at = forces; at < rows; at += LINE) zero(at, bytes);
  }
  for (let i = plans.modesOf(plan); i > 0; i--) {
    record = applyStiffness(plan, record, coefficients, values, forces, rows, bytes);
  }
}

/** Adds the forces of a mode of the strain; returns the next record. */
function applyStiffness(
  plan: usize,
  record: usize,
  coefficients: usize,
  values: usize,
  forces: usize,
  strains: usize,
  bytes: usize,
): usize {
  const all = plans.rowsOf(plan);
  const rows = number(record);
  const weight = load<f64>(record, 8);
  const normals = number(record + 16);
  const stresses = strains + ROWS * LINE;
  const list = stresses + ROWS * LINE;
  const entries = record + 24;
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    const sources = number(entry + 8);
    const x = values + number(entry + 16) * LINE;
    const y = values + number(entry + 24) * LINE;
    if (sources == 0) zero(strains + i * LINE, bytes);
    else if (sources == 1) copy(x, strains + i * LINE, bytes);
    else sum(x, y, strains + i * LINE, bytes);
  }
  if (normals > 0) deviator(strains, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const row = number(entries + 32 * i);
    for (let j: usize = 0; j < rows; j++) {
      const column = number(entries + 32 * j);
      const low = min(row, column);
      const pair = low * all - (low * (low - 1)) / 2 + (max(row, column) - low);
      store<u32>(list + 4 * j, coefficients + pair * LINE);
    }
    sumOfProducts(list, <i32>rows, strains, stresses + i * LINE, bytes);
  }
  if (normals > 0) deviator(stresses, <i32>normals, bytes);
  for (let i: usize = 0; i < rows; i++) {
    const entry = entries + 32 * i;
    for (let source: usize = 0; source < number(entry + 8); source++) {
      const to = forces + number(entry + 16 + 8 * source) * LINE;
      addScaled(weight, stresses + i * LINE, to, bytes);
    }
  }
  return entries + 32 * rows;
}

// @inline
function number(at: usize): usize {
  return <usize>load<f64>(at);
}

function power(base: usize, exponent: usize): usize {
  let product: usize = 1;
  for (; exponent > 0; exponent--) product *= base;
  return product;
}
