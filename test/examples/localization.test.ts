import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needBuild, root, tool } from "../package/command.js";

test("the main job reaches its figures and shows them", { timeout: 60_000 }, async () => {
  needBuild();
  const folder = await mkdtemp(join(tmpdir(), "kernelfield-main-"));
  try {
    const script = `${root}examples/scripts/localization.ts`;
    const { code, output } = await tool("tsx/dist/cli.mjs", [script, folder]);
    expect(code, output).toBe(0);
    expect(output).not.toContain("MISSED");
    const summary = JSON.parse(await readFile(join(folder, "summary.json"), "utf8")) as Record<
      string,
      Record<string, number>
    >;
    // The figures of the reference program on the same samples, rounded up.
    expect(summary.elastic2d.mae).toBeLessThanOrEqual(0.16);
    expect(summary.elastic2d3phase.mae).toBeLessThanOrEqual(0.55);
    expect(summary.elastic3d.mae).toBeLessThanOrEqual(0.46);
    // One exact step is rounding; a descent ends where its gradient has fallen by 1e-10.
    expect(summary.sameKernel.newton).toBeLessThan(1e-12);
    expect(summary.sameKernel.lbfgs).toBeLessThan(1e-8);
    expect(summary.resized.difference).toBeLessThan(1e-12);
    // Burgers' equation: 2 % in convection, and what six movies on a coarse grid say of the viscosity.
    expect(summary.movie.deviation).toBeLessThan(0.05);
    expect(output).toMatch(/u_t = −(0\.9[89]|1\.0[01])\d* /);
    for (const name of ["elastic2d", "elastic2d3phase", "elastic3d"]) {
      expect(output).toContain(summary[name].mae.toFixed(3));
    }
    const files = (await readdir(folder)).sort();
    const pictures = ["elastic2d", "elastic2d3phase", "elastic3d"].flatMap((name) =>
      ["fields", "kernels", "parity"].map((kind) => `${name}-${kind}.png`),
    );
    expect(files).toEqual(
      [
        ...pictures,
        "elastic2d-same-kernel.png",
        "elastic2d-resized.png",
        "movie-filters.png",
        "movie-forecast.png",
        "report.html",
        "summary.json",
      ].sort(),
    );
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page.match(/<figure/g)).toHaveLength(pictures.length + 6); // two forecasts
    expect(page).toContain("PDE-Net: the equation behind the movie");
    expect(page).toContain("One kernel, three views");
    expect(page).not.toMatch(/(src|href)="http/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
