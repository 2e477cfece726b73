import { describe, expect, test } from "vitest";
import { checkpoint } from "../../src/core/index.js";
import type { Progress } from "../../src/core/index.js";

describe("checkpoint", () => {
  test("reports the progress it was given", async () => {
    const seen: Progress[] = [];
    await checkpoint({ onProgress: (p) => seen.push(p) }, { done: 2, total: 5, unit: "samples" });
    expect(seen).toEqual([{ done: 2, total: 5, unit: "samples" }]);
  });

  test("without options it only lets other tasks run", async () => {
    await expect(checkpoint({}, { done: 1, unit: "samples" })).resolves.toBeUndefined();
  });

  test("rejects with the signal's reason, and reports nothing then", async () => {
    const seen: Progress[] = [];
    const signal = AbortSignal.abort(new Error("enough"));
    const options = { signal, onProgress: (p: Progress) => seen.push(p) };
    await expect(checkpoint(options, { done: 1, unit: "samples" })).rejects.toThrow("enough");
    expect(seen).toEqual([]);
  });

  test("an abort from another task arrives at the same checkpoint", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stopped")), 0);
    const work = async (): Promise<never> => {
      for (let done = 0; ; done++) {
        await checkpoint({ signal: controller.signal }, { done, unit: "steps" });
      }
    };
    await expect(work()).rejects.toThrow("stopped");
  });

  test("an abort by the progress callback itself stops the work", async () => {
    const controller = new AbortController();
    const options = {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("seen enough")),
    };
    await expect(checkpoint(options, { done: 1, unit: "steps" })).rejects.toThrow("seen enough");
  });
});
