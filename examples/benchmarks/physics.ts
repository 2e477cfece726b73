/**
 * How fast the solvers of `physics` are, against the same mathematics in NumPy and SciPy and against the direct
 * solver of SfePy. Every side is a process of its own with one thread, gets the same cells, and all take turns;
 * their results must agree. Words after the command pick the works whose names hold one, or "truncation":
 * npm run bench:physics -- 31x31
 *
 * Prints tables in Markdown with the bars, and writes out/bench-physics.json: comparisons (see physics/rows.ts),
 * iterations and memory (physics/figures.ts), and the errors of solutions stopped early (physics/truncation.ts).
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "kernelfield/node";
import type { Times } from "./clock.js";
import { differenceOf } from "./difference.js";
import { memoryOf } from "./memory.js";
import type { Message } from "./peer.js";
import { iterationsOf, memoryOfLargeCell } from "./physics/figures.js";
import type { Figure } from "./physics/figures.js";
import { preparePhysics } from "./physics/inputs.js";
import { rowsOf } from "./physics/rows.js";
import type { Contestant, Row } from "./physics/rows.js";
import { isOurs, startSides } from "./physics/sides.js";
import type { Side } from "./physics/sides.js";
import { figuresTable, tableOf, truncationTable, verdictsOf } from "./physics/table.js";
import { measureTruncation } from "./physics/truncation.js";
import { MEMORY_WORK, PHYSICS_WORKS } from "./physics/works.js";
import type { PhysicsWork } from "./physics/works.js";
import { summaryOf, takeTurns } from "./turns.js";
import { measureWorks } from "./works.js";

const TURNS = 7;

/** Seconds of processor time: who takes longer is measured on its second run, and takes no turns. */
const SLOW = 5;

const parts = process.argv.slice(2);
const told = new Set<string>();
const folder = await mkdtemp(join(tmpdir(), "kernelfield-bench-"));
try {
  await compare(PHYSICS_WORKS.filter(({ name }) => picked(name)));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(works: readonly PhysicsWork[]): Promise<void> {
  const rows = await measureWorks(works, (work) => startSides(work, tell), measure);
  const figures = await measureFigures(works);
  const truncation = picked("truncation") ? await measureTruncation() : [];
  console.log(`\n${tableOf(rows)}\n\n${verdictsOf(rows)}\n\n${figuresTable(figures)}`);
  if (truncation.length > 0) console.log(`\n${truncationTable(truncation)}`);
  await mkdir("out", { recursive: true });
  const all = { rows, figures, truncation };
  await io.saveFile("out/bench-physics.json", `${JSON.stringify(all, null, 2)}\n`);
}

async function measureFigures(works: readonly PhysicsWork[]): Promise<Figure[]> {
  const figures: (Figure | undefined)[] = [];
  for (const work of works) figures.push(await iterationsOf(work));
  if (picked(MEMORY_WORK.name)) figures.push(await memoryOfLargeCell(folder));
  return figures.filter((figure) => figure !== undefined);
}

async function measure(work: PhysicsWork, sides: readonly Side[]): Promise<readonly Row[]> {
  const files = await preparePhysics(work, folder);
  const second: Times[] = [];
  for (const side of sides) second.push(await secondRun(side, files));
  const quick = sides.filter((_, i) => second[i].cpu < SLOW);
  const peers = quick.map(({ peer }) => peer);
  const times = await takeTurns(peers, [], TURNS);
  const ran = sides.map(({ id, label, peer }, i): Contestant => {
    const turn = peers.indexOf(peer);
    const peak = peer.id === undefined ? null : memoryOf("VmHWM", peer.id);
    return { id, label, times: turn < 0 ? summaryOf([second[i]]) : times[turn], peak };
  });
  for (const side of ran) console.log(`  ${describe(side)}`);
  const rows: Row[] = [];
  for (const ours of ran.filter(isOurs)) {
    const differenceFrom = (peer: Contestant): Promise<number> =>
      differenceOf(resultOf(ours), resultOf(peer));
    rows.push(...(await rowsOf(work, ours, ran, differenceFrom)));
  }
  return rows;
}

/** The times after a first run, whose result is compared. */
async function secondRun({ id, peer }: Side, files: Message): Promise<Times> {
  await peer.ask({ ...files, ask: "load" });
  await peer.ask({ ask: "run", save: resultOf({ id }) });
  const { cpu, wall } = await peer.ask({ ask: "run" });
  return { cpu: Number(cpu), wall: Number(wall) };
}

function resultOf({ id }: Pick<Side, "id">): string {
  return join(folder, `result-${id}.npy`);
}

function picked(name: string): boolean {
  return parts.length === 0 || parts.some((part) => name.includes(part));
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
