import { describe, expect, test } from "vitest";
import { createRng, normals, sizeOf } from "../../src/core/index.js";
import { fftshift, ifftshift } from "../../src/fft/index.js";
import { rolled } from "../mks/synthetic.js";

const GRIDS = [[1], [2], [5], [6], [4, 5], [5, 4], [2, 3, 4], [3, 1, 5]];

describe("fftshift and ifftshift", () => {
  test("move the origin to the middle, ⌊n/2⌋, and back", () => {
    expect([...fftshift([0, 1, 2, -2, -1], 1).data]).toEqual([-2, -1, 0, 1, 2]);
    expect([...fftshift([0, 1, -2, -1], 1).data]).toEqual([-2, -1, 0, 1]);
    expect([...ifftshift([-2, -1, 0, 1, 2], 1).data]).toEqual([0, 1, 2, -2, -1]);
    expect([...ifftshift([-2, -1, 0, 1], 1).data]).toEqual([0, 1, -2, -1]);
  });

  test("undo each other in both orders, for odd and even lengths", () => {
    for (const grid of GRIDS) {
      const u = normals(createRng(1), [2, ...grid]);
      expect(ifftshift(fftshift(u, grid.length), grid.length).data).toEqual(u.data);
      expect(fftshift(ifftshift(u, grid.length), grid.length).data).toEqual(u.data);
    }
  });

  test("are periodic shifts by ⌊n/2⌋ and ⌈n/2⌉ along every shifted axis, and no other", () => {
    for (const grid of GRIDS) {
      const u = normals(createRng(2), [2, 3, ...grid]);
      const down = grid.map((n) => Math.floor(n / 2));
      const up = grid.map((n) => Math.ceil(n / 2));
      expect(fftshift(u, grid.length)).toEqual(rolled(u, down));
      expect(ifftshift(u, grid.length)).toEqual(rolled(u, up));
    }
  });

  test("agree where all lengths are even", () => {
    const u = normals(createRng(3), [4, 6]);
    expect(fftshift(u, 2)).toEqual(ifftshift(u, 2));
  });

  test("leave their input alone, and an empty one empty", () => {
    const u = normals(createRng(4), [3, 5]);
    const copy = u.data.slice();
    expect(fftshift(u, 2).data.buffer).not.toBe(u.data.buffer);
    expect(ifftshift(u, 1).data).toHaveLength(sizeOf([3, 5]));
    expect(u.data).toEqual(copy);
    expect(fftshift({ data: [], shape: [0, 3] }, 2).shape).toEqual([0, 3]);
  });

  test("refuse more axes than there are, or none", () => {
    expect(() => fftshift([1, 2], 2)).toThrow(
      "fft.fftshift: u should have at least 2 axes to be shifted; got [2].",
    );
    expect(() => ifftshift([1, 2], 2)).toThrow("fft.ifftshift: u should have at least 2 axes");
    expect(() => fftshift([1, 2], 0)).toThrow(
      "fft.fftshift: axes should be an integer ≥ 1; got 0.",
    );
    expect(() => ifftshift([1, 2], 0.5)).toThrow("fft.ifftshift: axes should be an integer ≥ 1");
  });
});
