import { describe, expect, test } from "vitest";
import { createRng, integers, ShapeError, unravel } from "../../src/core/index.js";
import { fromRows, toRows } from "../../src/formats/index.js";

describe("rows and pixels", () => {
  test("of a plane: x is the column, y counts rows from the bottom", () => {
    const pixels = fromRows([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(pixels.shape).toEqual([1, 3, 2]);
    expect([...pixels.data]).toEqual([4, 1, 5, 2, 6, 3]);
  });

  test.each([
    [[5, 4], false, [1, 4, 5]],
    [[5, 4, 3], false, [3, 4, 5]],
    [[6, 5, 4], true, [1, 4, 5, 6]],
    [[6, 5, 4, 2], false, [2, 4, 5, 6]],
    [[6, 5, 4, 2], true, [2, 4, 5, 6]],
  ])("of the shape %j, a stack: %s, go into each other", (shape, stack, expected) => {
    const rows = integers(createRng(1), 1000, shape);
    const pixels = fromRows(rows, { stack });
    expect(pixels.shape).toEqual(expected);
    expect(pixels.data).toBeInstanceOf(Int32Array);
    expect(toRows(pixels).data).toEqual(rows.data);
    const [channels, width, height, pages = 1] = pixels.shape;
    pixels.data.forEach((value, i) => {
      const [c, x, y, z = 0] = unravel(i, pixels.shape);
      const place = ((z * height + height - 1 - y) * width + x) * channels + c;
      expect(value).toBe(rows.data[place]);
    });
    expect(rows.data.length).toBe(channels * width * height * pages);
  });

  test("of other numbers of axes are refused", () => {
    expect(() => fromRows([1, 2])).toThrow(ShapeError);
    expect(() => fromRows([1, 2])).toThrow(
      "formats.fromRows: rows should have the axes [row, column], [row, column, channel] or [page, row, column, channel], " +
        "a stack [page, row, column]; got 1 of them. Reshape it, or ask for a stack.",
    );
    expect(() => fromRows([[1]], { stack: true })).toThrow("got 2 of them");
    expect(() => fromRows([[1]], { stack: 1 as unknown as boolean })).toThrow(
      "formats.fromRows: stack should be true or false; got 1.",
    );
    expect(() => toRows([[1, 2]])).toThrow(
      "formats.toRows: pixels should have the axes [channel, x, y] or [channel, x, y, z]; got 2 of them. " +
        "A grey image has one channel: add a leading axis of length 1.",
    );
  });
});
