/**
 * How fast localization is, against the same mathematics in NumPy and SciPy (mks_numpy.py), one thread
 * against one thread, both sides taking turns. Prints a table; writes out/bench-mks.json.
 * A word after the command picks the works whose names hold it: npm run bench -- 128
 *
 *   ratio        time of the peer / ours, the smallest of all turns
 *   memoryRatio  what the work adds to the memory at its peak, ours / the peer's, each in a process of its own
 *   difference   largest difference of the results over the largest entry
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "kernelfield/node";
import { differenceOf } from "./difference.js";
import { memoryRatioOf, prepareMks, startMks, startNumpy } from "./mksSides.js";
import { MKS_WORKS } from "./mksWorks.js";
import type { MksWork } from "./mksWorks.js";
import { findPython } from "./peer.js";
import { takeTurns } from "./turns.js";

interface Row {
  readonly work: string;
  readonly peer: string;
  readonly peerSeconds: number;
  readonly ourSeconds: number;
  readonly ratio: number;
  readonly memoryRatio: number | null;
  readonly difference: number;
}

const TURNS = 7;

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
  for (const work of MKS_WORKS.filter(({ name }) => name.includes(part))) {
    rows.push(await measure(work, folder, interpreter, peerName));
    console.log(format(rows[rows.length - 1]));
  }
  await mkdir("out", { recursive: true });
  await io.saveFile("out/bench-mks.json", `${JSON.stringify(rows, null, 2)}\n`);
}

async function versionsOf(interpreter: string): Promise<string> {
  const peer = startNumpy(interpreter);
  const { numpy, scipy } = await peer.ask({ ask: "versions" });
  peer.end();
  return `NumPy ${String(numpy)}, SciPy ${String(scipy)}`;
}

async function measure(
  work: MksWork,
  folder: string,
  interpreter: string,
  peerName: string,
): Promise<Row> {
  const files = await prepareMks(work, folder);
  const memoryRatio = await memoryRatioOf(interpreter, files);
  const sides = [startMks(), startNumpy(interpreter)];
  const results = [join(folder, "ours.npy"), join(folder, "peer.npy")];
  for (const side of sides) await side.ask({ ...files, ask: "load" });
  const [ours, peer] = await takeTurns(sides, results, TURNS);
  for (const side of sides) side.end();
  return {
    work: work.name,
    peer: peerName,
    peerSeconds: peer.smallest.wall,
    ourSeconds: ours.smallest.wall,
    ratio: peer.smallest.wall / ours.smallest.wall,
    memoryRatio,
    difference: await differenceOf(results[0], results[1]),
  };
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
