/**
 * One number per pixel: a channel of an image, or the luminance of its colours,
 *
 *   Y = 0.2126 R + 0.7152 G + 0.0722 B      (ITU-R BT.709),
 *
 * of the numbers as they stand; a grey pixel with R = G = B keeps its number exactly.
 */
import { formatShape, ShapeError } from "../../core/index.js";
import type { Dense } from "../../core/index.js";

const [RED, BLUE] = [0.2126, 0.0722];

/** The luminance of one colour. */
export function luminance(red: number, green: number, blue: number): number {
  return green + RED * (red - green) + BLUE * (blue - green);
}

/**
 * The grey values […x] of pixels [channel, …x].
 * @param channel its number, or undefined: the only channel, or the luminance of three
 * @throws ShapeError for a channel that is not there, or has to be named
 */
export function greyOf(
  { data, shape }: Dense<Float64Array>,
  channel: number | undefined,
  where: string,
): Float64Array {
  const [channels] = shape;
  const size = data.length / channels;
  const chosen = channel ?? (channels === 1 ? 0 : undefined);
  if (chosen !== undefined && Number.isInteger(chosen) && chosen >= 0 && chosen < channels) {
    return data.subarray(chosen * size, (chosen + 1) * size);
  }
  if (channel === undefined && channels === 3) {
    return new Float64Array(size).map((_, i) =>
      luminance(data[i], data[size + i], data[2 * size + i]),
    );
  }
  const wanted =
    channel === undefined ? "one channel, or three for their luminance," : `channel ${channel}`;
  throw new ShapeError(
    `${where}: pixels should have ${wanted} on their first axis; got the shape ${formatShape(shape)}. ` +
      `Name a channel that is there, or add a leading axis of length 1 to a grey image.`,
  );
}
