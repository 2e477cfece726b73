import { existsSync } from "node:fs";
import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createRng,
  FormatError,
  ndarrayOf,
  ShapeError,
  toDense,
  ValueError,
} from "../../src/core/index.js";
import type { NdArray } from "../../src/core/index.js";
import { openBatches, saveArray, saveFile } from "../../src/io/index.js";
import { fit, fitBatches } from "../../src/mks/index.js";
import { phaseBasis } from "../../src/states/index.js";
import { emptyFolder } from "./files.js";

interface Saved {
  readonly m: NdArray<Uint8Array>;
  readonly p: NdArray;
  readonly mPath: string;
  readonly pPath: string;
}

async function saved(
  samples: number,
  grid: readonly number[],
  components: number[] = [],
): Promise<Saved> {
  const folder = await emptyFolder();
  const rng = createRng(1);
  const shape = [samples, ...grid];
  const size = shape.reduce((a, n) => a * n, 1);
  const m = ndarrayOf(
    Uint8Array.from({ length: size }, () => rng.integer(2)),
    shape,
  );
  const length = size * (components[0] ?? 1);
  const data = Float64Array.from({ length }, () => rng.normal());
  const p = ndarrayOf(data, [samples, ...components, ...grid]);
  const [mPath, pPath] = [join(folder, "m.npy"), join(folder, "p.npy")];
  await saveArray(mPath, m);
  await saveArray(pPath, p);
  return { m, p, mPath, pPath };
}

describe("openBatches", () => {
  test("streams into fitBatches and gives the model that fit gives, whatever the batches", async () => {
    for (const components of [[], [2]]) {
      const { m, p, mPath, pPath } = await saved(11, [4, 3], components);
      const whole = await fit(m, p, phaseBasis(2));
      for (const size of [1, 4, 11, 100, undefined]) {
        const model = await fitBatches(openBatches(mPath, pPath, { size }), phaseBasis(2));
        expect(model.diagnostics.samples).toBe(11);
        expect(model.coefficients.shape).toEqual(whole.coefficients.shape);
        // Grouping changes compensated sums by rounding only, times the condition number squared.
        for (const plane of ["re", "im"] as const) {
          model.coefficients[plane].forEach((v, i) =>
            expect(v).toBeCloseTo(whole.coefficients[plane][i], 12),
          );
        }
      }
    }
  });

  test("has the samples in order, the last batch with the rest, in their number type", async () => {
    const { m, p, mPath, pPath } = await saved(7, [5]);
    const batches = openBatches(mPath, pPath, { size: 3 });
    for (const time of ["once", "again"]) {
      const sizes: number[] = [];
      const [cells, responses]: [number[], number[]] = [[], []];
      for await (const batch of batches) {
        const [part, response] = [toDense(batch.m, time), toDense(batch.p, time)];
        expect(part.data).toBeInstanceOf(Uint8Array);
        sizes.push(part.shape[0]);
        cells.push(...part.data);
        responses.push(...response.data);
      }
      expect(sizes).toEqual([3, 3, 1]);
      expect(cells).toEqual([...m.data]);
      expect(responses).toEqual([...p.data]);
    }
  });

  test("takes about half a million cells at a time", async () => {
    const { mPath, pPath } = await saved(3, [500, 500]);
    const sizes: number[] = [];
    for await (const { m } of openBatches(mPath, pPath)) sizes.push(toDense(m, "m").shape[0]);
    expect(sizes).toEqual([2, 1]);
  });

  test.runIf(existsSync("/proc/self/fd"))(
    "closes its files, also after a loop that is left",
    async () => {
      const { mPath, pPath } = await saved(4, [3]);
      const isOpen = async (): Promise<boolean> => {
        const links = (await readdir("/proc/self/fd")).map((fd) =>
          readlink(`/proc/self/fd/${fd}`).catch(() => ""),
        );
        const paths = await Promise.all(links);
        return paths.includes(mPath) || paths.includes(pPath);
      };
      for await (const batch of openBatches(mPath, pPath, { size: 1 })) {
        expect(batch).toBeDefined();
        expect(await isOpen()).toBe(true);
        break;
      }
      expect(await isOpen()).toBe(false);
      const loop = async (): Promise<void> => {
        for await (const batch of openBatches(mPath, `${pPath}.gone`))
          expect(batch).toBeUndefined();
      };
      await expect(loop()).rejects.toThrow(`io.openBatches: ${pPath}.gone: there is no such file`);
      expect(await isOpen()).toBe(false);
    },
  );

  test("refuses files that do not belong together, before the first batch", async () => {
    const { m, p, mPath, pPath } = await saved(4, [3]);
    const first = async (): Promise<unknown> => {
      const batches = openBatches(mPath, pPath)[Symbol.asyncIterator]();
      return batches.next();
    };
    await saveArray(pPath, ndarrayOf(p.data.subarray(0, 9), [3, 3]));
    await expect(first()).rejects.toThrow(ShapeError);
    await expect(first()).rejects.toThrow(
      `io.openBatches: m and p should have as many samples; got 4 in ${mPath} and 3 in ${pPath}. ` +
        "Check that the files belong together.",
    );
    await saveArray(pPath, { data: [1], shape: [] });
    await expect(first()).rejects.toThrow("no sample axis in");
    await saveArray(pPath, { re: p.data, im: p.data, shape: [4, 3] });
    await expect(first()).rejects.toThrow("real numbers are expected; the file holds complex ones");
    await saveFile(pPath, "no array");
    await expect(first()).rejects.toThrow(FormatError);
    await expect(first()).rejects.toThrow(`io.openBatches: ${pPath}: the bytes do not begin with`);
    expect(m.shape).toEqual([4, 3]);
  });

  test("refuses batches below one sample", () => {
    expect(() => openBatches("m.npy", "p.npy", { size: 0 })).toThrow(ValueError);
    expect(() => openBatches("m.npy", "p.npy", { size: 0 })).toThrow(
      "io.openBatches: size should be an integer ≥ 1; got 0.",
    );
  });
});
