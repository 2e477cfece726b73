/**
 * How fast training steps of small networks are, against PyTorch, TensorFlow.js and jax-js. Every side is
 * a process of its own with one thread, starts from the same weights, and all take turns; the losses of
 * the first five steps must agree. Words after the command pick the works whose names hold one:
 * npm run bench:nn -- f64
 *
 * Prints a table in Markdown with the bars, and writes out/bench-nn.json (see nn/rows.ts).
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "kernelfield/node";
import type { Times } from "./clock.js";
import { differenceOf } from "./difference.js";
import { memoryOf } from "./memory.js";
import { prepareTraining } from "./nn/inputs.js";
import { refusalOf, rowOf } from "./nn/rows.js";
import type { Contestant, Refusal, Row } from "./nn/rows.js";
import { isOurs, startSides } from "./nn/sides.js";
import type { Side } from "./nn/sides.js";
import { verdictsOf, tableOf } from "./nn/table.js";
import { STEPS_COMPARED, TRAINING_WORKS } from "./nn/works.js";
import type { TrainingWork } from "./nn/works.js";
import type { Message } from "./peer.js";
import { summaryOf, takeTurns } from "./turns.js";
import { measureWorks } from "./works.js";

const TURNS = 7;

/** Seconds: who takes longer for a step is measured on the first steps, and takes no turns. */
const SLOW = 3;

const parts = process.argv.slice(2);
const told = new Set<string>();
const folder = await mkdtemp(join(tmpdir(), "kernelfield-bench-"));
try {
  await compare(
    TRAINING_WORKS.filter(
      ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)),
    ),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(works: readonly TrainingWork[]): Promise<void> {
  const rows = await measureWorks(works, () => startSides(tell), measure);
  console.log(`\n${tableOf(rows)}\n\n${verdictsOf(rows)}`);
  await mkdir("out", { recursive: true });
  await io.saveFile("out/bench-nn.json", `${JSON.stringify(rows, null, 2)}\n`);
}

async function measure(work: TrainingWork, all: readonly Side[]): Promise<readonly Row[]> {
  const files = await prepareTraining(work, folder);
  const started: (Side & { readonly first: Times })[] = [];
  const refusals: Refusal[] = [];
  for (const side of all) {
    const first = await firstSteps(side, files);
    if (typeof first !== "string") started.push({ ...side, first });
    else {
      refusals.push({ ...side, refused: first });
      tell(first);
    }
  }
  const quick = started.filter(({ first }) => first.wall < SLOW);
  const peers = quick.map(({ peer }) => peer);
  const times = await takeTurns(peers, [], TURNS);
  const ran = started.map(({ id, label, peer, first }): Contestant => {
    const turn = peers.indexOf(peer);
    const peak = peer.id === undefined ? null : memoryOf("VmHWM", peer.id);
    return { id, label, times: turn < 0 ? summaryOf([first]) : times[turn], peak };
  });
  for (const side of ran) console.log(`  ${describe(side)}`);
  const rows: Row[] = [];
  for (const ours of ran.filter(isOurs)) {
    for (const peer of ran.filter((side) => !isOurs(side))) {
      const difference = await differenceOf(lossesOf(ours), lossesOf(peer));
      rows.push(rowOf(work, ours, peer, difference));
    }
    for (const peer of refusals.filter((side) => !isOurs(side))) {
      rows.push(refusalOf(work, ours, peer));
    }
  }
  return rows;
}

/** Takes the steps whose losses are compared: mean times after the first, or why a side cannot. */
async function firstSteps({ id, peer }: Side, files: Message): Promise<Times | string> {
  const loaded = await peer.ask({ ...files, ask: "load" });
  if (loaded.refused !== undefined) return String(loaded.refused);
  const compiled = await peer.ask({ ask: "run" });
  if (compiled.refused !== undefined) return String(compiled.refused);
  const ran = await peer.ask({ ask: "run", runs: STEPS_COMPARED - 1, save: lossesOf({ id }) });
  return { cpu: Number(ran.cpu), wall: Number(ran.wall) };
}

function lossesOf({ id }: Pick<Side, "id">): string {
  return join(folder, `losses-${id}.npy`);
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
