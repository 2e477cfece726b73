/** `kernelfield compare`: models and the solver on the same cells, as one page. */
import { info } from "../compute/index.js";
import { formatShape, ndarrayOf, ShapeError, sizeOf, toDense, version } from "../core/index.js";
import type { Dense, NdArray, NumericData } from "../core/index.js";
import type { KnownCells, Problem } from "../cnn/index.js";
import { saveFile } from "../io/index.js";
import { comparisonReport } from "../plot/index.js";
import { compare, formatComparison } from "../studies/index.js";
import type { Comparison, ModelName } from "../studies/index.js";
import { choice, required, UsageError } from "./command.js";
import type { Command, Words } from "./command.js";
import { openInput } from "./input.js";
import { createProgressBar } from "./progress.js";

const NAME = "compare";

/** Networks by the names they have here. */
const NETWORKS: Readonly<Record<string, ModelName>> = {
  "feed-forward": "feedForward",
  recurrent: "recurrent",
  fourier: "fourier",
};

/** The models that are always compared. */
const LINEAR: readonly ModelName[] = ["mks", "mks2", "linear"];

/** The command. */
export const compareCommand: Command = {
  name: NAME,
  summary: "compare MKS, networks and the solver on the same cells, as one page",
  help: `kernelfield ${NAME} MICROSTRUCTURES STRAINS --elastic-modulus E0,E1 --poisson-ratio V0,V1 -o REPORT

Fits MKS of first and second order, its linear network and others to the same cells, and scores them
on unseen ones, beside the mean and the solver stopped after a few iterations. Writes one
self-contained HTML page.

  MICROSTRUCTURES       phase indices [sample, x, y, …], .npy, or array of an .npz as data.npz:name
  STRAINS               all components [sample, component, x, y, …], as generate elastic makes them

What the strains are those of
  --elastic-modulus E0,E1,…  of every phase; 0 is a void
  --poisson-ratio V0,V1,…    of every phase
  --element NAME        q1bbar (default), q1, q1r or q2
  --plane NAME          of 2-D cells: strain (default) or stress
  --macro-strain E,E,…  mean strain in the order xx,yy,xy or xx,yy,zz,yz,xz,xy, shear as γ = 2ε;
                        default 1,0,…: pulled along x

Models
  --networks LIST       some of ${Object.keys(NETWORKS).join(", ")}, or none;
                        default feed-forward,recurrent
  --epochs N            times that a network sees all cells; default 60
  --batch-size N        cells of a step; default 20
  --seed N              of networks' first weights and orders; default 0
  --neighbours N        MKS of second order: 4, 8 or 24 (default) cells in 2-D; 6, 18 or 26 in 3-D
  --ridge WEIGHT        of that regression; default 1e-2
  --iterations LIST     of the solver; default 1,2,3,4,5,6

Cells
  --test N              the last N cells are for the test; default a fifth
  --validation N        the N before choose a network's best epoch; default 0: the last is taken

  -o, --output FILE     where the page goes
  --phases A,B,…        names of the phases
  --title TEXT          heading of the page
  --json                prints the rows as JSON
  -q, --quiet           no progress bar

  kernelfield generate elastic filtered-cells --shape 21,21 --samples 400 \\
    --elastic-modulus 1,10 --poisson-ratio 0.3,0.3 -o set.npz
  kernelfield ${NAME} set.npz:m set.npz:strain --elastic-modulus 1,10 --poisson-ratio 0.3,0.3 \\
    -o report.html`,
  options: {
    "elastic-modulus": { type: "string" },
    "poisson-ratio": { type: "string" },
    element: { type: "string" },
    plane: { type: "string" },
    "macro-strain": { type: "string" },
    networks: { type: "string" },
    epochs: { type: "string" },
    "batch-size": { type: "string" },
    seed: { type: "string" },
    neighbours: { type: "string" },
    ridge: { type: "string" },
    iterations: { type: "string" },
    test: { type: "string" },
    validation: { type: "string" },
    output: { type: "string", short: "o" },
    phases: { type: "string" },
    title: { type: "string" },
  },
  files: ["MICROSTRUCTURES", "STRAINS"],
  run: async (words, terminal) => {
    const output = required(words, "output", NAME);
    required(words, "elastic-modulus", NAME);
    required(words, "poisson-ratio", NAME);
    const networks = networksOf(words);
    const [mFile, strainFile] = words.files;
    const sets = splitOf(await openInput(mFile), await openInput(strainFile), words);
    const axes = sets.test.microstructures.shape.length - 1;
    const problem = problemOf(words, axes);
    const bar = createProgressBar(terminal, NAME, words.flag("quiet"));
    const result = await compare(sets, problem, {
      models: [...LINEAR.filter((name) => axes > 1 || name !== "mks2"), ...networks],
      training: {
        ...given("epochs", words.number("epochs")),
        ...given("batchSize", words.number("batch-size")),
        ...given("seed", words.number("seed")),
      },
      ...given("neighbours", words.number("neighbours")),
      ...given("ridge", words.number("ridge")),
      ...given("iterations", words.numbers("iterations")),
      clock: () => performance.now(),
      signal: terminal.signal,
      onProgress: bar.show,
    }).finally(bar.clear);
    const { backend, relaxed, threads, precision } = info();
    const page = comparisonReport(result, {
      title: words.text("title"),
      phases: words.text("phases")?.split(","),
      info: {
        ...{ microstructures: mFile, strains: strainFile, kernelfield: version },
        compute: `${relaxed ? "relaxed " : ""}${backend}, threads: ${threads}, ${precision}`,
        node: process.versions.node,
      },
    });
    await saveFile(output, page);
    for (const warning of new Set(result.rows.flatMap(({ warnings }) => warnings))) {
      terminal.err(`Note: ${warning}\n`);
    }
    terminal.out(
      words.flag("json")
        ? `${JSON.stringify({ report: output, ...factsOf(result) })}\n`
        : `${formatComparison(result)}\nWrote ${output}.\n`,
    );
  },
};

function problemOf(words: Words, axes: number): Problem {
  const components = (axes * (axes + 1)) / 2;
  const along = Array.from({ length: components }, (_, c) => Number(c === 0));
  return {
    elasticModulus: words.numbers("elastic-modulus") ?? [],
    poissonRatio: words.numbers("poisson-ratio") ?? [],
    element: choice(words, "element", ["q1bbar", "q1", "q1r", "q2"], NAME),
    plane: choice(words, "plane", ["strain", "stress"], NAME),
    macroStrain: words.numbers("macro-strain") ?? along,
  };
}

function networksOf(words: Words): ModelName[] {
  const list = words.text("networks");
  if (list === undefined) return ["feedForward", "recurrent"];
  if (list === "none") return [];
  const names = list.split(",");
  const unknown = names.find((name) => !Object.hasOwn(NETWORKS, name));
  if (unknown === undefined) return names.map((name) => NETWORKS[name]);
  throw new UsageError(
    `kernelfield ${NAME}: --networks should be none, or some of ${Object.keys(NETWORKS).join(", ")}; got ${list}.`,
  );
}

/** An option of the library, where it is given. */
function given<K extends string, T>(name: K, value: T | undefined): Partial<Record<K, T>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<K, T>>;
}

interface Cells extends KnownCells {
  readonly microstructures: Dense;
  readonly strains: Dense;
}

interface Sets {
  readonly training: Cells;
  readonly validation?: Cells;
  readonly test: Cells;
}

/** The last cells for the test, those before for validation, the others for training. */
function splitOf(m: NdArray<NumericData>, strain: NdArray<NumericData>, words: Words): Sets {
  const [cells, strains] = [toDense(m, NAME), toDense(strain, NAME)];
  const [samples] = cells.shape;
  if (strains.shape[0] !== samples) {
    throw new ShapeError(
      `kernelfield ${NAME}: microstructures and strains should have as many samples; got shapes ` +
        `${formatShape(cells.shape)} and ${formatShape(strains.shape)}.`,
    );
  }
  const test = countOf(words, "test", Math.max(1, Math.round(samples / 5)), 1);
  const validation = countOf(words, "validation", 0, 0);
  const training = samples - test - validation;
  if (training < 1) {
    throw new UsageError(
      `kernelfield ${NAME}: --test and --validation should leave cells for training; of ${samples} they take ` +
        `${test + validation}.`,
    );
  }
  const part = (first: number, count: number): Cells => ({
    microstructures: rowsOf(cells, first, count),
    strains: rowsOf(strains, first, count),
  });
  return {
    training: part(0, training),
    ...(validation > 0 && { validation: part(training, validation) }),
    test: part(samples - test, test),
  };
}

function countOf(words: Words, option: string, usual: number, least: number): number {
  const count = words.number(option) ?? usual;
  if (Number.isInteger(count) && count >= least) return count;
  throw new UsageError(
    `kernelfield ${NAME}: --${option} should be a whole number from ${least} on; got ${count}.`,
  );
}

/** Some samples of an array. */
function rowsOf({ data, shape: [, ...rest] }: Dense, first: number, count: number): Dense {
  const size = sizeOf(rest);
  return ndarrayOf(data.slice(first * size, (first + count) * size), [count, ...rest]);
}

/** What programs want of a comparison. */
function factsOf({ rows, kernels, samples, grid, componentName }: Comparison): object {
  return {
    ...{ samples, grid, component: componentName, kernelDifference: kernels?.difference ?? null },
    rows: rows.map(({ scores, ...row }) => ({
      ...{ name: row.name, kind: row.kind, parameters: row.parameters },
      ...{ trainingTime: row.trainingTime, predictionTime: row.predictionTime },
      operations: row.operations,
      mase: { mean: scores.mase.mean, max: scores.mase.max, std: scores.mase.std },
      relativeL2: scores.relativeL2,
      relativeFluctuationL2: scores.relativeFluctuationL2,
      strainError: scores.strain.mean,
      effectiveStressError: scores.effectiveStress,
    })),
  };
}
