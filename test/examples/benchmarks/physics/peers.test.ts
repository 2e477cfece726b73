import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "../../../../examples/benchmarks/peer.js";
import { startPython } from "../../../../examples/benchmarks/programs.js";
import { PHYSICS_WORKS } from "../../../../examples/benchmarks/physics/works.js";
import type { PhysicsWork } from "../../../../examples/benchmarks/physics/works.js";
import { ndarrayOf } from "../../../../src/core/index.js";
import { openArray, saveArray } from "../../../../src/io/index.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kernelfield-peers-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What a peer makes of a work on an input [s, …x]. */
async function answerOf(file: string, modules: readonly string[], work: object, input: number[]) {
  const started = await startPython(modules, `physics/${file}`);
  if (typeof started === "string") throw new Error(started);
  const [path, save] = [join(folder, "input.npy"), join(folder, "result.npy")];
  await saveArray(path, ndarrayOf(Float64Array.from(input), [input.length]));
  try {
    await started.peer.ask({ ...work, ask: "load", arrays: [path] });
    await started.peer.ask({ ask: "run", save });
  } finally {
    started.peer.end();
  }
  return Array.from((await openArray(save)).data);
}

const GRID = [3, 4];

/** Layers across x: one of three is ten times as stiff, so ε_xx is 10/7, 10/7, 1/7 where its mean is 1. */
const LAYERS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
const STRAIN = LAYERS.map((phase) => (phase === 0 ? 10 / 7 : 1 / 7));

function elasticWork(element: string): PhysicsWork {
  const found = PHYSICS_WORKS.find(
    (work) => work.kind === "elasticity" && work.element === element,
  );
  if (found === undefined) throw new Error(`No work has the element ${element}.`);
  return { ...found, grid: GRID };
}

describe.skipIf(findPython(["numpy", "scipy"]) === undefined)("NumPy", () => {
  const peer = ["numpy_peer.py", ["numpy", "scipy"]] as const;

  test.each(["q1bbar", "q2"])(
    "%s: strains of a laminate are those of the closed form",
    async (element) => {
      const result = await answerOf(...peer, elasticWork(element), LAYERS);
      // Strains have no mean along the layers; conjugate gradients end after two iterations.
      STRAIN.forEach((strain, x) => expect(result[x]).toBeCloseTo(strain, 10));
      result.slice(12, 36).forEach((strain) => expect(strain).toBeCloseTo(0, 10));
    },
  );

  test("a field of Cahn–Hilliard that is constant stays", async () => {
    const flow = PHYSICS_WORKS.find(({ kind }) => kind === "cahnHilliard");
    const result = await answerOf(
      ...peer,
      { ...flow, grid: GRID },
      LAYERS.map(() => 0.3),
    );
    result.forEach((phi) => expect(phi).toBeCloseTo(0.3, 13));
  });
});

describe.skipIf(findPython(["numpy", "sfepy"]) === undefined)("SfePy", () => {
  test("strains of a laminate are those of the closed form", async () => {
    const result = await answerOf(
      "elasticity_sfepy.py",
      ["numpy", "sfepy"],
      elasticWork("q2"),
      LAYERS,
    );
    STRAIN.forEach((strain, x) => expect(result[x]).toBeCloseTo(strain, 8));
  });
});
