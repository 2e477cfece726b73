/**
 * How fast the compute floor is, against the same mathematics in NumPy and SciPy, FFTW, PyTorch,
 * TensorFlow.js and jax-js. Every side is a process of its own with one thread, and all take turns.
 * Words after the command pick the works whose names hold one: npm run bench:compute -- 128x128 cold
 *
 * Prints tables in Markdown with the bars, and writes out/bench-compute.json (see compute/rows.ts) and
 * out/bench-compute-machine.json (what the machine was measured to do).
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "kernelfield/node";
import { measureColdStart } from "./compute/coldStart.js";
import { prepare } from "./compute/inputs.js";
import { measureNative } from "./compute/native.js";
import type { Machine } from "./compute/roofline.js";
import { rowOf } from "./compute/rows.js";
import type { Row } from "./compute/rows.js";
import { isJudged, startSides } from "./compute/sides.js";
import type { Side, SideId } from "./compute/sides.js";
import { summaryOf, tablesOf } from "./compute/table.js";
import { isLocalization, WORKS } from "./compute/works.js";
import type { Work } from "./compute/works.js";
import { differenceOf } from "./difference.js";
import { memoryRatioOf } from "./mksSides.js";
import { findPython } from "./peer.js";
import { takeTurns } from "./turns.js";

type Machines = Partial<Record<SideId | "native", Machine>>;

const TURNS = 7;

const parts = process.argv.slice(2);
const told = new Set<string>();
const folder = await mkdtemp(join(tmpdir(), "kernelfield-bench-"));
try {
  await compare(
    WORKS.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part))),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(works: readonly Work[]): Promise<void> {
  const load = loadavg()[0].toFixed(2);
  console.log(`${cpus()[0].model}, Node ${process.versions.node}, load ${load} at the start`);
  const sides = await startSides(works, folder, tell);
  try {
    const machines = await measureMachines(sides);
    const rows: Row[] = [];
    for (const work of works) {
      const some =
        work.kind === "start"
          ? [measureColdStart(work, TURNS)]
          : await measure(work, sides, machines);
      for (const row of some) console.log(format(row));
      rows.push(...some);
    }
    console.log(`\n${tablesOf(rows)}\n${summaryOf(rows)}`);
    await mkdir("out", { recursive: true });
    await io.saveFile("out/bench-compute.json", `${JSON.stringify(rows, null, 2)}\n`);
    const machine = { date: new Date().toISOString(), processor: cpus()[0].model, load, machines };
    await io.saveFile("out/bench-compute-machine.json", `${JSON.stringify(machine, null, 2)}\n`);
  } finally {
    for (const { peer } of sides) peer.end();
  }
}

/** The peaks of native code and of WebAssembly as each of our sides has it. */
async function measureMachines(sides: readonly Side[]): Promise<Machines> {
  const machines: Machines = {};
  const native = measureNative(folder);
  if (native) machines.native = native;
  else tell("Native peaks are left out: they need a C compiler.");
  for (const { id, peer } of sides) {
    if (id !== "ours" && id !== "relaxed") continue;
    const measured = await peer.ask({ ask: "machine", relaxed: id === "relaxed" });
    machines[id] = measured as unknown as Machine;
  }
  const named = { native, "wasm strict": machines.ours, "wasm relaxed": machines.relaxed };
  for (const [name, machine] of Object.entries(named)) {
    if (machine) console.log(`${name}: ${describe(machine)}`);
  }
  return machines;
}

async function measure(
  work: Work,
  all: readonly Side[],
  machines: Machines,
): Promise<readonly Row[]> {
  const files = await prepare(work, folder);
  const sides: Side[] = [];
  for (const side of all.filter(({ takes }) => takes(work))) {
    const { refused } = await side.peer.ask({ ...files, ask: "load" });
    if (refused === undefined) sides.push(side);
    else tell(String(refused));
  }
  const judged = sides.filter((side) => isJudged(side, work));
  if (judged.length === 0) {
    console.log(`${work.name}: left out, nothing of ours takes part.`);
    return [];
  }
  const results = sides.map((_, i) => join(folder, `result${i}.npy`));
  const times = await takeTurns(
    sides.map(({ peer }) => peer),
    results,
    TURNS,
  );
  const alone = isLocalization(work) && work.threads === 1;
  const python = alone ? findPython(["numpy", "scipy"]) : undefined;
  const memoryRatio = python === undefined ? null : await memoryRatioOf(python, files);
  const contestants = sides.map((side, i) => ({ ...side, times: times[i], result: results[i] }));
  const rows: Row[] = [];
  for (const ours of contestants.filter((side) => isJudged(side, work))) {
    for (const peer of contestants.filter((side) => !isJudged(side, work))) {
      const difference = await differenceOf(ours.result, peer.result);
      const machine = machines[ours.id];
      rows.push(rowOf(work, ours, peer, { machine, memoryRatio, difference }));
    }
  }
  return rows;
}

/** Says a sentence once. */
function tell(sentence: string): void {
  if (!told.has(sentence)) console.log(sentence);
  told.add(sentence);
}

function describe({ flops, bandwidths }: Machine): string {
  const giga = (value: number): string => (value / 1e9).toFixed(0);
  const moved = bandwidths.map(
    ({ bytes, perSecond }) => `${giga(perSecond)} GB/s (${(bytes / 2 ** 20).toFixed(1)} MiB)`,
  );
  return `${giga(flops.float64)} GF/s f64, ${giga(flops.float32)} GF/s f32, ${moved.join(", ")}`;
}

function format({ work, ours, peer, ourSeconds, peerSeconds, ratio, verdict }: Row): string {
  const milliseconds = (seconds: number): string => `${(1000 * seconds).toFixed(3)} ms`;
  return (
    `${work}: ${ours} ${milliseconds(ourSeconds)}, ${peer} ${milliseconds(peerSeconds)}, ` +
    `ratio ${ratio.toFixed(2)}${verdict === null ? "" : `, bar ${verdict}`}`
  );
}
