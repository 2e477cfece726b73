import { open, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { FormatError, ndarrayOf, ShapeError, ValueError } from "../../src/core/index.js";
import { writeNpy, writeNpz } from "../../src/formats/index.js";
import { openArray, openArrays, openComplex, saveArray, saveArrays } from "../../src/io/index.js";
import { dictionaryOf, npyBytes } from "../formats/handmade.js";
import { emptyFolder } from "./files.js";

const numpy = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/numpy/${name}`, import.meta.url));

describe("openArray", () => {
  test("gives back what saveArray wrote, by path and by URL, whatever the file is called", async () => {
    const path = join(await emptyFolder(), "näme with spaces.dat");
    const array = ndarrayOf(Int16Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2]);
    await saveArray(path, array);
    expect(await openArray(path)).toStrictEqual(array);
    expect(await openArray(pathToFileURL(path))).toStrictEqual(array);
  });

  test("reads what NumPy wrote", async () => {
    const values = Float32Array.of(0, 1, 2, 3, 4, 5);
    const array = await openArray(numpy("fortran-big-endian.npy"));
    expect(array).toStrictEqual(ndarrayOf(values, [2, 3]));
    const half = await openArray(numpy("half.npy"));
    expect(half).toMatchObject({ data: Float32Array.of(1.5, -0, Infinity, 2 ** -24, 65504) });
    const scalar = await openArray(numpy("scalar.npy"));
    expect(scalar).toStrictEqual(ndarrayOf(Float64Array.of(2.5), []));
    expect(await openArray(numpy("no-entries.npy"))).toMatchObject({ shape: [0, 3] });
    for (const version of [2, 3]) {
      expect(await openArray(numpy(`version-${version}.npy`))).toMatchObject({
        data: Float64Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
        shape: [2, 3],
      });
    }
  });

  test("what NumPy wrote that is no numbers is refused, naming the file", async () => {
    for (const name of ["objects.npy", "records.npy", "text.npy"]) {
      await expect(openArray(numpy(name))).rejects.toThrow(FormatError);
      await expect(openArray(numpy(name))).rejects.toThrow(`io.openArray: ${numpy(name)}: the `);
    }
  });

  test("every range of samples is that of the whole array, in every kind of number", async () => {
    const path = join(await emptyFolder(), "a.npy");
    const real = Float64Array.from({ length: 24 }, (_, i) => i / 3);
    const complex = writeNpy({ re: real, im: real.map((v) => -v), shape: [4, 6] });
    const integers = {
      data: BigInt64Array.from({ length: 24 }, (_, i) => BigInt(i)),
      shape: [4, 6],
    };
    const swapped = new Uint8Array(new Uint8Array(real.buffer)).reverse(); // last entry first
    const files = [
      writeNpy(ndarrayOf(real, [4, 3, 2])),
      writeNpy(ndarrayOf(Uint8Array.from(real), [4, 6])),
      complex,
      writeNpy(integers),
      npyBytes(dictionaryOf(">f8", "(4, 6)"), swapped, 2),
      npyBytes(dictionaryOf("<f8", "(6,)", true), new Uint8Array(real.buffer, 0, 48)),
    ];
    for (const bytes of files) {
      await writeFile(path, bytes);
      const open = bytes === complex ? openComplex : openArray;
      const whole = await open(path);
      const [samples, ...rest] = whole.shape;
      const planes = "re" in whole ? [whole.re, whole.im] : [whole.data];
      const cells = planes[0].length / samples;
      for (let from = 0; from <= samples; from++) {
        for (let to = from; to <= samples; to++) {
          const part = await open(path, { from, to });
          const parts = "re" in part ? [part.re, part.im] : [part.data];
          expect(part.shape).toEqual([to - from, ...rest]);
          expect(parts).toEqual(planes.map((plane) => plane.slice(from * cells, to * cells)));
        }
      }
      expect(await open(path, { from: 1 })).toEqual(await open(path, { from: 1, to: samples }));
      expect(await open(path, { to: 2 })).toEqual(await open(path, { from: 0, to: 2 }));
    }
  });

  test("a few samples of a file of 6 GB, without the rest", async () => {
    const path = join(await emptyFolder(), "large.npy");
    const header = npyBytes(dictionaryOf("<f8", "(768, 1024, 1024)"), new Uint8Array(0));
    const sample = 2 ** 23;
    await writeFile(path, header);
    await truncate(path, header.length + 768 * sample); // a hole: it takes no room on the disk
    const file = await open(path, "r+");
    await file.write(new Uint8Array(Float64Array.of(7).buffer), 0, 8, header.length + 766 * sample);
    await file.close();
    const part = await openArray(path, { from: 766, to: 767 });
    expect(part.shape).toEqual([1, 1024, 1024]);
    expect([...part.data.subarray(0, 2)]).toEqual([7, 0]);
  });

  test("ranges outside the samples, and of arrays that have none in a row, are refused", async () => {
    const path = join(await emptyFolder(), "a.npy");
    await saveArray(path, [[1], [2], [3]]);
    const refused = (from: number, to?: number): Promise<unknown> => openArray(path, { from, to });
    await expect(refused(-1)).rejects.toThrow(ValueError);
    await expect(refused(4)).rejects.toThrow(
      `io.openArray: ${path}: from should be an integer between 0 and 3; got 4.`,
    );
    await expect(refused(2, 1)).rejects.toThrow("to should be an integer between 2 and 3; got 1.");
    await expect(refused(0, 4)).rejects.toThrow("to should be an integer between 0 and 3; got 4.");
    await expect(refused(0.5)).rejects.toThrow("from should be an integer");
    await expect(openArray(numpy("scalar.npy"), { from: 0 })).rejects.toThrow(ShapeError);
    await expect(openArray(numpy("fortran-big-endian.npy"), { to: 1 })).rejects.toThrow(
      "in Fortran order the samples do not stand one after another, so a part cannot be read alone. " +
        "Save numpy.ascontiguousarray(array) first, or open the file whole.",
    );
  });

  test("damaged files are refused, naming the file", async () => {
    const path = join(await emptyFolder(), "a.npy");
    const bytes = writeNpy([1, 2]);
    for (const length of [0, 5, 11, 60, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(openArray(path)).rejects.toThrow(FormatError);
      await expect(openArray(path, { to: 1 })).rejects.toThrow(`io.openArray: ${path}: the `);
    }
    await writeFile(path, Uint8Array.of(...bytes, 0));
    await expect(openArray(path, { to: 1 })).rejects.toThrow("it has 1 more");
    await writeFile(path, npyBytes(dictionaryOf("<f8", "(1000000, 1000000)"), bytes));
    await expect(openArray(path, { to: 1 })).rejects.toThrow("should have at least 8000000");
  });

  test("real and complex numbers are not mixed up", async () => {
    const path = join(await emptyFolder(), "z.npy");
    const z = { re: Float64Array.of(1, 2), im: Float64Array.of(3, -0), shape: [2, 1] };
    await saveArray(path, z);
    expect(await openComplex(path)).toStrictEqual(z);
    await expect(openArray(path)).rejects.toThrow(ValueError);
    await expect(openArray(path)).rejects.toThrow(
      `io.openArray: ${path}: real numbers are expected; the file holds complex ones. ` +
        "Open it with io.openComplex, or save their real part.",
    );
    await expect(openComplex(numpy("half.npy"))).rejects.toThrow(
      "complex numbers are expected; the file holds real ones. Open it with io.openArray.",
    );
  });

  test("integers that no Float64 holds are not rounded", async () => {
    await expect(openArray(numpy("integers-beyond-2-53.npy"))).rejects.toThrow(
      "the file holds 64-bit integers beyond ±2^53, which no Float64 holds exactly. " +
        "Read its bytes with formats.readNpy, or save array.astype('f8').",
    );
  });

  test("missing files, folders and devices become sentences", async () => {
    const folder = await emptyFolder();
    const missing = join(folder, "m.npy");
    await expect(openArray(missing)).rejects.toThrow(ValueError);
    await expect(openArray(missing)).rejects.toThrow(
      `io.openArray: ${missing}: there is no such file or folder. Check the path (ENOENT).`,
    );
    await expect(openArray(folder)).rejects.toThrow(
      `io.openArray: ${folder}: this is a folder. Give the path of a file.`,
    );
    await expect(openArrays("/dev/zero")).rejects.toThrow("this is a device or a pipe");
  });
});

describe("archives", () => {
  const arrays = {
    m: ndarrayOf(Uint8Array.of(0, 1), [1, 2]),
    p: ndarrayOf(Float64Array.of(0.5, 1.5), [1, 2]),
  };

  test("openArrays gives back what saveArrays wrote", async () => {
    const path = join(await emptyFolder(), "data.npz");
    for (const compress of [false, true]) {
      await saveArrays(path, arrays, { compress });
      expect({ ...(await openArrays(path)) }).toStrictEqual(arrays);
    }
    expect(Object.keys(await openArrays(numpy("streamed.npz")))).toHaveLength(5);
    await expect(openArrays(path, { maxBytes: 100 })).rejects.toThrow(
      `io.openArrays: ${path}: the members of the archive have 274 bytes together, more than 100.`,
    );
  });

  test("openArray opens the only array, or the one that is named", async () => {
    const path = join(await emptyFolder(), "data.npz");
    await saveArrays(path, { p: arrays.p });
    expect(await openArray(path)).toStrictEqual(arrays.p);
    await saveArrays(path, arrays);
    expect(await openArray(path, { member: "m" })).toStrictEqual(arrays.m);
    await expect(openArray(path)).rejects.toThrow(ValueError);
    await expect(openArray(path)).rejects.toThrow(
      `io.openArray: ${path}: the archive should hold one array; its arrays are "m", "p". ` +
        "Name one of them: { member: … }.",
    );
    await expect(openArray(path, { member: "q" })).rejects.toThrow(
      'no "q"; its arrays are "m", "p"',
    );
    await expect(openArray(path, { member: "m", to: 1 })).rejects.toThrow(
      "a part is read from .npy files only, and this is an archive",
    );
    await expect(openArray(numpy("empty.npz"))).rejects.toThrow("its arrays are none");
    await expect(openArray(numpy("scalar.npy"), { member: "m" })).rejects.toThrow(
      'only arrays in a .npz file have names; got member "m". Leave it out.',
    );
  });

  test("damaged archives are refused, naming the file", async () => {
    const path = join(await emptyFolder(), "data.npz");
    const bytes = writeNpz(arrays);
    bytes[120] ^= 1;
    await writeFile(path, bytes);
    await expect(openArrays(path)).rejects.toThrow(FormatError);
    await expect(openArrays(path)).rejects.toThrow(
      `io.openArrays: ${path}: the archive is damaged`,
    );
  });
});
