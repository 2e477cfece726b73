import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ndarrayOf, ShapeError, toReals, ValueError } from "../../../src/core/index.js";
import { writeNpz } from "../../../src/formats/index.js";
import { generateParts, openArray, openArrays, openFacts } from "../../../src/io/index.js";
import type { GeneratePartsOptions, PartArrays, SetPlan } from "../../../src/io/index.js";
import { emptyFolder } from "../files.js";

const PLAN: SetPlan = { samples: 7, chunk: 3, facts: { kind: "squares", seed: 1 } };

/** Samples that are told apart by their numbers. */
function squares(first: number, count: number): PartArrays {
  const samples = Array.from({ length: count }, (_, i) => first + i);
  return {
    m: ndarrayOf(Uint8Array.from(samples.flatMap((s) => [s, s + 1])), [count, 2]),
    square: ndarrayOf(
      Float64Array.from(samples, (s) => s ** 2 / 3),
      [count],
    ),
  };
}

/** A call that notes which samples it was asked for. */
async function generate(
  target: string,
  options: GeneratePartsOptions = {},
  plan: SetPlan = PLAN,
): Promise<{ asked: [number, number][]; made: number; found: number }> {
  const asked: [number, number][] = [];
  const { made, found } = await generateParts(
    target,
    plan,
    (first, count) => {
      asked.push([first, count]);
      return squares(first, count);
    },
    options,
  );
  return { asked, made, found };
}

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

describe("generateParts refuses", () => {
  test("targets, counts and facts that are none, before anything is written", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "set.npz");
    const call = (target: string, plan: Partial<SetPlan>): Promise<unknown> =>
      generate(target, {}, { ...PLAN, ...plan });
    await expect(call(join(folder, "set"), {})).rejects.toThrow(
      `the target should end in .npz; got ${join(folder, "set")}. Call it`,
    );
    await expect(call(path, { samples: 0 })).rejects.toThrow("io.generateParts: samples");
    await expect(call(path, { chunk: 1.5 })).rejects.toThrow("io.generateParts: chunk");
    await expect(call(path, { facts: { spread: NaN } })).rejects.toThrow(
      "io.generateParts: facts should be text, finite numbers",
    );
    await expect(call(join(folder, "no", "set.npz"), {})).rejects.toThrow(
      "there is no such file or folder. Check the path (ENOENT)",
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test("arrays without their samples, of reserved or no names, and that change", async () => {
    const folder = await emptyFolder();
    const call = (name: string, make: (first: number) => PartArrays): Promise<unknown> =>
      generateParts(join(folder, `${name}.npz`), PLAN, make);
    await expect(call("a", () => squares(0, 2))).rejects.toThrow(ShapeError);
    await expect(call("a", () => squares(0, 2))).rejects.toThrow(
      `make should return 3 samples along the first axis of every array; "m" has shape [2, 2].`,
    );
    await expect(call("b", () => ({}))).rejects.toThrow('none of them called "facts"; got none.');
    await expect(call("b", () => ({ facts: [0, 0, 0] }))).rejects.toThrow("got facts.");
    await expect(
      call("c", (first) => (first === 0 ? { u: [1, 2, 3] } : { u: [[1], [2], [3]] })),
    ).rejects.toThrow("the same arrays for every part; got u <f8 [1] after u <f8 [].");
  });

  test("sets above 4 GiB when the first part is there, not when the last one is", async () => {
    const path = join(await emptyFolder(), "set.npz");
    const plan = { samples: 1e6, chunk: 1, facts: {} };
    const asked: number[] = [];
    const make = (first: number): PartArrays => {
      asked.push(first);
      return { u: ndarrayOf(new Float64Array(1000), [1, 1000]) };
    };
    await expect(generateParts(path, plan, make)).rejects.toThrow(
      'io.generateParts: an archive should be below 4 GiB; "u" makes it larger. Make several files',
    );
    expect(asked).toEqual([0]);
  });
});

describe("openFacts refuses", () => {
  test("archives without facts, and facts that are none", async () => {
    const path = join(await emptyFolder(), "set.npz");
    await writeFile(path, writeNpz(squares(0, 2)));
    await expect(openFacts(path)).rejects.toThrow('no "facts"; its arrays are "m", "square"');
    await writeFile(path, writeNpz({ facts: [1, 2] }));
    await expect(openFacts(path)).rejects.toThrow('io.openFacts: "facts" in');
  });
});

function source(path: string): string {
  return new URL(`../../../src/${path}`, import.meta.url).href;
}
