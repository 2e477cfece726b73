/** Fields side by side: microstructures, responses, error maps. */
import {
  checkFinite,
  checkInteger,
  checkNumber,
  checkOneOf,
  formatShape,
  ShapeError,
  toFloat64,
  ValueError,
} from "../core/index.js";
import type { ArrayInput } from "../core/index.js";
import type { SequentialName } from "./colours.js";
import { drawViews } from "./panelGrid.js";
import { middleSlice } from "./slice.js";
import type { Range } from "./ticks.js";
import { checkPhases } from "./view.js";
import type { Colours, View } from "./view.js";

/** One field of a picture. */
export interface Panel {
  readonly title: string;
  /** u[x], drawn as a curve; u[x, y]; or u[x, y, z], of which the slice at z = ⌊n/2⌋ is shown. */
  readonly field: ArrayInput;
  /**
   * "sequential" (default); "diverging", symmetric about 0, for errors and fluctuations; "phases"
   * for phase indices, with a legend.
   */
  readonly colours?: Colours | undefined;
  /**
   * Values at the ends of the colours. Default those of the data; values beyond take the end colour.
   * Diverging colours reach to the larger size on both sides.
   */
  readonly range?: Range | undefined;
  /** Panels of one group share their range, and one colour bar labelled with the group's name. */
  readonly group?: string | undefined;
  /** Written along the colour bar, after the group. */
  readonly unit?: string | undefined;
  /** Names of the phases 0, 1, …, for the legend. Default "phase 0", … */
  readonly phases?: readonly string[] | undefined;
}

/** Options of `fields`. */
export interface FieldsOptions {
  /** Written above all panels. */
  readonly title?: string | undefined;
  /** Panels in a row. Default 4. */
  readonly columns?: number | undefined;
  /** Side of a square panel in pixels. Default 200; 120 to 400 is sensible. */
  readonly size?: number | undefined;
  /** The sequential colours. Default "viridis"; "cividis" suits all readers' eyes. */
  readonly colourMap?: SequentialName | undefined;
}

const COLOURS: readonly Colours[] = ["sequential", "diverging", "phases"];
const MAPS: readonly SequentialName[] = ["viridis", "cividis"];
const AXES = ["x", "y"];

/**
 * The picture, as SVG, of fields side by side: x to the right, y up, axes in cells.
 * @throws ShapeError for a field without or with more than three axes, or with an empty one
 * @throws ValueError for no panels, values that are not finite, phases that are no indices, a range
 *   without length, or a group coloured in two ways
 */
export function fields(panels: readonly Panel[], options: FieldsOptions = {}): string {
  const where = "plot.fields";
  const { title, columns = 4, size = 200, colourMap = "viridis" } = options;
  if (!(panels?.length > 0)) {
    throw new ValueError(
      `${where}: panels should hold at least one { title, field }; got none. Pass a list of panels.`,
    );
  }
  checkInteger(columns, 1, Infinity, `${where}: columns`);
  checkNumber(size, 40, 2000, `${where}: size`);
  checkOneOf(colourMap, MAPS, `${where}: colourMap`);
  const views = panels.map((panel, i) => viewOf(panel, `${where}: field ${i}`));
  return drawViews(views, { title, columns, size, colourMap }, where);
}

function viewOf({ title, field, colours = "sequential", ...rest }: Panel, where: string): View {
  checkOneOf(colours, COLOURS, `${where}: colours`);
  const whole = toFloat64(field, where);
  checkField(whole.shape, where);
  checkFinite(whole, where);
  checkRange(rest.range, `${where}: range`);
  const sliced = middleSlice(whole.data, whole.shape, (z, n) => `z = ${z} of ${n}`);
  if (colours === "phases") checkPhases({ ...sliced, phases: rest.phases }, where);
  return { ...rest, ...sliced, title, colours, origin: [0, 0], axes: AXES };
}

function checkField(shape: readonly number[], where: string): void {
  if (shape.length >= 1 && shape.length <= 3 && !shape.includes(0)) return;
  throw new ShapeError(
    `${where} should have the axes [x], [x, y] or [x, y, z] with at least one cell; ` +
      `got ${formatShape(shape)}. Pick one sample and one component.`,
  );
}

/**
 * Refuses ranges that are not two increasing numbers.
 * @throws ValueError
 */
export function checkRange(range: Range | undefined, where: string): void {
  if (!range) return;
  const [low, high] = range;
  if (Number.isFinite(low) && Number.isFinite(high) && low < high) return;
  throw new ValueError(`${where} should be [low, high] with low < high; got [${low}, ${high}].`);
}
