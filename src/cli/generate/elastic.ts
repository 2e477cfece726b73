/** `kernelfield generate elastic`: microstructures with their elastic response. */
import { createHash } from "node:crypto";
import {
  formatShape,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toDense,
  ValueError,
} from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import type { PartArrays } from "../../io/index.js";
import { solveElasticity } from "../../physics/index.js";
import { choice, UsageError } from "../command.js";
import type { Command, Words } from "../command.js";
import { openInput } from "../input.js";
import { drawnOf, KIND_HELP, KIND_OPTIONS } from "./microstructure.js";
import type { Drawn } from "./microstructure.js";
import { makeSet, SET_HELP, SET_OPTIONS } from "./set.js";
import type { Recipe } from "./set.js";
import { needed, parsedOptions, settingsOf } from "./settings.js";

const NAME = "generate elastic";

/** Components in Voigt order, by the number of axes. */
const VOIGT: Readonly<Record<number, readonly string[]>> = {
  1: ["xx"],
  2: ["xx", "yy", "xy"],
  3: ["xx", "yy", "zz", "yz", "xz", "xy"],
};

const SOLVER = {
  elasticModulus: "numbers",
  poissonRatio: "numbers",
  strain: "numbers",
  tolerance: "number",
  maxIterations: "number",
  spacing: "number or list",
  refine: "number",
} as const;

/** The command. */
export const elasticCommand: Command = {
  name: NAME,
  summary: "make microstructures and solve for their strains",
  help: `kernelfield ${NAME} [KIND] --elastic-modulus E0,E1 --poisson-ratio V0,V1 -o SET

Makes microstructures, or takes those of a file, and solves div σ = 0 in cells that repeat. SET gets
m[sample, x, y, …], strain[sample, component, x, y, …], energy and iterations.

  KIND                  one of the list below; needs --shape and --samples
  --shape NX,NY,…       cells along one to three axes
  --microstructure FILE phase indices, .npy, or array of an .npz as data.npz:name
${SET_HELP}

Elasticity
  --elastic-modulus E0,E1,…  of every phase; 0 is a void
  --poisson-ratio V0,V1,…    of every phase
  --strain E,E,…        mean strain in the order xx,yy,xy or xx,yy,zz,yz,xz,xy, shear as γ = 2ε;
                        default 1,0,…: pulled along x
  --components LIST     which to keep: all (default), or some, as xx or xx,xy
  --stress              keep stresses, too
  --element NAME        q1bbar (default), q1, q1r or q2; a model holds for one element
  --plane NAME          of 2-D cells: strain (default), stress or pymks
  --tolerance T         relative residual; default 1e-6
  --max-iterations N    default 2000
  --spacing H           length of a voxel, one number or one per axis; default 1
  --refine N            elements along every axis of a voxel; default 1

Kinds and their options, which are those of the library; lengths are in cells
${KIND_HELP}

  kernelfield ${NAME} filtered-cells --shape 31,31,31 --samples 400 \\
    --elastic-modulus 1,10 --poisson-ratio 0.3,0.3 --components xx -o set.npz`,
  options: {
    ...SET_OPTIONS,
    ...KIND_OPTIONS,
    ...parsedOptions([SOLVER]),
    microstructure: { type: "string" },
    components: { type: "string" },
    stress: { type: "boolean" },
    element: { type: "string" },
    plane: { type: "string" },
  },
  files: ["[KIND]"],
  run: (words, terminal) => makeSet(words, terminal, NAME, () => recipeOf(words)),
};

async function recipeOf(words: Words): Promise<Recipe> {
  const { samples, shape, draw, facts } = await cellsOf(words);
  const settings = settingsOf(words, SOLVER, NAME);
  const elasticModulus = needed(settings.elasticModulus, "elasticModulus", "it", NAME);
  const poissonRatio = needed(settings.poissonRatio, "poissonRatio", "it", NAME);
  const voigt = VOIGT[shape.length] ?? [];
  const { strain = voigt.map((_, c) => Number(c === 0)) } = settings;
  const names = componentsOf(words, voigt);
  const places = names.map((name) => voigt.indexOf(name));
  const stress = words.flag("stress");
  const options = {
    element: choice(words, "element", ["q1bbar", "q1", "q1r", "q2"], NAME),
    plane: choice(words, "plane", ["strain", "stress", "pymks"], NAME),
    tolerance: settings.tolerance ?? 1e-6,
    maxIterations: settings.maxIterations ?? 2000,
    spacing: settings.spacing ?? 1,
    refine: settings.refine ?? 1,
  } as const;
  return {
    ...{ samples, sampleSize: sizeOf(shape) },
    facts: {
      ...facts,
      elasticity: { elasticModulus, poissonRatio, strain, ...options, components: names, stress },
    },
    make: async (first, count, run): Promise<PartArrays> => {
      const m = draw(first, count);
      const phases = { elasticModulus, poissonRatio };
      const solution = await solveElasticity(m, phases, strain, { ...options, ...run });
      return {
        m,
        strain: picked(solution.strain, places),
        ...(stress ? { stress: picked(solution.stress, places) } : {}),
        energy: ndarrayOf(Float64Array.from(solution.energy), [count]),
        iterations: ndarrayOf(Int32Array.from(solution.iterations), [count]),
      };
    },
  };
}

/** Microstructures that are drawn, or those of a file. */
async function cellsOf(words: Words): Promise<Drawn> {
  const file = words.text("microstructure");
  if ((file === undefined) === (words.files.length === 0)) {
    throw new UsageError(
      `kernelfield ${NAME}: expected a KIND, or --microstructure FILE; got ` +
        `${file === undefined ? "neither" : "both"}. ` +
        `See kernelfield ${NAME} --help.`,
    );
  }
  if (file === undefined) return drawnOf(words, NAME);
  const drawing = [...Object.keys(KIND_OPTIONS), "shape", "samples", "seed"];
  const foreign = drawing.find((name) => words.flag(name) || words.text(name) !== undefined);
  if (foreign !== undefined) {
    throw new UsageError(
      `kernelfield ${NAME}: --${foreign} is for microstructures that are made; --microstructure has its own. ` +
        `Leave it out.`,
    );
  }
  const { data, shape } = toDense(await openInput(file), `kernelfield ${NAME}: ${file}`);
  const [samples, ...grid] = shape;
  if (!(samples >= 1 && grid.length >= 1 && grid.length <= 3)) {
    throw new ShapeError(
      `kernelfield ${NAME}: ${file} should have the axes [sample, x, y, …]; got ${formatShape(shape)}.`,
    );
  }
  const size = sizeOf(grid);
  const indices = Uint8Array.from(data);
  const wrong = indices.findIndex((phase, i) => phase !== data[i]);
  if (wrong >= 0) {
    throw new ValueError(
      `kernelfield ${NAME}: ${file} should hold phase indices 0 … 255; got ${data[wrong]} at entry ${wrong}. Cut ` +
        `continuous values into phases first.`,
    );
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    samples,
    shape: grid,
    draw: (first, count) =>
      ndarrayOf(indices.slice(first * size, (first + count) * size), [count, ...grid]),
    facts: { microstructure: { file, shape: grid, sha256 } },
  };
}

function componentsOf(words: Words, voigt: readonly string[]): readonly string[] {
  const list = words.text("components") ?? "all";
  const names = list === "all" ? voigt : list.split(",");
  if (names.every((name) => voigt.includes(name)) && new Set(names).size === names.length) {
    return names;
  }
  throw new UsageError(
    `kernelfield ${NAME}: --components should be all, or some of ${voigt.join(",")}; got ${list}.`,
  );
}

/** Some components of f[s, c, …x]. */
function picked(
  { data, shape: [samples, components, ...grid] }: NdArray,
  places: readonly number[],
): NdArray {
  const size = sizeOf(grid);
  const out = new Float64Array(samples * places.length * size);
  for (let s = 0; s < samples; s++) {
    places.forEach((c, i) => {
      const from = (s * components + c) * size;
      out.set(data.subarray(from, from + size), (s * places.length + i) * size);
    });
  }
  return ndarrayOf(out, [samples, places.length, ...grid]);
}
