import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { brokenEntry, brokenLength, brokenScience } from "./conduct.js";
import { brokenFloors, brokenIndexes } from "./floors.js";
import { readSources } from "./sources.js";

const house = readSources(fileURLToPath(new URL("../../src", import.meta.url)));
const ruin = readSources(fileURLToPath(new URL("../fixtures/architecture", import.meta.url)));

describe("the house", () => {
  test("has sources to look at", () => {
    expect(house.length).toBeGreaterThan(10);
    expect(house.flatMap(({ imports }) => imports).length).toBeGreaterThan(house.length);
  });
  test("imports only go down, and folders on one floor do not see each other", () => {
    expect(brokenFloors(house)).toEqual([]);
  });
  test("index.ts files only re-export, by name", () => {
    expect(brokenIndexes(house)).toEqual([]);
  });
  test("no chance, clock, console or process in the science", () => {
    expect(brokenScience(house)).toEqual([]);
  });
  test("the main entry loads nothing of Node", () => {
    expect(brokenEntry(house, "index.ts")).toEqual([]);
  });
  test("no file is longer than 300 lines", () => {
    expect(brokenLength(house)).toEqual([]);
  });
});

describe("each rule sees what breaks it", () => {
  test("an import that goes up, sideways, out of the house or to no floor", () => {
    expect(brokenFloors(ruin)).toEqual([
      'cnn/network.ts imports "../../story.js": it lies outside the house.',
      'core/shape.ts imports "../mks/fit.js": imports only go down, and core is on floor 0, mks on 6.',
      'mks/fit.ts imports "../cnn/network.js": folders on one floor do not see each other, ' +
        "and mks and cnn are both on floor 6.",
      "util/clamp.ts is on no floor: the house has no folder util.",
    ]);
  });
  test("an index.ts that computes, or re-exports without names", () => {
    expect(brokenIndexes(ruin)).toEqual([
      "mks/index.ts:2 does more than re-export by name.",
      "mks/index.ts:3 does more than re-export by name.",
    ]);
  });
  test("chance, clock, console and process, outside of comments and strings", () => {
    const advice =
      "chance, time and output are arguments, except in io, plot, cli and compute/threads.";
    expect(brokenScience(ruin)).toEqual([
      `physics/noise.ts:2 uses Math.random: ${advice}`,
      `physics/noise.ts:2 uses Date.now: ${advice}`,
      `physics/noise.ts:2 uses new Date: ${advice}`,
      `physics/noise.ts:3 uses console.log: ${advice}`,
      `physics/noise.ts:3 uses process.argv: ${advice}`,
    ]);
  });
  test("a module of Node that the main entry loads; one loaded on demand is fine", () => {
    expect(brokenEntry(ruin, "index.ts")).toEqual([
      "index.ts → formats/read.ts loads node:fs: index.ts runs anywhere.",
    ]);
  });
  test("a main entry that is not there", () => {
    expect(brokenEntry([], "index.ts")).toEqual(["index.ts is not there."]);
  });
  test("a file over 300 lines", () => {
    const [source] = ruin;
    const syntax = { ...source.syntax, text: "x\n".repeat(301) };
    expect(brokenLength([{ ...source, syntax }])).toEqual([
      `${source.path} has 301 lines, over 300: look for a second idea.`,
    ]);
  });
});
