/**
 * Line plans as they lie in the heap, with their tables; the layout is in assembly/plan.ts. Roots of
 * unity are accurate to the last bit, never computed by a recurrence.
 */
import type { Precision } from "../../../core/index.js";
import { chirpKernel, chirpOf } from "../../transform/bluestein.js";
import { createLineTransform } from "../../transform/lines.js";
import { twiddlesOf } from "../../transform/mixedRadix.js";
import { generatorPowers, raderKernel } from "../../transform/rader.js";
import { unitRoots } from "../../transform/roots.js";
import type { Heap } from "../heap.js";
import type { LinePlan, PassPlan } from "./linePlan.js";

/** A plan in the heap. */
export interface LineTables {
  readonly address: number;
  /** Scratch the kernels need, in bytes. */
  readonly workBytes: number;
  readonly release: () => void;
}

/** Bytes of a unit: a vector of real parts and one of imaginary parts. */
const UNIT = 32;
const HEADER = 32;
const RECORD = 48;

/** Units in each of the two buffers: together they fit the nearest cache. */
const BUFFER_UNITS = 1024;

/** The same where every unit is read from four lines of its own. */
const LINE_UNITS = 512;

/** Neighbouring columns share cache lines: so many units are taken together in any case. */
const LEAST_LANES = 4;

/** Columns that the kernels take at once through a factor's definition. */
const DIRECT_LANES = 4;

const KINDS = { writtenOut: 0, direct: 1, rader: 2, bluestein: 3 } as const;

/** Writes a plan and its tables. */
export function writeLine(heap: Heap, plan: LinePlan, precision: Precision): LineTables {
  const { length, passes } = plan;
  const lanes = lanesOf(length);
  const owned: (() => void)[] = [];
  const take = (bytes: number): number => {
    const address = heap.allocate(bytes);
    owned.push(() => {
      heap.release(address);
    });
    return address;
  };
  const put = (exact: Float64Array | Int32Array): number => {
    const narrow = precision === "float32" && exact instanceof Float64Array;
    const table = narrow ? Float32Array.from(exact) : exact;
    const address = take(table.byteLength);
    const bytes = new Uint8Array(table.buffer, table.byteOffset, table.byteLength);
    heap.bytes(address, table.byteLength).set(bytes);
    return address;
  };

  const words = new Int32Array((HEADER + RECORD * passes.length) / 4);
  words.set([length, passes.length, lanes, Math.max(1, Math.floor(LINE_UNITS / length))]);
  let done = 1;
  let extra = 0;
  passes.forEach((pass, i) => {
    const rest = length / (done * pass.factor);
    const isLast = i === passes.length - 1;
    const turns = isLast ? 0 : put(twiddlesOf(pass.factor, rest));
    const tables = passTables(heap, pass, precision, put);
    if (tables.inner) owned.push(tables.inner.release);
    extra = Math.max(extra, tables.workBytes);
    words.set(
      [
        ...[KINDS[pass.kind], pass.factor, rest, done, turns, tables.roots],
        ...[tables.inner?.address ?? 0, tables.order, tables.kernel],
      ],
      (HEADER + RECORD * i) / 4,
    );
    done *= pass.factor;
  });
  const workBytes = 2 * length * lanes * UNIT + extra;
  return {
    address: put(words),
    workBytes,
    release: () => {
      for (const free of owned.splice(0)) free();
    },
  };
}

interface PassTables {
  readonly roots: number;
  readonly order: number;
  readonly kernel: number;
  readonly inner?: LineTables;
  readonly workBytes: number;
}

function passTables(
  heap: Heap,
  { kind, factor, inner: plan }: PassPlan,
  precision: Precision,
  put: (table: Float64Array | Int32Array) => number,
): PassTables {
  const none = { roots: 0, order: 0, kernel: 0, workBytes: 0 };
  const pairs = (factor - 1) >> 1;
  if (kind === "writtenOut") {
    return factor < 3 ? none : { ...none, roots: put(unitRoots(factor, pairs + 1).slice(2)) };
  }
  if (kind === "direct" || !plan) {
    return {
      ...none,
      roots: put(directTable(factor)),
      workBytes: 2 * factor * DIRECT_LANES * UNIT + 2 * UNIT * pairs,
    };
  }
  const inner = writeLine(heap, plan, precision);
  const transform = createLineTransform(plan.length);
  const workBytes = (2 * plan.length + 2) * lanesOf(plan.length) * UNIT + inner.workBytes;
  if (kind === "rader") {
    const { powers, inverses } = generatorPowers(factor);
    const order = new Int32Array(2 * (factor - 1));
    order.set(powers);
    order.set(inverses, factor - 1);
    const kernel = put(raderKernel(factor, inverses, transform));
    return { roots: 0, order: put(order), kernel, inner, workBytes };
  }
  const chirp = chirpOf(factor);
  const kernel = put(chirpKernel(chirp, factor, plan.length, transform));
  return { roots: 0, order: put(chirp), kernel, inner, workBytes };
}

/** For every four rows k …: their cos 2πjk/p for all j ≤ (p − 1)/2, then their sines. */
function directTable(p: number): Float64Array {
  const roots = unitRoots(p, p);
  const pairs = (p - 1) / 2;
  const table = new Float64Array(8 * Math.ceil(pairs / 4) * pairs);
  let at = 0;
  for (let k = 1; k <= pairs; k += 4) {
    for (const part of [0, 1]) {
      for (let j = 1; j <= pairs; j++) {
        for (let row = k; row < k + 4; row++) table[at++] = roots[2 * ((j * row) % p) + part];
      }
    }
  }
  return table;
}

function lanesOf(length: number): number {
  return Math.max(LEAST_LANES, Math.floor(BUFFER_UNITS / length));
}
