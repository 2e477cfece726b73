/** What the pictures of fields and kernels are made of: checked panels and the scales they share. */
import { formatShape, ValueError } from "../core/index.js";
import { rangeOf, widened } from "./ticks.js";
import type { Range } from "./ticks.js";

/** How values become colours. */
export type Colours = "sequential" | "diverging" | "phases";

/** One panel, checked: a curve u[x] or a raster u[x, y]. */
export interface View {
  readonly title: string;
  /** A second line under the title, in grey. */
  readonly note?: string;
  readonly values: Float64Array;
  /** One or two axis lengths. */
  readonly shape: readonly number[];
  readonly colours: Colours;
  readonly range?: Range | undefined;
  readonly group?: string | undefined;
  readonly unit?: string | undefined;
  readonly phases?: readonly string[] | undefined;
  /** The index along every axis that is labelled 0. */
  readonly origin: readonly number[];
  /** What is written along the axes. */
  readonly axes: readonly string[];
  /** What is written into the cells of a raster, in the order of its values. */
  readonly cells?: readonly CellText[] | undefined;
}

/** What is written into a cell, and whether it has a frame. */
export interface CellText {
  readonly text: string;
  readonly framed: boolean;
}

/** From values to colours, shared by all views of one group. */
export interface Scale {
  readonly colours: Colours;
  readonly range: Range;
  /** What is written along the colour bar. */
  readonly label: string;
  /** The names of phases 0, 1, …; empty for other scales. */
  readonly phases: readonly string[];
  /** The views that share it, by their place. */
  readonly members: readonly number[];
}

/**
 * The scales of views, in the order in which they first appear: one for every group, one for every
 * view without a group.
 * @throws ValueError for a group whose views are coloured in different ways
 */
export function scalesOf(views: readonly View[], where: string): Scale[] {
  const groups = new Map<string | number, number[]>();
  views.forEach(({ group }, i) => {
    const key = group ?? i;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  });
  return [...groups.values()].map((members) =>
    scaleOf(
      members.map((i) => views[i]),
      members,
      where,
    ),
  );
}

function scaleOf(views: readonly View[], members: readonly number[], where: string): Scale {
  const [{ colours, group, unit }] = views;
  const other = views.find((view) => view.colours !== colours);
  if (other) {
    throw new ValueError(
      `${where}: the panels of group "${group ?? ""}" should be coloured alike; got "${colours}" and ` +
        `"${other.colours}". Give them different groups.`,
    );
  }
  const labels = [group, unit].filter((part) => part !== undefined && part !== "");
  return {
    colours,
    range: sharedRange(views, colours),
    label: labels.join(" / "),
    phases: colours === "phases" ? phaseNames(views) : [],
    members,
  };
}

/** The ranges that were asked for, or those of the data; symmetric about 0 for diverging colours. */
function sharedRange(views: readonly View[], colours: Colours): Range {
  const asked = views.flatMap(({ range }) => range ?? []);
  let [low, high] = asked.length > 0 ? rangeOf(asked) : [Infinity, -Infinity];
  if (asked.length === 0) {
    for (const { values } of views) {
      for (const value of values) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  if (colours !== "diverging") return widened([low, high]);
  const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-largest, largest];
}

function phaseNames(views: readonly View[]): string[] {
  const given = views.find(({ phases }) => phases)?.phases ?? [];
  const largest = Math.max(...views.map(({ values }) => values.reduce((a, b) => Math.max(a, b))));
  const count = Math.max(given.length, largest + 1);
  return Array.from({ length: count }, (_, phase) => given[phase] ?? `phase ${phase}`);
}

/** Phases a legend can tell apart. */
const MOST_PHASES = 64;

/**
 * Refuses fields that hold no phase indices.
 * @throws ValueError
 */
export function checkPhases(
  { values, shape, phases }: Pick<View, "values" | "shape" | "phases">,
  where: string,
): void {
  const last = (phases?.length ?? MOST_PHASES) - 1;
  const wrong = values.findIndex((v) => !Number.isInteger(v) || v < 0 || v > last);
  if (wrong < 0) return;
  const index = shape.length === 1 ? [wrong] : [Math.floor(wrong / shape[1]), wrong % shape[1]];
  throw new ValueError(
    `${where} should hold phase indices 0 … ${last} for colours "phases"; got ${values[wrong]} ` +
      `at ${formatShape(index)}. Use "sequential" colours, or name every phase.`,
  );
}
