/** Evaluations needed, against those of SciPy; see test/fixtures/scipy/README.md. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { minimize } from "../../../src/nn/index.js";
import { rosenbrock, rosenbrockStart } from "./problems.js";

interface Count {
  readonly n: number;
  readonly evaluations: number;
  readonly gradientNorm: number;
}

const file = new URL("../../fixtures/scipy/rosenbrock.json", import.meta.url);
const recorded = JSON.parse(readFileSync(file, "utf8")) as Record<"L-BFGS-B" | "BFGS", Count[]>;

describe("Rosenbrock's function to ‖g‖∞ ≤ 1e-8, in evaluations", () => {
  test.each(recorded["L-BFGS-B"])("lbfgs needs at most SciPy's in $n unknowns", async (count) => {
    const found = await minimize(rosenbrock, rosenbrockStart(count.n), { history: 10 });
    expect(found.gradientNorm).toBeLessThanOrEqual(1e-8);
    expect(found.evaluations).toBeLessThanOrEqual(count.evaluations);
  });

  test.each(recorded.BFGS)("bfgs needs at most 1.2 of SciPy's in $n unknowns", async (count) => {
    const found = await minimize(rosenbrock, rosenbrockStart(count.n), { method: "bfgs" });
    expect(found.gradientNorm).toBeLessThanOrEqual(1e-8);
    // In 10 unknowns SciPy's run ends early, at another minimum, by loss of precision.
    expect(found.evaluations).toBeLessThanOrEqual(1.2 * count.evaluations);
  });
});
