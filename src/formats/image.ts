/**
 * Pixels of an image file in our axes. Files hold rows from the top, each from left to right; here x is to the
 * right and y up, and the channel comes before space:
 *
 *   pixels[c, x, y, z] = rows[z, n_y − 1 − y, x, c]      (row, column and page of the file)
 *
 * Pixels from elsewhere (a canvas, jpeg-js, NumPy) are turned likewise by `fromRows`.
 */
import {
  checkBoolean,
  FormatError,
  ndarrayOf,
  ShapeError,
  sizeOf,
  toDense,
} from "../core/index.js";
import type { ArrayInput, NdArray, NumericData } from "../core/index.js";
import type { ReadOptions } from "./npy.js";

/** An image, or a stack of images that are slices of a volume. */
export interface Image {
  /**
   * The numbers as they stand in the file, [channel, x, y], of several pages [channel, x, y, z]: x to the right, y up,
   * z through the pages. One channel is grey, three are red, green and blue.
   */
  readonly pixels: NdArray<NumericData>;
  /**
   * The number that stands for white: 2ᵇ − 1 of unsigned integers with b bits, in PNM the maximum it names;
   * undefined for signed and floating-point numbers, which have none.
   */
  readonly white: number | undefined;
  /** How opaque every pixel is, [1, …x], from 0 to `white`, if the file says so; `pixels` are the same with and without. */
  readonly opacity: NdArray<NumericData> | undefined;
}

/** Options of decoding images. */
export interface DecodeImageOptions extends ReadOptions {
  /** Most bytes that the pixels may take. Default 4 GiB. */
  readonly maxBytes?: number | undefined;
}

/** Options of `fromRows`. */
export interface FromRowsOptions {
  /** Whether three axes are [page, row, column], not [row, column, channel]. Default false. */
  readonly stack?: boolean | undefined;
}

/** How many there are of what a file holds. */
export interface RowsShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Pages of a stack; undefined for a plane image. */
  readonly pages?: number | undefined;
}

/**
 * Pixels in our axes, [channel, x, y] or [channel, x, y, z], from rows as other programs keep them: [row, column],
 * [row, column, channel], [page, row, column, channel], or a `stack` [page, row, column].
 * @throws ShapeError for other numbers of axes
 */
export function fromRows(rows: ArrayInput, options: FromRowsOptions = {}): NdArray<NumericData> {
  const where = "formats.fromRows";
  const { stack = false } = options;
  checkBoolean(stack, `${where}: stack`);
  const { data, shape } = toDense(rows, `${where}: rows`);
  const count = rowsShape(shape, stack);
  if (!count) {
    throw new ShapeError(
      `${where}: rows should have the axes [row, column], [row, column, channel] or [page, row, column, channel], ` +
        `a stack [page, row, column]; got ${shape.length} of them. Reshape it, or ask for a stack.`,
    );
  }
  const all = Array.from({ length: count.channels }, (_, c) => c);
  return pixelsOf(data, count, all);
}

function rowsShape(shape: readonly number[], stack: boolean): RowsShape | undefined {
  const paged = stack || shape.length === 4;
  const plane = paged ? shape.slice(1) : shape;
  const pages = paged ? shape[0] : undefined;
  const [height, width, channels = 1] = plane;
  return plane.length === 2 || plane.length === 3 ? { pages, height, width, channels } : undefined;
}

/**
 * The rows of pixels [channel, x, y] or [channel, x, y, z] from the top, as other programs keep them:
 * [row, column, channel] or [page, row, column, channel].
 * @throws ShapeError for other numbers of axes
 */
export function toRows(pixels: ArrayInput): NdArray<NumericData> {
  const where = "formats.toRows: pixels";
  const { data, shape } = toDense(pixels, where);
  if (shape.length !== 3 && shape.length !== 4) {
    throw new ShapeError(
      `${where} should have the axes [channel, x, y] or [channel, x, y, z]; got ${shape.length} of them. ` +
        `A grey image has one channel: add a leading axis of length 1.`,
    );
  }
  const [channels, width, height, pages = 1] = shape;
  const rows = data.slice();
  forEachPixel({ width, height, channels, pages }, (place, c, pixel) => {
    rows[channels * place + c] = data[pixel];
  });
  const plane = [height, width, channels];
  return ndarrayOf(rows, shape.length === 4 ? [pages, ...plane] : plane);
}

/** Some channels of rows from the top, in our axes. */
export function pixelsOf<D extends NumericData>(
  rows: D,
  { width, height, channels, pages }: RowsShape,
  wanted: readonly number[],
): NdArray<D> {
  const plane = [wanted.length, width, height];
  const pixels = rows.slice(0, sizeOf(plane) * (pages ?? 1)) as D;
  forEachPixel({ width, height, channels: wanted.length, pages }, (place, c, pixel) => {
    pixels[pixel] = rows[channels * place + wanted[c]];
  });
  return ndarrayOf(pixels, pages === undefined ? plane : [...plane, pages]);
}

/** Calls with the number of a pixel in the file, [page, row, column], a channel, and the position in our pixels. */
function forEachPixel(
  { width, height, channels, pages = 1 }: RowsShape,
  visit: (place: number, channel: number, pixel: number) => void,
): void {
  let pixel = 0;
  for (let c = 0; c < channels; c++) {
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        for (let z = 0; z < pages; z++) {
          visit((z * height + height - 1 - y) * width + x, c, pixel++);
        }
      }
    }
  }
}

/**
 * Refuses images whose pixels take more bytes than are allowed, before any memory is taken.
 * @throws FormatError
 */
export function checkPixelBytes(bytes: number, maxBytes: number, where: string): void {
  if (bytes <= maxBytes) return;
  throw new FormatError(
    `${where}: the pixels of the image take ${bytes} bytes, more than ${maxBytes}. ` +
      `If you trust it, allow more with maxBytes.`,
  );
}

/** An image that contradicts itself. */
export function damagedImage(where: string, format: string, what: string): FormatError {
  return new FormatError(
    `${where}: the ${format} file is damaged: ${what}. Copy it again, or save it again in the program it comes from.`,
  );
}
