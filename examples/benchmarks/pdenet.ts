/**
 * How fast the loss of a PDE-Net and its gradient are, against the same mathematics in PyTorch: the networks of both
 * papers on their own grids. Every side is a process of its own with one thread, gets the same fields and
 * parameters, and all take turns; losses and gradients must agree. Words after the command pick the works whose
 * names hold one: npm run bench:pdenet -- 2.0
 *
 * Prints a table in Markdown with the bars, and writes out/bench-pdenet.json (rows as nn/rows.ts has them).
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "kernelfield/node";
import { memoryOf } from "./memory.js";
import type { Row } from "./nn/rows.js";
import { tableOf, verdictsOf } from "./nn/table.js";
import { differenceByParts } from "./pdenet/difference.js";
import { preparePdenet } from "./pdenet/inputs.js";
import { elsewhereRow, rowOf } from "./pdenet/rows.js";
import type { Contestant } from "./pdenet/rows.js";
import { isOurs, startSides } from "./pdenet/sides.js";
import type { Side } from "./pdenet/sides.js";
import { PDENET_WORKS } from "./pdenet/works.js";
import type { PdenetWork } from "./pdenet/works.js";
import { takeTurns } from "./turns.js";
import { measureWorks } from "./works.js";

const TURNS = 15;

/** Runs of every side before it is timed: trainings run thousands, long after scripts were compiled for good. */
const WARM_UP = 20;

const parts = process.argv.slice(2);
const told = new Set<string>();
const folder = await mkdtemp(join(tmpdir(), "kernelfield-bench-"));
try {
  await compare(
    PDENET_WORKS.filter(
      ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
    ),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(works: readonly PdenetWork[]): Promise<void> {
  const rows = await measureWorks(works, () => startSides(tell), measure);
  console.log(`\n${tableOf(rows)}\n\n${verdictsOf(rows)}`);
  await mkdir("out", { recursive: true });
  await io.saveFile("out/bench-pdenet.json", `${JSON.stringify(rows, null, 2)}\n`);
}

async function measure(work: PdenetWork, sides: readonly Side[]): Promise<readonly Row[]> {
  const files = await preparePdenet(work, folder);
  for (const { id, peer } of sides) {
    await peer.ask({ ...files, ask: "load" });
    await peer.ask({ ask: "run", save: resultOf({ id }) });
    await peer.ask({ ask: "run", runs: WARM_UP });
  }
  const times = await takeTurns(
    sides.map(({ peer }) => peer),
    sides.map(resultOf),
    TURNS,
  );
  const ran = sides.map(({ id, label, peer }, i): Contestant => {
    const peak = peer.id === undefined ? null : memoryOf("VmHWM", peer.id);
    return { id, label, times: times[i], peak };
  });
  for (const side of ran) console.log(`  ${describe(side)}`);
  const rows: Row[] = [];
  for (const ours of ran.filter(isOurs)) {
    for (const peer of ran.filter((side) => !isOurs(side))) {
      const difference = await differenceByParts(work, resultOf(ours), resultOf(peer));
      rows.push(rowOf(work, ours, peer, difference));
    }
    rows.push(elsewhereRow(work, ours));
  }
  return rows;
}

function resultOf({ id }: Pick<Side, "id">): string {
  return join(folder, `result-${id}.npy`);
}

/** Says a sentence once. */
function tell(sentence: string): void {
  if (!told.has(sentence)) console.log(sentence);
  told.add(sentence);
}

function describe({ label, times, peak }: Contestant): string {
  const memory = peak === null ? "" : `, ${(peak / 2 ** 20).toFixed(0)} MiB at the peak`;
  return `${label}: ${(1000 * times.smallest.cpu).toFixed(2)} ms${memory}`;
}
