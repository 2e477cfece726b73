/**
 * What the machine gives WebAssembly: products and sums a second in registers, and bytes a second of
 * a[i] = b[i] + s c[i]. The kernels are compiled when asked for; they are written in AssemblyScript.
 */
import { setTimeout } from "node:timers/promises";
import asc from "assemblyscript/asc";
import type { Machine } from "./roofline.js";
import type { Precision } from "./works.js";

/** Accumulators that do not wait for each other: as many as sixteen registers hold beside two factors. */
const CHAINS = 13;

const STEPS = 2_000_000;

/** Bytes of the working sets: near, middle and far from the processor. */
const SETS = [3 << 16, 3 << 20, 3 << 26];

const TURNS = 8;

/** Milliseconds between turns, in which the engine may finish its fast code. */
const PAUSE = 20;

interface Kernels {
  readonly peak64: (steps: number) => number;
  readonly peak32: (steps: number) => number;
  readonly triad: (a: number, b: number, c: number, count: number) => void;
}

/** Measures it, with fused products and sums if relaxed. */
export async function measureMachine(relaxed: boolean): Promise<Machine> {
  const { kernels, memory } = await compile(relaxed);
  const peak = async (lanes: number, run: (steps: number) => number): Promise<number> =>
    (2 * lanes * CHAINS * STEPS) / (await best(() => run(STEPS)));
  const flops: Record<Precision, number> = {
    float64: await peak(2, kernels.peak64),
    float32: await peak(4, kernels.peak32),
  };
  memory.grow(Math.ceil(Math.max(...SETS) / 65536) + 1);
  const bandwidths: { bytes: number; perSecond: number }[] = [];
  for (const bytes of SETS) {
    const count = bytes / 24;
    const repeats = Math.ceil(3e7 / bytes);
    const seconds = await best(() => {
      for (let i = 0; i < repeats; i++) {
        kernels.triad(65536, 65536 + 8 * count, 65536 + 16 * count, count);
      }
    });
    bandwidths.push({ bytes, perSecond: (repeats * bytes) / seconds });
  }
  return { flops, bandwidths };
}

/** Processor seconds of the fastest of some runs. */
async function best(run: () => unknown): Promise<number> {
  let seconds = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    await setTimeout(PAUSE);
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  return seconds;
}

async function compile(
  relaxed: boolean,
): Promise<{ kernels: Kernels; memory: WebAssembly.Memory }> {
  const options = ["--runtime", "stub", "-O3", "--noAssert", "--importMemory", "--enable", "simd"];
  if (relaxed) options.push("--enable", "relaxed-simd");
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main(["machine.ts", "-o", "machine.wasm", ...options], {
    readFile: (name) => (name === "machine.ts" ? sourceOf(relaxed) : null),
    writeFile: (_name, contents) => {
      binary = Uint8Array.from(contents as Uint8Array);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`The kernels of the machine: ${error.message}\n${stderr.toString()}`);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(binary, {
    env: { memory, abort: () => undefined },
  });
  return { kernels: instance.exports as unknown as Kernels, memory };
}

function sourceOf(relaxed: boolean): string {
  return `${peakSource("peak64", "f64x2", relaxed)}
${peakSource("peak32", "f32x4", relaxed)}
export function triad(a: usize, b: usize, c: usize, count: usize): void {
  const s = f64x2.splat(3);
  for (let end = a + 8 * count; a < end; a += 16, b += 16, c += 16) {
    v128.store(a, f64x2.add(v128.load(b), f64x2.mul(s, v128.load(c))));
  }
}`;
}

/** x ← x·m + d in every chain; the sum of all is returned so that none is left out. */
function peakSource(name: string, lanes: string, relaxed: boolean): string {
  const chains = Array.from({ length: CHAINS }, (_, i) => `x${i}`);
  const step = (x: string): string =>
    relaxed ? `${lanes}.relaxed_madd(${x}, m, d)` : `${lanes}.add(${lanes}.mul(${x}, m), d)`;
  const sum = chains.reduce((all, x) => `${lanes}.add(${all}, ${x})`);
  return `export function ${name}(steps: i32): f64 {
  const m = ${lanes}.splat(0.999), d = ${lanes}.splat(0.001);
  ${chains.map((x, i) => `let ${x} = ${lanes}.splat(${i + 1});`).join(" ")}
  for (let i = 0; i < steps; i++) {
    ${chains.map((x) => `${x} = ${step(x)};`).join(" ")}
  }
  return <f64>${lanes}.extract_lane(${sum}, 0);
}`;
}
