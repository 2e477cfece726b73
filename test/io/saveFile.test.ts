import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/core/index.js";
import { saveFile } from "../../src/io/index.js";
import { emptyFolder } from "./files.js";

describe("saveFile", () => {
  test("writes bytes and text, by path and by URL, and replaces what was there", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "a b.txt");
    await saveFile(path, "β̂\n");
    expect(await readFile(path, "utf8")).toBe("β̂\n");
    await saveFile(pathToFileURL(path), Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    await saveFile(path, "");
    expect((await stat(path)).size).toBe(0);
    expect(await readdir(folder)).toEqual(["a b.txt"]);
  });

  test("that fails half-way keeps the old file and leaves nothing behind", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "model.npz");
    await writeFile(path, "the old one");
    let written = 0;
    function* failing(): Generator<Uint8Array> {
      for (; written < 3; written++) yield new Uint8Array(1 << 16);
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    }
    const saving = saveFile(path, failing() as unknown as Uint8Array);
    await expect(saving).rejects.toThrow(
      `io.saveFile: ${path}: the disk is full. Remove something, or choose another disk (ENOSPC).`,
    );
    expect(written).toBe(3);
    expect(await readFile(path, "utf8")).toBe("the old one");
    expect(await readdir(folder)).toEqual(["model.npz"]);
  });

  test("that fails half-way leaves no new file either", async () => {
    const folder = await emptyFolder();
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(8);
      throw new Error("interrupted");
    }
    const saving = saveFile(join(folder, "new.npz"), failing() as unknown as Uint8Array);
    await expect(saving).rejects.toThrow("interrupted");
    expect(await readdir(folder)).toEqual([]);
  });

  test("that is killed at any time leaves the old file or the new one, whole", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "field.bin");
    const size = 1 << 22;
    await writeFile(path, Buffer.alloc(size, "a"));
    const module = new URL("../../src/io/saveFile.ts", import.meta.url).href;
    const program = `
      import { saveFile } from ${JSON.stringify(module)};
      for (let i = 0; ; i++) {
        process.stdout.write(".");
        await saveFile(${JSON.stringify(path)}, Buffer.alloc(${size}, "ab"[i % 2]));
      }`;
    const run = ["--import", "tsx", "--input-type=module", "--eval", program];
    for (const delay of [4, 12]) {
      const child = spawn(process.execPath, run, { stdio: ["ignore", "pipe", "inherit"] });
      const exit = once(child, "exit");
      await once(child.stdout, "data"); // it has begun
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill("SIGKILL");
      await exit;
      const bytes = await readFile(path);
      expect(bytes.length).toBe(size);
      expect(bytes.equals(Buffer.alloc(size, bytes[0]))).toBe(true);
    }
  });

  test("keeps a link and the permissions of the file behind it", async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, "disk"));
    const target = join(folder, "disk", "target.txt");
    await writeFile(target, "old");
    await chmod(target, 0o640);
    await symlink(target, join(folder, "link.txt"));
    await saveFile(join(folder, "link.txt"), "new");
    expect(await readFile(target, "utf8")).toBe("new");
    expect((await stat(target)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(["disk", "link.txt"]);
  });

  test("at the same time twice gives one of the two, whole", async () => {
    const folder = await emptyFolder();
    const path = join(folder, "a.txt");
    await Promise.all(["one", "two", "three"].map((text) => saveFile(path, text.repeat(10000))));
    const text = await readFile(path, "utf8");
    expect(["one", "two", "three"].map((word) => word.repeat(10000))).toContain(text);
    expect(await readdir(folder)).toEqual(["a.txt"]);
  });

  test("refuses folders, devices, missing folders and files in place of folders", async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "file"), "");
    await expect(saveFile(folder, "x")).rejects.toThrow(ValueError);
    await expect(saveFile(folder, "x")).rejects.toThrow(
      `io.saveFile: ${folder}: this is a folder. Give the path of a file.`,
    );
    await expect(saveFile("/dev/null", "x")).rejects.toThrow("this is a device or a pipe");
    const missing = join(folder, "no", "a.txt");
    await expect(saveFile(missing, "x")).rejects.toThrow(
      `io.saveFile: ${missing}: there is no such file or folder. Check the path (ENOENT).`,
    );
    await expect(saveFile(join(folder, "file", "a.txt"), "x")).rejects.toThrow(
      "a part of the path is a file, not a folder",
    );
    await expect(saveFile(join(folder, "x".repeat(300)), "x")).rejects.toThrow(
      "the name is too long",
    );
    expect(await readdir(folder)).toEqual(["file"]);
  });
});
