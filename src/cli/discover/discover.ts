/** `kernelfield discover`: the equation behind movies in files, as a report, a model and forecasts. */
import { join } from "node:path";
import { info } from "../../compute/index.js";
import { version } from "../../core/index.js";
import { checkpointFile, makeFolder } from "../../io/index.js";
import { formatEquation } from "../../pdenet/index.js";
import type { FitOptions } from "../../pdenet/index.js";
import { Interruption, required } from "../command.js";
import type { Command, Words } from "../command.js";
import { createProgressBar } from "../progress.js";
import type { Terminal } from "../terminal.js";
import { adviceOn } from "./advice.js";
import { forecastsOf } from "./forecasts.js";
import type { Forecasts } from "./forecasts.js";
import { HELP, OPTIONS } from "./help.js";
import { learn } from "./learn.js";
import type { Findings } from "./learn.js";
import { equationLines, forecastLines, stageLines } from "./lines.js";
import { openMovies } from "./movies.js";
import type { Movies } from "./movies.js";
import { FILES, saveResults } from "./results.js";
import { settingsOf } from "./settings.js";
import type { Settings } from "./settings.js";
import { splitOf } from "./split.js";
import type { Split } from "./split.js";

const NAME = "discover";

/** Where the training stands, in the folder. */
const CHECKPOINT = "training.npz";

/** Iterations from one saving to the next. */
const EVERY = 5;

/** The command. */
export const discoverCommand: Command = {
  name: NAME,
  summary: "read the equation off movies of fields, with a report, a model and forecasts",
  help: HELP,
  options: OPTIONS,
  files: ["FILE…"],
  run: async (words, terminal) => {
    const folder = required(words, "output", NAME);
    const settings = settingsOf(words);
    const movies = await openMovies(words, shortest(settings));
    const split = splitOf(movies, words);
    const findings = await watched(folder, split, movies, settings, words, terminal);
    const forecasts = forecastsOf(findings.all, split.test, settings);
    const [{ model }] = findings.all;
    const { backend, relaxed, threads, precision } = info();
    await makeFolder(folder);
    await saveResults(folder, findings, forecasts, {
      title: words.text("title"),
      threshold: settings.threshold,
      interval: Number(model.interval.toPrecision(12)),
      unseen: split.unseen,
      info: {
        movies: words.files.join(", "),
        trajectories: factsLine(movies),
        "forecasts of": `trajectories ${split.unseen ? "not " : ""}learnt from: ${split.test.trajectories.length}`,
        kernelfield: version,
        compute: `${relaxed ? "relaxed " : ""}${backend}, threads: ${threads}, ${precision}`,
        node: process.versions.node,
        seed: settings.seed,
      },
    });
    const notes = [...findings.notes, ...adviceOn(findings, forecasts, settings)];
    for (const note of notes) terminal.err(`Note: ${note}\n`);
    terminal.out(
      words.flag("json")
        ? `${JSON.stringify(jsonOf(folder, { ...findings, notes }, forecasts, settings))}\n`
        : textOf(folder, movies, split, findings, forecasts, settings),
    );
  },
};

/** Learns with a bar, and a checkpoint to go on from. */
async function watched(
  folder: string,
  { training }: Split,
  { spacing }: Movies,
  settings: Settings,
  words: Words,
  terminal: Terminal,
): Promise<Findings> {
  const file = checkpointFile(join(folder, CHECKPOINT));
  const resume = words.flag("resume") ? await file.load() : undefined;
  let stage = 0;
  let isSaved = resume !== undefined;
  const barOf = (n: number): ReturnType<typeof createProgressBar> =>
    createProgressBar(terminal, `${NAME}, stage ${n}:`, words.flag("quiet"));
  let bar = barOf(1);
  const checkpoint: FitOptions["checkpoint"] = {
    every: EVERY,
    resume,
    save: async (bytes) => {
      await makeFolder(folder);
      await file.save(bytes);
      isSaved = true;
    },
  };
  try {
    return await learn(training, settings, {
      spacing,
      checkpoint,
      signal: terminal.signal,
      onProgress: (progress) => bar.show(progress),
      onStage: () => {
        stage++;
        bar.clear();
        bar = barOf(stage + 1);
      },
    });
  } catch (error) {
    if (!terminal.signal.aborted || !isSaved) throw error;
    throw new Interruption(
      `kernelfield ${NAME}: stopped; where the training stood is saved in ${folder}. Repeat the call with --resume to ` +
        `go on.`,
    );
  } finally {
    bar.clear();
  }
}

/** Points of the shortest filter. */
function shortest({ network: { size } }: Settings): number {
  return typeof size === "number" ? size : Math.min(...size);
}

/** `12 of 41 frames, 1 component on 32 × 32 points`. */
function factsLine({ trajectories, spacing }: Movies): string {
  const frames = [...new Set(trajectories.map(({ shape }) => shape[0]))];
  const [, components, ...grid] = trajectories[0].shape;
  return (
    `${trajectories.length} of ${frames.length === 1 ? frames[0] : `${Math.min(...frames)} to ${Math.max(...frames)}`} ` +
    `frames, ${components} ${components === 1 ? "component" : "components"} on ${grid.join(" × ")} points, ` +
    `spacing ${[...new Set(spacing)].map((h) => Number(h.toPrecision(4))).join(" × ")}`
  );
}

function textOf(
  folder: string,
  movies: Movies,
  { test, unseen }: Split,
  findings: Findings,
  forecasts: Forecasts,
  { threshold }: Settings,
): string {
  const [{ model }] = findings.all;
  const facts = { count: test.trajectories.length, unseen, interval: model.interval };
  const lines = [
    `trajectories: ${factsLine(movies)}`,
    "",
    ...equationLines(findings, threshold),
    ...stageLines(findings.stages),
    ...forecastLines(forecasts, facts),
    `Wrote ${folder}: ${FILES.join(", ")}.`,
  ];
  return `${lines.join("\n")}\n`;
}

/** What programs want of a discovery. */
function jsonOf(
  folder: string,
  { all, stages, notes }: Findings,
  { errors, growth }: Forecasts,
  { threshold }: Settings,
): object {
  return {
    folder,
    equations: Object.fromEntries(
      all.map(({ name, equation }) => [name, formatEquation(equation, { threshold }).split("\n")]),
    ),
    stages,
    errors: Object.fromEntries(
      Object.entries(errors).map(([name, { median, upper, diverged }]) => [
        name,
        { median: median.at(-1), upper: upper.at(-1), diverged: diverged.at(-1) },
      ]),
    ),
    ...{ growth, notes },
  };
}
