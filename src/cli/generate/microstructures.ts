/** The generators of the library by the names they have on the command line. */
import { createRng, ndarrayOf, skipSplits } from "../../core/index.js";
import type { NdArray } from "../../core/index.js";
import {
  assignPhases,
  checkerboard,
  deltaMicrostructures,
  fibres,
  filteredCells,
  independentCells,
  laminate,
  multiphase,
  overlappingSpheres,
  separateSpheres,
  spinodal,
  thresholdedField,
  voronoi,
} from "../../microstructure/index.js";
import type { OverlappingSpheresOptions } from "../../microstructure/index.js";
import type { Words } from "../command.js";
import { covarianceOf, COVARIANCE } from "./covariances.js";
import { needed, settingsOf } from "./settings.js";
import type { Schema, Settings } from "./settings.js";

/** Makes samples first … first + count − 1 of a seed: m[s, …x]. */
export type Draw = (first: number, count: number) => NdArray<Uint8Array>;

/** A call for microstructures, with the options of its kind. */
interface Call<S extends Schema> {
  readonly shape: readonly number[];
  readonly seed: number;
  readonly settings: Settings<S>;
  /** The value of an option without which the kind is not defined. */
  readonly need: <T>(value: T | undefined, name: string) => T;
  readonly command: string;
}

/** A kind of microstructure. */
export interface Kind {
  readonly schema: Schema;
  /** What one is, in the list of kinds. */
  readonly summary: string;
  /** The samples there are of it, where chance plays no part. */
  readonly count?: (words: Words, command: string) => number;
  readonly prepare: (words: Words, shape: readonly number[], seed: number, command: string) => Draw;
}

function kind<S extends Schema>(
  summary: string,
  schema: S,
  draw: (call: Call<S>) => Draw,
  count?: (settings: Settings<S>) => number,
): Kind {
  return {
    ...{ summary, schema },
    ...(count && {
      count: (words: Words, command: string) => count(settingsOf(words, schema, command)),
    }),
    prepare: (words, shape, seed, command) => {
      const settings = settingsOf(words, schema, command);
      const need = <T>(value: T | undefined, name: string): T =>
        needed(value, name, words.files[0] ?? "it", command);
      return draw({ shape, seed, settings, need, command });
    },
  };
}

const FRACTIONS = { volumeFraction: "numbers", phases: "number" } as const;
const SPHERES = {
  radius: "number or list",
  count: "number",
  volumeFraction: "number",
  aspect: "numbers",
  orientation: "word",
} as const;
const APART = { gap: "number", attempts: "number" } as const;

/** All kinds, in the order of the help. */
export const KINDS: Readonly<Record<string, Kind>> = {
  multiphase: kind(
    "grains of a size, PyMKS's",
    { grainSize: "number or list", ...FRACTIONS, variance: "number", range: "flag" },
    ({ shape, seed, need, settings: { grainSize, range, ...settings } }) => {
      const options = {
        ...settings,
        ...(range ? { thresholds: "range" as const } : {}),
        grainSize: need(grainSize, "grainSize"),
      };
      return (first, samples) =>
        multiphase(shape, { ...options, samples }, skipSplits(seed, first));
    },
  ),
  "filtered-cells": kind(
    "blobs of many sizes and fractions, for training",
    { sigma: "pair", fractionRange: "pair" },
    ({ shape, seed, settings }) =>
      (first, samples) =>
        filteredCells(shape, { ...settings, samples }, skipSplits(seed, first)),
  ),
  "independent-cells": kind(
    "cells without correlation",
    { ...FRACTIONS, exactFraction: "flag" },
    ({ shape, seed, settings }) =>
      (first, samples) =>
        independentCells(shape, { ...settings, samples }, skipSplits(seed, first)),
  ),
  "thresholded-field": kind(
    "a Gaussian field of a covariance, cut at levels",
    { ...COVARIANCE, volumeFraction: "number or list", doubleCut: "flag", exactFraction: "flag" },
    ({ shape, seed, settings, command }) => {
      const { volumeFraction, doubleCut, exactFraction } = settings;
      const options = {
        covariance: covarianceOf(settings, command),
        ...(volumeFraction !== undefined && { volumeFraction }),
        ...(doubleCut && { doubleCut }),
        ...(exactFraction && { exactFraction }),
      };
      return (first, samples) =>
        thresholdedField(shape, { ...options, samples }, skipSplits(seed, first));
    },
  ),
  "overlapping-spheres": kind(
    "spheres, discs or ellipsoids that may overlap",
    SPHERES,
    ({ shape, seed, need, settings }) => {
      const options = spheresOf(settings, need);
      return (first, samples) =>
        overlappingSpheres(shape, { ...options, samples }, skipSplits(seed, first));
    },
  ),
  "separate-spheres": kind(
    "the same, apart from each other",
    { ...SPHERES, ...APART },
    ({ shape, seed, need, settings: { gap, attempts, ...settings } }) => {
      const options = {
        ...spheresOf(settings, need),
        ...(gap !== undefined && { gap }),
        ...(attempts !== undefined && { attempts }),
      };
      return (first, samples) =>
        separateSpheres(shape, { ...options, samples }, skipSplits(seed, first));
    },
  ),
  fibres: kind(
    "discs in 2-D, cylinders in 3-D",
    {
      ...{ radius: "number", count: "number", direction: "numbers", orientationSpread: "number" },
      ...{ turns: "number", separate: "flag", ...APART },
    } as const,
    ({ shape, seed, need, settings }) => {
      const [radius, count] = [need(settings.radius, "radius"), need(settings.count, "count")];
      return (first, samples) =>
        fibres(shape, { ...settings, radius, count, samples }, skipSplits(seed, first));
    },
  ),
  grains: kind(
    "Voronoi's grains with phases",
    {
      ...{ count: "number", relaxation: "number", aspect: "numbers" },
      ...{ ...FRACTIONS, balanced: "flag" },
    } as const,
    ({ shape, seed, need, settings: { count: given, relaxation, aspect, ...phases } }) => {
      const count = need(given, "count");
      const grains = {
        ...{ count },
        ...(relaxation !== undefined && { relaxation }),
        ...(aspect && { aspect }),
      };
      return (first, samples) => {
        const streams = createRng(seed);
        const places = skipSplits(streams.split(), first);
        const { labels } = voronoi(shape, { ...grains, samples }, places);
        return assignPhases(labels, phases, skipSplits(streams.split(), first));
      };
    },
  ),
  spinodal: kind(
    "phases that wind through each other",
    { wavelength: "number", waves: "number", cones: "numbers", ...FRACTIONS },
    ({ shape, seed, need, settings }) => {
      const wavelength = need(settings.wavelength, "wavelength");
      return (first, samples) =>
        spinodal(shape, { ...settings, wavelength, samples }, skipSplits(seed, first));
    },
  ),
  delta: kind(
    "one cell of every phase in every other; no chance",
    { phases: "number" },
    ({ shape, settings: { phases = 2 } }) => slicesOf(deltaMicrostructures(phases, shape)),
    ({ phases = 2 }) => phases * (phases - 1),
  ),
  checkerboard: kind(
    "squares in turn; no chance",
    { square: "number or list" },
    ({ shape, settings: { square } }) => slicesOf(checkerboard(shape, square)),
    () => 1,
  ),
  laminate: kind(
    "flat layers; no chance",
    { normal: "numbers", ...FRACTIONS },
    ({ shape, settings }) => slicesOf(laminate(shape, settings)),
    () => 1,
  ),
};

function spheresOf(
  { radius, orientation, ...settings }: Settings<typeof SPHERES>,
  need: <T>(value: T | undefined, name: string) => T,
): OverlappingSpheresOptions {
  return {
    ...settings,
    radius: need(radius, "radius"),
    ...(orientation !== undefined && {
      orientation: orientation === "random" ? orientation : orientation.split(",").map(Number),
    }),
  };
}

/** Some samples of all that there are. */
function slicesOf({ data, shape: [, ...shape] }: NdArray<Uint8Array>): Draw {
  const size = shape.reduce((product, n) => product * n, 1);
  return (first, count) =>
    ndarrayOf(data.slice(first * size, (first + count) * size), [count, ...shape]);
}
