/**
 * Two classes of points in the plane, |x|, |y| ≲ 6: the four data sets of the TensorFlow playground (Smilkov and
 * Carter, 2016). Samples alternate between class 0 and class 1.
 *
 *   circle     radius r = 5 u, angle 2π u': class 1 inside, u in [0, ½), class 0 around it, u in [0.7, 1)
 *   xor        |x|, |y| uniform in [0.3, 5.3): class 1 where xy > 0
 *   gaussian   normals of deviation 0.7 about (2, 2), class 1, and (−2, −2), class 0
 *   spiral     two arms r (sin t, cos t), r = 5 i/n, t = 3.5π i/n, class 1 turned by π, i = 0 … n − 1 along an arm
 *
 * Noise then moves every coordinate by a uniform amount; classes stay as they were, so that they may overlap.
 */
import { checkInteger, checkNumber, checkOneOf, ndarrayOf } from "../core/index.js";
import type { NdArray, Rng } from "../core/index.js";

const SHAPES = ["circle", "xor", "gaussian", "spiral"] as const;

/** The name of a data set. */
export type PlaygroundShape = (typeof SHAPES)[number];

/** Options of `playgroundData`. */
export interface PlaygroundOptions {
  /** How many points. Default 200. */
  readonly samples?: number;
  /** Coordinates move by up to ± this much. Default 0; up to 1 is sensible, for spirals up to 0.5. */
  readonly noise?: number;
}

/** Points and their classes. */
export interface PlaygroundData {
  /** x[s, 2]. */
  readonly x: NdArray;
  /** 0 or 1 of every sample. */
  readonly labels: NdArray<Int32Array>;
}

/**
 * The points of a data set, with their classes.
 * @throws ValueError for an unknown data set, or options out of range
 */
export function playgroundData(
  shape: PlaygroundShape,
  rng: Rng,
  { samples = 200, noise = 0 }: PlaygroundOptions = {},
): PlaygroundData {
  checkOneOf(shape, SHAPES, "nn.playgroundData: shape");
  checkInteger(samples, 1, Infinity, "nn.playgroundData: samples");
  checkNumber(noise, 0, Infinity, "nn.playgroundData: noise");
  const x = new Float64Array(2 * samples);
  const labels = Int32Array.from({ length: samples }, (_, s) => s % 2);
  const between = (from: number, to: number): number => from + (to - from) * rng.uniform();
  labels.forEach((label, s) => {
    const along = Math.floor(s / 2) / Math.ceil((samples - label) / 2);
    const point = PLACES[shape](label, along, between, rng);
    x.set(noise > 0 ? point.map((value) => value + between(-noise, noise)) : point, 2 * s);
  });
  return { x: ndarrayOf(x, [samples, 2]), labels: ndarrayOf(labels, [samples]) };
}

/** A point of a class; `along` goes from 0 to 1 through the samples of the class. */
type Place = (
  label: number,
  along: number,
  between: (from: number, to: number) => number,
  rng: Rng,
) => readonly [number, number];

const PLACES: Readonly<Record<PlaygroundShape, Place>> = {
  circle(label, _along, between) {
    const radius = label === 1 ? between(0, 2.5) : between(3.5, 5);
    return polar(radius, between(0, 2 * Math.PI));
  },
  xor(label, _along, between) {
    const side = between(-1, 1) < 0 ? -1 : 1;
    return [side * between(0.3, 5.3), (label === 1 ? side : -side) * between(0.3, 5.3)];
  },
  gaussian(label, _along, _between, rng) {
    const centre = label === 1 ? 2 : -2;
    return [centre + 0.7 * rng.normal(), centre + 0.7 * rng.normal()];
  },
  spiral(label, along) {
    return polar(5 * along, Math.PI * (3.5 * along + label));
  },
};

/** r (sin t, cos t). */
function polar(r: number, t: number): readonly [number, number] {
  return [r * Math.sin(t), r * Math.cos(t)];
}
