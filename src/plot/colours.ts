/**
 * Colour maps as tables of 256 sRGB colours. Sequential and density maps grow evenly in lightness;
 * the diverging map falls evenly from its white middle to both sides, so that equal distances from
 * 0 look equal. Its stops have CIE lightness 30, 63.5, 97, 63.5, 30.
 */
import { interpolateLab, piecewise } from "d3-interpolate";
import { interpolateCividis, interpolateViridis, schemeTableau10 } from "d3-scale-chromatic";

/** Red, green and blue, 0 … 255. */
export type Rgb = readonly [number, number, number];

/** Colours for t from 0 to 1, in equal steps; they are computed when they are first asked for. */
export type ColourMap = () => readonly Rgb[];

/** The maps for values that have no middle. */
export type SequentialName = "viridis" | "cividis";

const STEPS = 256;

/** Viridis: from dark blue to yellow. */
export const viridis: ColourMap = tableOf(interpolateViridis);

/** Cividis: from dark blue to yellow, seen alike with and without red–green blindness. */
export const cividis: ColourMap = tableOf(interpolateCividis);

/** From blue over white, in the middle, to red. */
export const diverging: ColourMap = tableOf(
  through("#054985", "#60a1d7", "#f6f6f6", "#e57a63", "#8f011c"),
);

/** From pale to dark blue: how many points there are, on white where there are none. */
export const density: ColourMap = tableOf(through("#c9d8ea", "#5b86b8", "#0f2748"));

/** Colours of lines, told apart also in their lightness. */
export const lineColours: readonly string[] = [
  "#1f4e8c",
  "#c8553d",
  "#3c8d6e",
  "#8a5aa8",
  "#d09a2d",
  "#4ba3c3",
  "#7a4b32",
  "#6b6b6b",
];

/** The colour at t, 0 ≤ t ≤ 1; beyond, the colour of that end. */
export function colourAt(map: ColourMap, t: number): Rgb {
  const colours = map();
  const step = Math.round(t * (colours.length - 1));
  return colours[Math.max(0, Math.min(colours.length - 1, step))];
}

/** A colour of every phase: greys up to four, then distinct hues, beyond ten steps of viridis. */
export function phaseColours(count: number): readonly Rgb[] {
  if (count <= 4) {
    const greys = count <= 2 ? [235, 70] : count === 3 ? [240, 155, 65] : [242, 182, 120, 55];
    return greys.slice(0, count).map((grey) => [grey, grey, grey]);
  }
  if (count <= schemeTableau10.length) return schemeTableau10.slice(0, count).map(parseColour);
  return Array.from({ length: count }, (_, phase) => colourAt(viridis, phase / (count - 1)));
}

/** A colour as CSS writes it. */
export function cssColour([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** From colour to colour in equal steps of t, along straight lines in Lab. */
function through(...stops: string[]): (t: number) => string {
  return (t) => String(piecewise(interpolateLab, stops)(t));
}

function tableOf(colour: (t: number) => string): ColourMap {
  let table: readonly Rgb[] | undefined;
  return () =>
    (table ??= Array.from({ length: STEPS }, (_, step) => parseColour(colour(step / (STEPS - 1)))));
}

/** The two forms in which d3 writes colours: #rrggbb and rgb(r, g, b). */
function parseColour(css: string): Rgb {
  const [red, green, blue] = css.startsWith("#")
    ? [1, 3, 5].map((at) => parseInt(css.slice(at, at + 2), 16))
    : (css.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
}
