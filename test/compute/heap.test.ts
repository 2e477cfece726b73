import { describe, expect, test } from "vitest";
import { createHeap } from "../../src/compute/wasm/heap.js";
import { createRng, ValueError } from "../../src/core/index.js";

describe("a heap", () => {
  test("gives blocks that start at cache lines and do not overlap", () => {
    const heap = createHeap();
    const blocks = [1, 64, 65, 1000, 0].map((bytes) => [heap.allocate(bytes), bytes]);
    for (const [address, bytes] of blocks) {
      expect(address % 64).toBe(0);
      for (const [other] of blocks) {
        if (other > address) expect(other).toBeGreaterThanOrEqual(address + Math.max(bytes, 1));
      }
    }
  });
  test("joins what comes back, in any order, so that the whole can be given again", () => {
    const heap = createHeap();
    const rng = createRng(11);
    const whole = heap.allocate(900_000);
    const bytes = heap.memory.buffer.byteLength;
    heap.release(whole);
    for (let round = 0; round < 20; round++) {
      const blocks = Array.from({ length: 100 }, () => heap.allocate(rng.integer(8000)));
      while (blocks.length > 0) heap.release(blocks.splice(rng.integer(blocks.length), 1)[0]);
      expect(heap.allocate(900_000)).toBe(whole);
      heap.release(whole);
    }
    expect(heap.owned()).toBe(0);
    expect(heap.memory.buffer.byteLength).toBe(bytes);
  });
  test("takes the blocks of a scope back when its work throws", () => {
    const heap = createHeap();
    const work = (): never =>
      heap.scope((allocate) => {
        allocate(100);
        throw new ValueError("no");
      });
    expect(work).toThrow("no");
    expect(heap.owned()).toBe(0);
  });
  test("knows its own arrays, before and after it grew", () => {
    const heap = createHeap();
    const address = heap.allocate(80);
    const array = heap.view(address, 10).fill(7);
    const far = heap.allocate(1 << 24);
    expect(heap.addressOf(array)).toBe(address);
    expect(heap.addressOf(array.subarray(3))).toBe(address + 24);
    expect(heap.addressOf(heap.view(far, 1))).toBe(far);
    expect(heap.addressOf(new Float64Array(3))).toBe(-1);
    expect(Array.from(array)).toEqual(Array.from({ length: 10 }, () => 7));
  });
  test("releases nothing that it did not give, and nothing twice", () => {
    const heap = createHeap();
    const address = heap.allocate(64);
    heap.release(address + 64);
    expect(heap.owned()).toBe(64);
    heap.release(address);
    heap.release(address);
    expect(heap.owned()).toBe(0);
  });
  test("says what it needs where the host reserves nothing", () => {
    expect(() => createHeap(true, [8])).toThrow(
      /should reserve 524288 bytes of WebAssembly memory; it refused.*backend: "portable"/,
    );
  });
});
