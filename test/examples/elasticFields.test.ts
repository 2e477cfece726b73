import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

interface Run {
  readonly contrast: number;
  readonly residuals: number[];
  readonly errors: number[];
}

test("residuals keep the bound of conjugate gradients, and errors of strains only fall", async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-elasticFields-"));
  try {
    const words = [`${root}examples/scripts/elasticFields.ts`, folder, "48"];
    const { code, output } = await tool("tsx/dist/cli.mjs", words);
    expect(code, output).toBe(0);
    const text = await readFile(join(folder, "elasticFields.json"), "utf8");
    const runs = JSON.parse(text) as Run[];
    expect(runs.map(({ contrast }) => contrast)).toEqual([2, 10, 50, 100, 1000]);
    for (const { contrast, residuals, errors } of runs) {
      // The condition of the preconditioned stiffness is at most the contrast of the shear moduli, E/2(1 + ν).
      const condition = (contrast * 1.35) / 1.25;
      const rate = (Math.sqrt(condition) - 1) / (Math.sqrt(condition) + 1);
      expect(residuals[0]).toBe(1);
      residuals.forEach((residual, k) => {
        expect(residual).toBeLessThan(2 * Math.sqrt(condition) * rate ** k);
      });
      expect(residuals.at(-1)).toBeLessThan(1e-10);
      // In the norm of the preconditioner errors fall at every iteration (Hestenes and Stiefel), here at every fourth.
      for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeLessThan(errors[i - 1]);
      expect(errors.length).toBeGreaterThan(1);
    }
    const iterations = runs.map(({ residuals }) => residuals.length - 1);
    for (let i = 1; i < 5; i++) expect(iterations[i]).toBeGreaterThan(iterations[i - 1]);
    for (const name of ["fields", "residuals", "errors"]) {
      const bytes = await readFile(join(folder, `elasticity-${name}.png`));
      expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
