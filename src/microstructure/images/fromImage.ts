/**
 * A micrograph as phases. Pixels, smoothed against noise if asked for, become one grey number each and are cut at levels, or are told apart
 * by their colours; phases are counted from dark to bright.
 */
import {
  checkBoolean,
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkRank,
  createRng,
  ndarrayOf,
  toFloat64,
  ValueError,
} from "../../core/index.js";
import type { ArrayInput, Dense, NdArray, Seed } from "../../core/index.js";
import { cumulativeFractions } from "../fractions.js";
import { cut, quantileLevels } from "../levels.js";
import { checkLevels } from "../threshold.js";
import { clusterColours } from "./clusterColours.js";
import { gaussianSmooth } from "./gaussianSmooth.js";
import { greyOf, luminance } from "./grey.js";
import { levelsOf } from "./otsu.js";

/** Options of `fromImage`. */
export interface FromImageOptions {
  /**
   * How levels are found:
   * - "otsu" (default): the least variance within the phases; needs no more than their number
   * - "quantile": given volume fractions, when they are known from elsewhere
   * - "fixed": given levels
   * - "kmeans": nearest colours, for images whose phases differ in hue; for one channel the same as "otsu"
   */
  readonly method?: "otsu" | "quantile" | "fixed" | "kmeans";
  /** Number of phases for "otsu" and "kmeans", 2 … 256. Default 2. */
  readonly phases?: number;
  /** Volume fractions for "quantile", the darkest phase first, with the sum 1. */
  readonly volumeFraction?: readonly number[];
  /** Levels for "fixed", in the numbers of the pixels and increasing. */
  readonly levels?: readonly number[];
  /**
   * The channel to cut. Default: the only one, of three their luminance, and for "kmeans" all of them together.
   */
  readonly channel?: number;
  /** Standard deviation in pixels of the Gaussian that smooths before. Default 0, none; 0.5 to 2 takes noise away. */
  readonly smooth?: number;
  /** Whether phase 0 is the brightest, not the darkest. Default false. */
  readonly invert?: boolean;
  /** Seed for the start of "kmeans" on colours. Default 0: the same image gives the same phases. */
  readonly rng?: Seed;
}

/** Phases of an image, and what parted them. */
export interface ImagePhases {
  /** m[1, …x]. */
  readonly m: NdArray<Uint8Array>;
  /** The levels between neighbouring phases, increasing, in the numbers of the pixels; none where colours were clustered. */
  readonly levels: readonly number[];
  /** The colour of every phase, where colours were clustered; else none. */
  readonly colours: readonly (readonly number[])[];
}

/** Which options go with a method. */
const OPTIONS_OF = {
  otsu: ["phases"],
  quantile: ["volumeFraction"],
  fixed: ["levels"],
  kmeans: ["phases", "rng"],
} as const;
const METHODS = Object.keys(OPTIONS_OF) as (keyof typeof OPTIONS_OF)[];

/**
 * The phases that an image shows, from dark to bright, as a microstructure of one sample. A value at a level belongs to the darker phase.
 *
 * An image does not repeat: make it do so with `tile` and mirror images before it meets a method that takes it for a periodic cell.
 * @param pixels [channel, x, y] or [channel, x, y, z], as `formats.decodeImage` and `io.openImage` give them
 * @returns m[1, …x] with the levels or colours
 * @throws ShapeError for other numbers of axes, or channels that fit no rule
 * @throws ValueError for options that miss or do not go with the method, pixels that are not finite, or fewer different ones than phases
 */
export function fromImage(pixels: ArrayInput, options: FromImageOptions = {}): ImagePhases {
  const where = "microstructure.fromImage";
  const { method = "otsu", channel, smooth = 0, invert = false } = options;
  checkOneOf(method, METHODS, `${where}: method`);
  checkOptions(method, options, where);
  checkNumber(smooth, 0, 1000, `${where}: smooth`);
  checkBoolean(invert, `${where}: invert`);
  const image = toFloat64(pixels, `${where}: pixels`);
  checkRank(image, [3, 4], "[channel, x, y] or [channel, x, y, z]", `${where}: pixels`);
  if (image.shape.includes(0)) throw new ValueError(`${where}: pixels should not be empty.`);
  checkFinite(image, `${where}: pixels`);
  const [channels, ...grid] = image.shape;
  const clustered = method === "kmeans" && channel === undefined && channels > 1;
  const { m, levels, colours } = clustered
    ? byColour(image, smooth, options, where)
    : byGrey(gaussianSmooth(greyOf(image, channel, where), grid, smooth), options, where);
  if (invert) {
    const brightest = Math.max(levels.length, colours.length - 1);
    for (let x = 0; x < m.length; x++) m[x] = brightest - m[x];
  }
  return {
    m: ndarrayOf(m, [1, ...grid]),
    levels,
    colours: invert ? [...colours].reverse() : colours,
  };
}

type Parted = Omit<ImagePhases, "m"> & { readonly m: Uint8Array };

function byGrey(v: Float64Array, options: FromImageOptions, where: string): Parted {
  const { method, phases = 2, volumeFraction, levels: given } = options;
  const levels =
    method === "fixed" && given
      ? checkLevels(given, where)
      : method === "quantile" && volumeFraction
        ? quantileLevels(v, cumulativeFractions({ volumeFraction }, where))
        : levelsOf(v, phases, where);
  const m = new Uint8Array(v.length);
  cut(m, 0, v, levels);
  return { m, levels, colours: [] };
}

function byColour(
  { data, shape }: Dense<Float64Array>,
  smooth: number,
  { phases = 2, rng = 0 }: FromImageOptions,
  where: string,
): Parted {
  checkInteger(phases, 2, 256, `${where}: phases`);
  const [channels, ...grid] = shape;
  const size = data.length / channels;
  const pixels = new Float64Array(data.length); // v[x, channel]
  for (let c = 0; c < channels; c++) {
    const plane = gaussianSmooth(data.subarray(c * size, (c + 1) * size), grid, smooth);
    for (let x = 0; x < size; x++) pixels[x * channels + c] = plane[x];
  }
  const { labels, centres } = clusterColours(pixels, channels, phases, createRng(rng), where);
  const all = Array.from({ length: phases }, (_, h) =>
    Array.from(centres.subarray(h * channels, (h + 1) * channels)),
  );
  const order = all.map((_, h) => h).sort((a, b) => brightness(all[a]) - brightness(all[b]));
  const place = Uint8Array.from(all, (_, h) => order.indexOf(h));
  return { m: labels.map((h) => place[h]), levels: [], colours: order.map((h) => all[h]) };
}

/** Luminance of three channels, else their mean. */
function brightness(colour: readonly number[]): number {
  const [red, green, blue] = colour;
  if (colour.length === 3) return luminance(red, green, blue);
  return colour.reduce((sum, value) => sum + value, 0) / colour.length;
}

/** Refuses options of other methods, and methods without what they need. */
function checkOptions(
  method: keyof typeof OPTIONS_OF,
  options: FromImageOptions,
  where: string,
): void {
  const own: readonly string[] = OPTIONS_OF[method];
  const stray = (["phases", "volumeFraction", "levels", "rng"] as const).find(
    (name) => options[name] !== undefined && !own.includes(name),
  );
  if (stray) {
    throw new ValueError(
      `${where}: ${stray} does not go with the method "${method}", which takes ${own.join(" and ")}. ` +
        `Leave it out, or choose another method.`,
    );
  }
  const [needed] = own;
  if (needed === "phases" || options[needed as keyof FromImageOptions] !== undefined) return;
  throw new ValueError(`${where}: the method "${method}" should come with ${needed}; got none.`);
}
