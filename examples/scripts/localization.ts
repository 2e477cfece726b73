/**
 * The main job: influence coefficients of elastic composites from finite-element fields in data/,
 * strain fields of microstructures they have not seen, and a report in out/ (or the folder named).
 *
 *   tsx examples/scripts/localization.ts [folder]
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compute, pdenet, plot, version } from "kernelfield";
import { io } from "kernelfield/node";
import {
  movieSentence,
  picturesOfMovie,
  sectionsOfMovie,
  watchMovie,
} from "./localization/movie.js";
import { pictureOfLarger, picturesOf } from "./localization/pictures.js";
import {
  findAgain,
  pictureOfSame,
  sameSentence,
  sectionOfSame,
} from "./localization/sameKernel.js";
import { predictLarger, run, STUDIES } from "./localization/studies.js";
import type { Result } from "./localization/studies.js";

/** The recorded prediction on the larger grid is met to this, relative to its largest entry. */
const RESIZE_TOLERANCE = 1e-8;

/** A network finds the kernel of MKS to this: rounding, and where a descent ends. */
const SAME_TOLERANCE = 1e-8;

/** Coefficients of the equation of a movie are found to this part of them. */
const MOVIE_TOLERANCE = 0.05;

const folder = process.argv[2] ?? "out";

const results: Result[] = [];
for (const study of STUDIES) results.push(await run(study));
const resized = await predictLarger(results[0]);
const same = await findAgain(results[0]);
const movie = await watchMovie(results[0].model);
const table = tableOf(results);
const misses = missed();
const figures = results.map(picturesOf);
const larger = pictureOfLarger(resized, results[0].phases);
const sameKernel = pictureOfSame(same);
const pictures = [...figures.flat(), sameKernel, larger, ...picturesOfMovie(movie)];

await mkdir(folder, { recursive: true });
for (const { file, svg } of pictures) {
  await io.saveFile(join(folder, file), await plot.toPng(svg));
}
await io.saveFile(join(folder, "report.html"), plot.report(report()));
await io.saveFile(join(folder, "summary.json"), `${JSON.stringify(summary(), null, 2)}\n`);

printTable(table);
console.log(`\n${sameSentence(same)}`);
console.log(resizedSentence());
console.log(movieSentence(movie));
console.log(`\nWrote report.html, ${pictures.length} pictures and summary.json to ${folder}.`);
for (const complaint of misses) {
  console.log(`MISSED: ${complaint}`);
  process.exitCode = 1;
}

function missed(): string[] {
  const complaints = results
    .filter(({ scores, expected }) => !(scores.mase.mean <= expected))
    .map(
      ({ name, scores, expected }) =>
        `${name}.mae is ${scores.mase.mean.toFixed(3)} %; it should be at most ${expected} %.`,
    );
  for (const { solver, difference } of same.learnt) {
    if (difference <= SAME_TOLERANCE) continue;
    complaints.push(
      `sameKernel.${solver} is ${difference}; it should be at most ${SAME_TOLERANCE}.`,
    );
  }
  if (!(movie.deviation <= MOVIE_TOLERANCE)) {
    complaints.push(
      `movie.deviation is ${movie.deviation}; it should be at most ${MOVIE_TOLERANCE}.`,
    );
  }
  if (resized.difference <= RESIZE_TOLERANCE) return complaints;
  return [
    ...complaints,
    `resized.difference is ${resized.difference}; it should be at most ${RESIZE_TOLERANCE}.`,
  ];
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One row per study, and under it what the mean alone would score. */
function tableOf(studies: readonly Result[]): Table {
  const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(1);
  return {
    columns: ["study", "MAE %", "expected", "fluctuation L2", "R²", "fit ms", "predict ms"],
    rows: studies.flatMap(({ name, scores, expected, fitSeconds, predictSeconds }) => [
      [
        name,
        scores.mase.mean.toFixed(3),
        `≤ ${expected}`,
        scores.relativeFluctuationL2.toFixed(4),
        scores.r2.toFixed(5),
        milliseconds(fitSeconds),
        milliseconds(predictSeconds),
      ],
      ["  e = mean", scores.meanPredictionMase.mean.toFixed(3), "–", "1.0000", "–", "–", "–"],
    ]),
  };
}

function printTable({ columns, rows }: Table): void {
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...rows.map((row) => row[i].length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ");
  console.log(line(columns));
  console.log(widths.map((width) => "─".repeat(width)).join("  "));
  for (const row of rows) console.log(line(row));
}

function versionsOf(): Record<string, string> {
  const { backend, threads, precision } = compute.info();
  return {
    kernelfield: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    compute: `${backend}, ${threads} thread${threads === 1 ? "" : "s"}, ${precision}`,
  };
}

/** Every figure of the table under plain names. */
function summary(): Record<string, unknown> {
  const studies = results.map(({ name, scores, expected, fitSeconds, predictSeconds, model }) => [
    name,
    {
      mae: scores.mase.mean,
      expectedMae: expected,
      meanPredictionMae: scores.meanPredictionMase.mean,
      relativeL2: scores.relativeL2,
      relativeFluctuationL2: scores.relativeFluctuationL2,
      r2: scores.r2,
      maxError: scores.maxError,
      trainingSamples: model.diagnostics.samples,
      warnings: model.diagnostics.warnings,
      fitSeconds,
      predictSeconds,
    },
  ]);
  const { grid, difference } = resized;
  return {
    ...(Object.fromEntries(studies) as Record<string, unknown>),
    sameKernel: Object.fromEntries(
      same.learnt.map(({ solver, difference }) => [solver, difference]),
    ),
    resized: { grid, difference, expectedDifference: RESIZE_TOLERANCE },
    movie: {
      deviation: movie.deviation,
      expectedDeviation: MOVIE_TOLERANCE,
      growth: movie.growth,
      equation: pdenet.formatEquation(movie.found, { threshold: 0.01 }).split("\n"),
    },
    missed: misses,
    versions: versionsOf(),
  };
}

function resizedSentence(): string {
  return (
    `The kernels of ${results[0].name}, resized to ${resized.grid.join(" × ")} cells, predict within ` +
    `${resized.difference.toExponential(1)} of the prediction recorded from PyMKS ` +
    `(expected ≤ ${RESIZE_TOLERANCE.toExponential(0)}).`
  );
}

function report(): plot.Report {
  const verdict = misses.length === 0 ? ["Every figure reaches what is expected of it."] : misses;
  return {
    title: "Localization of elastic strain",
    sections: [
      {
        heading: "Results",
        text:
          "Influence coefficients are fitted to the finite-element strain of a few delta microstructures " +
          "(one cell of another phase) and predict that of random ones. MAE is the mean absolute error in percent of the " +
          `mean strain. The rows e = mean show what the mean alone would score. ${verdict.join(" ")}`,
        table,
      },
      ...results.map((result, i) => ({
        heading: result.title,
        warnings: result.model.diagnostics.warnings,
        figures: figures[i],
      })),
      sectionOfSame(same, sameKernel),
      { heading: "A larger domain", text: resizedSentence(), figures: [larger] },
      ...sectionsOfMovie(movie),
    ],
    info: versionsOf(),
  };
}
