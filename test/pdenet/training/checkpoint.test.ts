import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { add, multiply } from "../../../src/autodiff/index.js";
import { info, use } from "../../../src/compute/index.js";
import { createRng, FormatError, ValueError } from "../../../src/core/index.js";
import type { NdArray } from "../../../src/core/index.js";
import { encodeModel } from "../../../src/formats/index.js";
import { checkpointFile } from "../../../src/io/index.js";
import { fit, ownRate, symbolic } from "../../../src/pdenet/index.js";
import type { FitOptions, PdeFit } from "../../../src/pdenet/index.js";
import { emptyFolder } from "../../io/files.js";
import { changed, decayingMovies } from "../movies.js";

const U = decayingMovies(3, 12);
const DT = 0.05;

const OPTIONS: FitOptions = {
  ...{ spacing: 0.5, seed: 3, windows: 4, maxIterations: 4, schedule: [1, 2] },
  ...{ network: symbolic({ size: 5, products: 1 }), relativeDecrease: 0 },
};

/** What must be the same to the last bit. */
function numbersOf({ model, stages, validation, held }: PdeFit): unknown {
  return { ...{ model, stages, validation, held } };
}

/** All checkpoints of a training, and what it came to. */
async function saved(options: FitOptions): Promise<{ all: Uint8Array[]; whole: PdeFit }> {
  const all: Uint8Array[] = [];
  const save = (bytes: Uint8Array): void => void all.push(bytes.slice());
  const whole = await fit(U, DT, { ...options, checkpoint: { every: 1, save } });
  return { all, whole };
}

const CASES: readonly { readonly name: string; readonly options: FitOptions }[] = [
  { name: "bfgs", options: { optimizer: "bfgs" } },
  { name: "lbfgs from a random start", options: { optimizer: "lbfgs", start: "random" } },
  { name: "adam", options: { optimizer: "adam", maxIterations: 5 } },
  {
    name: "bfgs, then adam, with noise and something held out",
    options: {
      ...{ noise: 0.01, validation: 0.3 },
      schedule: [1, { steps: 2, optimizer: "adam", frozen: ["moments"], sparsity: 0 }],
    },
  },
];

describe.each(CASES)("a training by $name", ({ options }) => {
  test("goes on from every checkpoint to the same bits", async () => {
    const given = { ...OPTIONS, ...options };
    const { all, whole } = await saved(given);
    // Within stages and at their ends; quasi-Newton methods save after all iterations but the last.
    expect(all.length).toBeGreaterThanOrEqual(8);
    for (const resume of all) {
      const again = await fit(U, DT, { ...given, checkpoint: { resume } });
      expect(numbersOf(again)).toEqual(numbersOf(whole));
    }
  });
});

test("a model that is trained further goes on from every checkpoint, with its names", async () => {
  const own = await fit(U, DT, { ...OPTIONS, names: ["h", "q"], schedule: [] });
  const options: FitOptions = { ...OPTIONS, network: undefined, start: own.model, schedule: [1] };
  const { all, whole } = await saved(options);
  expect(whole.model.names).toEqual(["h", "q"]);
  for (const resume of all) {
    const again = await fit(U, DT, { ...options, checkpoint: { resume } });
    expect(numbersOf(again)).toEqual(numbersOf(whole));
  }
});

test("a training of a right-hand side of one's own goes on, but not with another function", async () => {
  const networkOf = (factor: number): FitOptions["network"] => {
    const shared = { size: 5, parameters: { a: 1 } };
    // Two functions of another text: what a function holds from around it is not seen.
    return factor === 1
      ? ownRate({ ...shared, rate: (see, { a }) => [multiply(a, see(0, [0])), see(1, [2])] })
      : ownRate({ ...shared, rate: (see, { a }) => [add(a, see(0, [0])), see(1, [2])] });
  };
  const options = { ...OPTIONS, network: networkOf(1) };
  const { all, whole } = await saved(options);
  for (const resume of all.slice(0, 3)) {
    const again = await fit(U, DT, { ...options, checkpoint: { resume } });
    expect(again.model.parameters).toEqual(whole.model.parameters);
    const other = fit(U, DT, { ...options, network: networkOf(2), checkpoint: { resume } });
    await expect(other).rejects.toThrow("pdenet.fit: network should be that of the checkpoint, ");
  }
});

describe("a training that is aborted", () => {
  test.each(["bfgs", "adam"] as const)(
    "by %s saves where it stands, rejects with the reason, and goes on to the same bits",
    async (optimizer) => {
      const options = { ...OPTIONS, optimizer };
      const whole = await fit(U, DT, options);
      for (const calls of [1, 4, 7]) {
        const controller = new AbortController();
        const reason = new Error("enough");
        let bytes = new Uint8Array();
        let seen = 0;
        const training = fit(U, DT, {
          ...options,
          signal: controller.signal,
          onProgress: () => {
            if (++seen === calls) controller.abort(reason);
          },
          checkpoint: { every: 1000, save: (now) => void (bytes = now.slice()) },
        });
        await expect(training).rejects.toBe(reason);
        const again = await fit(U, DT, { ...options, checkpoint: { resume: bytes } });
        expect(numbersOf(again)).toEqual(numbersOf(whole));
      }
    },
  );

  test("before it began does nothing", async () => {
    const reason = new Error("no");
    let saves = 0;
    const training = fit(U, DT, {
      ...OPTIONS,
      signal: AbortSignal.abort(reason),
      checkpoint: {
        save: () => {
          saves++;
        },
      },
    });
    await expect(training).rejects.toBe(reason);
    expect(saves).toBe(0);
  });
});

test("a training that is killed goes on from its file to the same bits", async () => {
  const path = join(await emptyFolder(), "fit.checkpoint");
  const program = `
    import { fit, symbolic } from ${source("pdenet/index.ts")};
    import { checkpointFile } from ${source("io/index.ts")};
    import { decayingMovies } from ${JSON.stringify(new URL("../movies.ts", import.meta.url).href)};
    const file = checkpointFile(${JSON.stringify(path)});
    const save = async (bytes) => {
      await file.save(bytes);
      process.stdout.write(".");
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const options = ${JSON.stringify(OPTIONS)};
    await fit(decayingMovies(3, 12), ${DT}, { ...options, checkpoint: { every: 1, save } });
    process.stdout.write("end");`;
  const run = ["--import", "tsx", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, run, { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let written = "";
  for await (const text of child.stdout.setEncoding("utf8")) {
    written += text as string;
    if (written.length >= 3) child.kill("SIGKILL");
  }
  expect((await exit)[1]).toBe("SIGKILL");
  expect(written).not.toContain("end");
  const resume = await checkpointFile(path).load();
  expect(resume).toBeDefined();
  const again = await fit(U, DT, { ...OPTIONS, checkpoint: { resume } });
  expect(numbersOf(again)).toEqual(numbersOf(await fit(U, DT, OPTIONS)));
});

describe("checkpoints", () => {
  test("are saved every few iterations and at the ends of stages, and waited for", async () => {
    const count = async (every: number): Promise<number> => {
      let saves = 0;
      const save = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        saves++;
      };
      const options = { ...OPTIONS, optimizer: "adam", maxIterations: 6 } as const;
      await fit(U, DT, { ...options, checkpoint: { every, save } });
      return saves;
    };
    expect(await count(2)).toBe(2 * (3 + 1));
    expect(await count(100)).toBe(2);
  });

  test("of a finished training are its result", async () => {
    const { all, whole } = await saved(OPTIONS);
    const stages: number[] = [];
    const again = await fit(U, DT, {
      ...OPTIONS,
      onStage: ({ steps }) => void stages.push(steps),
      checkpoint: { resume: all[all.length - 1] },
    });
    expect(numbersOf(again)).toEqual(numbersOf(whole));
    expect(stages).toEqual([]);
  });

  test("of a stream of numbers go on with the same stream", async () => {
    const options = (): FitOptions => ({ ...OPTIONS, seed: createRng(9) });
    const { all, whole } = await saved(options());
    const again = await fit(U, DT, { ...options(), checkpoint: { resume: all[1] } });
    expect(numbersOf(again)).toEqual(numbersOf(whole));
  });
});

describe("a checkpoint is refused", () => {
  const other = info().backend === "wasm" ? "portable" : "wasm";
  afterEach(() => void use());

  const resumed = (resume: Uint8Array, options: FitOptions = {}, u: NdArray = U, dt = DT) =>
    fit(u, dt, { ...OPTIONS, ...options, checkpoint: { resume } });

  test.each<[string, FitOptions]>([
    ["network", { network: symbolic({ size: 5, products: 2 }) }],
    ["spacing", { spacing: 0.25 }],
    ["schedule", { schedule: [1, 3] }],
    ["schedule", { maxIterations: 5 }],
    ["settings", { windows: 5 }],
    ["settings", { noise: 0.1 }],
    ["seed", { seed: 4 }],
    ["origins", { origins: [[0], [1], [2]] }],
  ])("with another %s", async (what, options) => {
    const { all } = await saved({ ...OPTIONS, schedule: [1, 2] });
    const attempt = resumed(all[0], options);
    await expect(attempt).rejects.toThrow(ValueError);
    await expect(resumed(all[0], options)).rejects.toThrow(
      /^pdenet\.fit: \w+ should be that of the checkpoint, .*, to go on to the same bits; got .*\. Pass the same, or train anew\.$/,
    );
    if (options.noise === undefined) {
      await expect(resumed(all[0], options)).rejects.toThrow(`pdenet.fit: ${what} should be`);
    }
  });

  test("with other data or times", async () => {
    const { all } = await saved(OPTIONS);
    const last = U.data.length - 1;
    const close = changed(U, (value, i) => (i === last ? value + 1e-12 : value));
    await expect(resumed(all[0], {}, close)).rejects.toThrow(
      "pdenet.fit: data should be that of the checkpoint, ",
    );
    await expect(resumed(all[0], {}, U, 0.06)).rejects.toThrow(
      "pdenet.fit: data should be that of the checkpoint, ",
    );
  });

  test("on another backend, saying how to have the same", async () => {
    const { all } = await saved(OPTIONS);
    const { backend } = info();
    use({ backend: other });
    await expect(resumed(all[0])).rejects.toThrow(
      `pdenet.fit: backend should be that of the checkpoint, "${backend}", to go on to the same bits; got ` +
        `"${other}". Call compute.use({ backend: "${backend}" }).`,
    );
  });

  test("if it is damaged, cut, or something else", async () => {
    const { all } = await saved(OPTIONS);
    const [bytes] = all;
    const damaged = bytes.slice();
    damaged[Math.floor(bytes.length / 2)] ^= 1;
    await expect(resumed(damaged)).rejects.toThrow(FormatError);
    await expect(resumed(bytes.slice(0, 100))).rejects.toThrow(FormatError);
    await expect(resumed(new Uint8Array())).rejects.toThrow(FormatError);
    await expect(resumed(encodeModel({ kind: "picture" }))).rejects.toThrow(
      "pdenet.fit: checkpoint.resume should be bytes that pdenet.fit saved; these hold something else. " +
        "Pass those that its save function was given.",
    );
  });

  test("if it should be saved every zero iterations", async () => {
    const training = fit(U, DT, { ...OPTIONS, checkpoint: { every: 0 } });
    await expect(training).rejects.toThrow("pdenet.fit: checkpoint.every should be an integer ≥ 1");
  });
});

function source(path: string): string {
  return JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);
}
