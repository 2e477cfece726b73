import { describe, expect, test } from "vitest";
import { ConvergenceError, FormatError, ShapeError, ValueError } from "../../src/core/index.js";

describe("errors", () => {
  test.each([
    ["ShapeError", ShapeError],
    ["ValueError", ValueError],
    ["ConvergenceError", ConvergenceError],
    ["FormatError", FormatError],
  ])("%s carries its name and its sentence, and is an Error", (name, Kind) => {
    const error = new Kind("mks.fit: a sentence.");
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: mks.fit: a sentence.`);
  });

  test("the four kinds can be told apart", () => {
    expect(new ShapeError("")).not.toBeInstanceOf(ValueError);
    expect(new ValueError("")).not.toBeInstanceOf(ShapeError);
  });
});
