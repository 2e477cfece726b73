/** What the operating system refuses, in sentences. */
import type { Stats } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ValueError } from "../core/index.js";

/** Where a file is: a path, relative to the current folder or absolute, or a `file:` URL. */
export type FilePath = string | URL;

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder. Check the path",
  ENOTDIR: "a part of the path is a file, not a folder. Check the path",
  EEXIST: "a file has this name. Choose another one",
  EISDIR: "this is a folder. Give the path of a file in it",
  EACCES: "there is no permission. Ask the owner, or choose another folder",
  EPERM: "this is not permitted here. Choose another folder",
  EROFS: "the disk can only be read. Choose another folder",
  ENOSPC: "the disk is full. Remove something, or choose another disk",
  EDQUOT: "the quota of the disk is used up. Remove something, or choose another disk",
  ENAMETOOLONG: "the name is too long. Choose a shorter one",
  EMFILE: "too many files are open. Close some first",
};

/** The path as a string, absolute. */
export function absolutePath(path: FilePath): string {
  return path instanceof URL ? fileURLToPath(path) : resolve(path);
}

/** The sentence for a failed call on a file; errors that are sentences already pass through. */
export function fileError(error: unknown, path: string, where: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  const sentence = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : error.message;
  return new ValueError(`${where}: ${path}: ${sentence} (${code}).`, { cause: error });
}

/**
 * Refuses folders, devices and pipes.
 * @throws ValueError
 */
export function checkRegular(found: Stats, path: string, where: string): void {
  if (found.isFile()) return;
  const kind = found.isDirectory() ? "a folder" : "a device or a pipe";
  throw new ValueError(`${where}: ${path}: this is ${kind}. Give the path of a file.`);
}
