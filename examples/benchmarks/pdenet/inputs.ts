/** Fields and parameters of a work, in files that all sides read: flat Float64 arrays in .npy. */
import { join } from "node:path";
import { createRng, ndarrayOf } from "kernelfield";
import type { Rng } from "kernelfield";
import { io } from "kernelfield/node";
import type { Message } from "../peer.js";
import { freeCount, ordersOf } from "./works.js";
import type { LinearWork, PdenetWork, SymbolicWork } from "./works.js";

/** Deviations of free moments, and of weights and coefficients. */
const MOMENTS = 0.01;
const WEIGHTS = 0.1;

/** Waves that fields have along an axis, at most. */
const WAVES = 4;

/** Writes them; returns what a side has to be told. */
export async function preparePdenet(work: PdenetWork, folder: string): Promise<Message> {
  const rng = createRng(20);
  const values = work.kind === "symbolic" ? symbolicInputs(work, rng) : linearInputs(work, rng);
  const arrays: string[] = [];
  for (const [i, array] of values.entries()) {
    const path = join(folder, `array${i}.npy`);
    await io.saveArray(path, ndarrayOf(array, [array.length]));
    arrays.push(path);
  }
  return { ...work, arrays };
}

/** Frames u[step, s, c, …x], free moments, weights. */
function symbolicInputs(work: SymbolicWork, rng: Rng): Float64Array[] {
  const { samples, components, grid, steps, interval, products, channels } = work;
  const frames = movingFields(samples * components, grid, steps + 1, interval, rng);
  const moments = ordersOf(work).reduce((sum, order) => sum + freeCount(work, order), 0);
  const inputs = channels.length;
  const size = products * (2 * inputs + products + 1) + inputs + products + 1;
  return [frames, drawn(rng, MOMENTS, moments), drawn(rng, WEIGHTS, components * size)];
}

/** u[s, …x] and the last frame, origins[s, axis], free moments of all filters and of the carrier, nodes[o, …]. */
function linearInputs(work: LinearWork, rng: Rng): Float64Array[] {
  const { samples, grid, spacing, steps, interval, cells, degree } = work;
  const frames = movingFields(samples, grid, 2, steps * interval, rng);
  const half = frames.length / 2;
  const orders = ordersOf(work);
  const moments = orders.reduce((sum, order) => sum + freeCount(work, order), 0);
  const nodes = (cells * degree + 1) ** 2;
  return [
    frames.slice(0, half),
    frames.slice(half),
    Float64Array.from({ length: 2 * samples }, (_, i) => spacing[i % 2] * rng.uniform()),
    drawn(rng, MOMENTS, moments),
    drawn(rng, MOMENTS, freeCount(work, [0, 0])),
    // Terms of all orders are of one size.
    Float64Array.from(
      drawn(rng, WEIGHTS, orders.length * nodes),
      (value, at) => value / WAVES ** orders[Math.floor(at / nodes)].reduce((sum, o) => sum + o),
    ),
  ];
}

/** Sums of waves that travel: values[frame, field, …x]. */
function movingFields(
  fields: number,
  [n, m]: readonly [number, number],
  frames: number,
  interval: number,
  rng: Rng,
): Float64Array {
  const values = new Float64Array(frames * fields * n * m);
  for (let field = 0; field < fields; field++) {
    for (let wave = 0; wave < 2 * WAVES; wave++) {
      const [i, j] = [rng.integer(WAVES + 1), rng.integer(2 * WAVES + 1) - WAVES];
      const [phase, speed, size] = [2 * Math.PI * rng.uniform(), rng.normal(), rng.normal() / 2];
      for (let frame = 0; frame < frames; frame++) {
        const at = (frame * fields + field) * n * m;
        for (let x = 0; x < n * m; x++) {
          const along = 2 * Math.PI * ((i * Math.floor(x / m)) / n + (j * (x % m)) / m);
          values[at + x] += size * Math.cos(along + phase - speed * (i + j) * frame * interval);
        }
      }
    }
  }
  return values;
}

function drawn(rng: Rng, deviation: number, length: number): Float64Array {
  return Float64Array.from({ length }, () => deviation * rng.normal());
}
