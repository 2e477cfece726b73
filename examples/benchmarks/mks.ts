/**
 * How fast localization is, against the same mathematics in NumPy and SciPy (mks_numpy.py), one thread
 * against one thread, both sides taking turns. Prints a table; writes out/bench-mks.json.
 * A word after the command picks the works whose names hold it: npm run bench -- 128
 *
 *   ratio        time of the peer / ours, the smallest of all turns
 *   memoryRatio  what the work adds to the memory at its peak, ours / the peer's, each in a process of its own
 *   difference   largest difference of the results over the largest entry
 */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createRng, formats, mks, ndarrayOf, states } from "kernelfield";
import type { Localization, NdArray } from "kernelfield";
import { io } from "kernelfield/node";
import { beside, findPython, startPeer } from "./peer.js";
import type { Message, Peer } from "./peer.js";

interface Work {
  readonly name: string;
  readonly work: "fit" | "predict";
  readonly shape: readonly number[];
}

interface Row {
  readonly work: string;
  readonly peer: string;
  readonly peerSeconds: number;
  readonly ourSeconds: number;
  readonly ratio: number;
  readonly memoryRatio: number | null;
  readonly difference: number;
}

const STATES = 2;
const TURNS = 7;
const SHAPES = [
  [100, 101, 101],
  [400, 51, 51],
  [50, 31, 31, 31],
  [20, 64, 64, 64],
];
const WORKS: readonly Work[] = [
  ...SHAPES.map((shape) => workOf("fit", shape)),
  ...SHAPES.map((shape) => workOf("predict", shape)),
  workOf("predict", [1, 128, 128, 128]),
];

const python = findPython(["numpy", "scipy"]);
if (python === undefined) {
  console.log(
    "No python3 with NumPy and SciPy was found. Install python3-numpy and python3-scipy, or name one in " +
      "KERNELFIELD_PYTHON.",
  );
} else {
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-bench-"));
  try {
    await compare(python, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(interpreter: string, folder: string): Promise<void> {
  const rows: Row[] = [];
  const peerName = await versionsOf(interpreter);
  console.log(`${cpus()[0].model}, Node ${process.versions.node}, ${peerName}, one thread each`);
  const [part = ""] = process.argv.slice(2);
  for (const work of WORKS.filter(({ name }) => name.includes(part))) {
    const files = await prepare(work, folder);
    rows.push(await measure(work, files, interpreter, peerName));
    console.log(format(rows[rows.length - 1]));
  }
  await mkdir("out", { recursive: true });
  await io.saveFile("out/bench-mks.json", `${JSON.stringify(rows, null, 2)}\n`);
}

function workOf(work: "fit" | "predict", shape: readonly number[]): Work {
  return { name: `${work} ${shape.join("x")}`, work, shape };
}

function startOurs(): Peer {
  return startPeer(process.execPath, ["--expose-gc", "--import", "tsx", beside("mksWorker.ts")]);
}

function startPython(interpreter: string): Peer {
  return startPeer(interpreter, [beside("mks_numpy.py")]);
}

async function versionsOf(interpreter: string): Promise<string> {
  const peer = startPython(interpreter);
  const { numpy, scipy } = await peer.ask({ ask: "versions" });
  peer.end();
  return `NumPy ${String(numpy)}, SciPy ${String(scipy)}`;
}

/** Random two-phase microstructures, responses and coefficients in files that both sides read. */
async function prepare({ work, shape }: Work, folder: string): Promise<Message> {
  const files = {
    m: join(folder, "m.npy"),
    p: join(folder, "p.npy"),
    model: join(folder, "model.npz"),
    coefficients: join(folder, "coefficients.npy"),
  };
  const rng = createRng(20);
  const draw = (samples: number, value: () => number): NdArray => {
    const lengths = [samples, ...shape.slice(1)];
    const size = lengths.reduce((product, n) => product * n, 1);
    return ndarrayOf(Float64Array.from({ length: size }, value), lengths);
  };
  const phase = (): number => rng.integer(STATES);
  await io.saveArray(files.m, draw(shape[0], phase));
  if (work === "fit")
    await io.saveArray(
      files.p,
      draw(shape[0], () => rng.uniform()),
    );
  else {
    const model: Localization = await mks.fit(
      draw(3, phase),
      draw(3, () => rng.uniform()),
      states.phaseBasis(STATES),
      { gauge: "dropLast" },
    );
    const { re, im, shape: axes } = model.coefficients;
    await io.saveModel(files.model, model);
    await io.saveArray(files.coefficients, { re, im, shape: axes.slice(1) });
  }
  return { work, states: STATES, ...files };
}

async function measure(
  { name }: Work,
  files: Message,
  interpreter: string,
  peerName: string,
): Promise<Row> {
  const start = [startOurs, () => startPython(interpreter)];
  const [ourMemory, peerMemory] = await Promise.all(start.map((side) => memoryOf(side(), files)));
  const sides = start.map((side) => side());
  const results = [join(String(files.m), "../ours.npy"), join(String(files.m), "../peer.npy")];
  const best = [Infinity, Infinity];
  for (const [i, side] of sides.entries()) {
    await side.ask({ ask: "load", ...files });
    await side.ask({ ask: "run", save: results[i] }); // compiles, plans, warms the caches
  }
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, side] of sides.entries()) {
      const { seconds } = await side.ask({ ask: "run" });
      best[i] = Math.min(best[i], Number(seconds));
    }
  }
  for (const side of sides) side.end();
  return {
    work: name,
    peer: peerName,
    peerSeconds: best[1],
    ourSeconds: best[0],
    ratio: best[1] / best[0],
    memoryRatio: ourMemory === null || peerMemory === null ? null : ourMemory / peerMemory,
    difference: await differenceOf(results[0], results[1]),
  };
}

/** Bytes that one run adds at its peak, in a process that does nothing else. */
async function memoryOf(side: Peer, files: Message): Promise<number | null> {
  const { rss } = await side.ask({ ask: "load", ...files });
  const { peak } = await side.ask({ ask: "run" });
  side.end();
  return typeof rss === "number" && typeof peak === "number" ? peak - rss : null;
}

async function differenceOf(ours: string, peers: string): Promise<number> {
  const [a, b] = await Promise.all([numbersOf(ours), numbersOf(peers)]);
  let difference = 0;
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]));
    largest = Math.max(largest, Math.abs(b[i]));
  }
  return difference / largest;
}

async function numbersOf(path: string): Promise<ArrayLike<number>> {
  const array = formats.readNpy(await readFile(path));
  return "re" in array ? [...array.re, ...array.im] : (array as NdArray).data;
}

function format({ work, peerSeconds, ourSeconds, ratio, memoryRatio, difference }: Row): string {
  const milliseconds = (seconds: number): string => `${(1000 * seconds).toFixed(1)} ms`;
  return [
    work.padEnd(24),
    `peer ${milliseconds(peerSeconds).padStart(9)}`,
    `ours ${milliseconds(ourSeconds).padStart(9)}`,
    `ratio ${ratio.toFixed(2)}`,
    `memory ${memoryRatio === null ? "unknown" : memoryRatio.toFixed(2)}`,
    `difference ${difference.toExponential(1)}`,
  ].join("  ");
}
