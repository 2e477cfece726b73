import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ndarrayOf, toReals, ValueError } from "../../../src/core/index.js";
import { writeNpz } from "../../../src/formats/index.js";
import { generateParts, openArray, openArrays, openFacts } from "../../../src/io/index.js";
import type { GeneratePartsOptions, PartArrays } from "../../../src/io/index.js";
import { emptyFolder } from "../files.js";
import { generate, PLAN, squares } from "./squares.js";

/** A call that is aborted when `saved` parts are there. */
async function interrupt(target: string, saved: number): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  const stopped = generate(target, {
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done >= saved * PLAN.chunk) controller.abort(reason);
    },
  });
  await expect(stopped).rejects.toBe(reason);
}

describe("a set that is made in parts", () => {
  test("has the bytes of one that is written at once, its facts in front", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    expect(await generate(path)).toEqual({
      asked: [
        [0, 3],
        [3, 3],
        [6, 1],
      ],
      made: 7,
      found: 0,
    });
    const facts = await openFacts(path);
    expect(facts).toMatchObject({ ...PLAN.facts, samples: 7, chunk: 3 });
    expect(Object.keys(facts)).toEqual([...Object.keys(facts)].sort());
    expect(facts).toHaveProperty("kernelfield");
    expect(facts.compute).toMatchObject({ precision: "float64", relaxed: false });
    const text = new TextEncoder().encode(`${JSON.stringify(facts, null, 1)}\n`);
    const whole = writeNpz({ facts: ndarrayOf(text, [text.length]), ...squares(0, 7) });
    expect(Buffer.compare(await readFile(path), whole)).toBe(0);
    expect(await readdir(folder)).toEqual(["set.npz"]);
  });

  test("has the same bits when it was stopped, and no finished part is made again", async () => {
    const folder = await emptyFolder();
    const [path, other] = [join(folder, "set.npz"), join(folder, "other.npz")];
    await generate(other);
    for (const saved of [1, 2]) await interrupt(path, saved);
    expect((await readdir(join(folder, "set.parts"))).sort()).toEqual([
      "facts.json",
      "part-00000.npz",
      "part-00001.npz",
    ]);
    expect(await generate(path)).toEqual({ asked: [[6, 1]], made: 1, found: 6 });
    expect(Buffer.compare(await readFile(path), await readFile(other))).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(["other.npz", "set.npz"]);
  });

  test("is finished once: the same call makes nothing, one of other facts replaces it", async () => {
    const path = join(await emptyFolder(), "set.npz");
    await generate(path);
    expect(await generate(path)).toEqual({ asked: [], made: 0, found: 7 });
    const plan = { ...PLAN, facts: { ...PLAN.facts, seed: 2 } };
    expect(await generate(path, {}, plan)).toMatchObject({ made: 7, found: 0 });
    expect(await openFacts(path)).toMatchObject({ seed: 2 });
  });

  test("keeps its parts if asked to, and they are its arrays", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    await generate(path, { keep: true });
    const whole = toReals(await openArray(path, { member: "square" }), "square").data;
    for (let part = 0; part < 3; part++) {
      const file = join(folder, "set.parts", `part-0000${part}.npz`);
      const { data } = await openArray(file, { member: "square" });
      expect([...data]).toEqual([...whole.slice(3 * part, 3 * part + 3)]);
    }
    expect(await generate(path, { keep: true })).toMatchObject({ made: 0 });
    await access(join(folder, "set.parts", "facts.json"));
  });

  test("is watched sample by sample", async () => {
    const path = join(await emptyFolder(), "set.npz");
    const seen: number[] = [];
    const make = (first: number, count: number, run: GeneratePartsOptions): PartArrays => {
      run.onProgress?.({ done: 5, total: 10, unit: "steps" });
      return squares(first, count);
    };
    await generateParts(path, { ...PLAN, samples: 8, chunk: 4 }, make, {
      onProgress: ({ done, total, unit }) => {
        expect([total, unit]).toEqual([8, "samples"]);
        seen.push(done);
      },
    });
    expect(seen).toEqual([0, 2, 4, 6, 8]);
  });
});

describe("whatever stops the program", () => {
  test("a kill leaves whole parts, and the same call makes those that are missing", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    const plan = { samples: 40, chunk: 2, facts: { kind: "slow" } };
    const program = `
      import { generateParts } from ${JSON.stringify(source("io/parts/generateParts.ts"))};
      await generateParts(${JSON.stringify(path)}, ${JSON.stringify(plan)}, async (first, count) => {
        process.stdout.write(".");
        await new Promise((resolve) => setTimeout(resolve, 2));
        const data = Float64Array.from({ length: count << 16 }, (_, i) => first + i / 3);
        return { u: { data, shape: [count, 1 << 16] } };
      });`;
    const words = ["--import", "tsx", "--input-type=module", "--eval", program];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    const exit = once(child, "exit");
    let begun = 0;
    for await (const dots of child.stdout) {
      begun += String(dots).length;
      if (begun >= 5) break;
    }
    child.kill("SIGKILL");
    await exit;
    const names = await readdir(join(folder, "set.parts"));
    const parts = names.filter((name) => name.startsWith("part-"));
    expect(names.filter((name) => !/^(part-\d{5}\.npz|facts\.json|\..*\.tmp)$/.test(name))).toEqual(
      [],
    );
    expect(parts.length).toBeGreaterThanOrEqual(4); // the fifth was begun when it was killed
    expect(parts.length).toBeLessThan(20);
    for (const name of parts) {
      const { u } = await openArrays(join(folder, "set.parts", name));
      expect(u.shape).toEqual([2, 1 << 16]);
    }
    const asked: number[] = [];
    const made = await generateParts(path, plan, (first, count) => {
      asked.push(first);
      const data = Float64Array.from({ length: count << 16 }, (_, i) => first + i / 3);
      return { u: ndarrayOf(data, [count, 1 << 16]) };
    });
    expect(made).toMatchObject({ made: 40 - 2 * parts.length, found: 2 * parts.length });
    expect(asked).toHaveLength(20 - parts.length);
    const { data } = await openArray(path, { member: "u" });
    const wrong = data.findIndex((u, i) => u !== 2 * Math.floor(i / 2 ** 17) + (i % 2 ** 17) / 3);
    expect(wrong).toBe(-1);
    expect(await readdir(folder)).toEqual(["set.npz"]);
  });

  test("parts that were damaged meanwhile, or are of other samples, are made again", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    const part = (index: number): string => join(folder, "set.parts", `part-0000${index}.npz`);
    await interrupt(path, 2);
    await truncate(part(0), 100);
    await writeFile(part(2), writeNpz(squares(0, 2)));
    for (const half of ["joined.tmp", ".half-a-part.tmp"]) {
      await writeFile(join(folder, "set.parts", half), "half");
    }
    expect(await generate(path)).toMatchObject({
      asked: [
        [0, 3],
        [6, 1],
      ],
      found: 3,
    });
    expect(await readdir(folder)).toEqual(["set.npz"]);
    await interrupt(join(folder, "more.npz"), 1);
    const file = join(folder, "more.parts", "part-00000.npz");
    const bytes = await readFile(file);
    bytes[bytes.indexOf("NUMPY") + 130] ^= 1; // an entry: its checksum no longer fits
    await writeFile(file, bytes);
    expect(await generate(join(folder, "more.npz"))).toMatchObject({ made: 7, found: 0 });
  });

  test("a call of other facts refuses the parts, and tells what differs", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    await interrupt(path, 1);
    const plan = { ...PLAN, chunk: 2, facts: { kind: "squares", seed: 2, element: "q1" } };
    await expect(generate(path, {}, plan)).rejects.toThrow(ValueError);
    await expect(generate(path, {}, plan)).rejects.toThrow(
      `io.generateParts: ${join(folder, "set.parts")} should hold parts of the same recipe; chunk is 3 there and ` +
        `2 here, element is absent there and "q1" here, seed is 1 there and 2 here. Repeat the call`,
    );
    expect(await generate(path)).toMatchObject({ made: 4, found: 3 });
  });

  test("parts without facts are refused, and what others put into the folder stays", async () => {
    const folder = await emptyFolder();
    const parts = join(folder, "set.parts");
    await mkdir(parts);
    await writeFile(join(parts, "part-00000.npz"), writeNpz(squares(0, 3)));
    await expect(generate(join(folder, "set.npz"))).rejects.toThrow(
      `${parts} should tell in facts.json what its parts are made of; it does not. Remove the folder`,
    );
    await mkdir(join(folder, "more.parts"));
    await writeFile(join(folder, "more.parts", "notes.txt"), "mine");
    await generate(join(folder, "more.npz"));
    expect(await readdir(join(folder, "more.parts"))).toEqual(["notes.txt"]);
  });
});

function source(path: string): string {
  return new URL(`../../../src/${path}`, import.meta.url).href;
}
