import { describe, expect, test } from "vitest";
import { createRng, skipSplits, ValueError } from "../../src/core/index.js";

describe("skipSplits", () => {
  test("has the children that the seed has after so many others", () => {
    for (const seed of [7, "a name"]) {
      const streams = createRng(seed);
      const first = Array.from({ length: 6 }, () => streams.split().uint32());
      for (const count of [0, 1, 4]) {
        const later = skipSplits(seed, count);
        const rest = Array.from({ length: 6 - count }, () => later.split().uint32());
        expect(rest).toEqual(first.slice(count));
      }
    }
  });

  test("counts from where a stream stands, and leaves it there", () => {
    const [stream, same] = [createRng(3), createRng(3)];
    for (const one of [stream, same]) {
      one.normal();
      one.split();
    }
    const child = skipSplits(stream, 2).split().uint32();
    expect(stream.state()).toEqual(same.state());
    same.split();
    same.split();
    expect(child).toBe(same.split().uint32());
  });

  test("refuses counts and seeds that are none", () => {
    expect(() => skipSplits(1, -1)).toThrow(ValueError);
    expect(() => skipSplits(1, 0.5)).toThrow("core.skipSplits: count");
    expect(() => skipSplits(0.5, 1)).toThrow("core.createRng: seed");
  });
});
