import { expect, test } from "vitest";
import { FormatError, ValueError } from "../../src/core/index.js";
import { fileError } from "../../src/io/fileError.js";

const failed = (code: string): Error => Object.assign(new Error("it failed"), { code });

test("a failed system call becomes a sentence with the path and its code, and keeps its cause", () => {
  const cause = failed("EACCES");
  const error = fileError(cause, "/a/m.npy", "io.openArray");
  expect(error).toBeInstanceOf(ValueError);
  expect(error).toMatchObject({
    message:
      "io.openArray: /a/m.npy: there is no permission. Ask the owner, or choose another folder (EACCES).",
    cause,
  });
});

test("a code without a sentence keeps the system's words", () => {
  expect(fileError(failed("EIO"), "a", "io.openArray")).toMatchObject({
    message: "io.openArray: a: it failed (EIO).",
  });
  expect(fileError(failed("constructor"), "a", "b")).toMatchObject({
    message: "b: a: it failed (constructor).",
  });
});

test("what is a sentence already passes through", () => {
  const error = new FormatError("a.npy: cut short");
  expect(fileError(error, "a.npy", "io.openArray")).toBe(error);
  expect(fileError("a word", "a.npy", "io.openArray")).toBe("a word");
});
