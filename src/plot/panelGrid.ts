/** Panels in rows, with the colour bar or legend of every scale drawn once beside those who share it. */
import { LEADING, linesAbove, SIZES } from "./axes.js";
import type { Block } from "./block.js";
import { picture } from "./svg.js";
import { wrap } from "./text.js";
import { keyBlock, viewBlock } from "./viewBlock.js";
import type { PanelStyle } from "./viewBlock.js";
import { scalesOf } from "./view.js";
import type { Scale, View } from "./view.js";

/** How the panels are arranged. */
export interface GridStyle extends PanelStyle {
  /** Panels in a row. */
  readonly columns: number;
  readonly title?: string | undefined;
}

const MARGIN = 12;
/** Room between panels, between a panel and its colour bar, and between rows. */
const GAPS = { panel: 16, key: 4, row: 14, title: 8 };

/** A panel, and the key of its scale if no later panel of the row shares it. */
interface Cell {
  readonly panel: Block;
  readonly key?: Block;
}

/** The picture of all views. */
export function drawViews(views: readonly View[], style: GridStyle, where: string): string {
  const { columns } = style;
  const rowOf = (place: number): number => Math.floor(place / columns);
  const scales = scalesOf(views, where);
  const rows = Array.from({ length: rowOf(views.length - 1) + 1 }, (_, row) => {
    const places = views.map((_view, i) => i).slice(row * columns, (row + 1) * columns);
    return places.map((i) => cellOf(views, i, scales, style));
  });
  // A scale that is used in several rows has its key beside them all.
  const common = scales.filter(
    ({ members }) => needsKey(views, members) && rowOf(members[0]) !== rowOf(last(members)),
  );

  const lefts = columnStarts(rows);
  const width = lefts[lefts.length - 1] - MARGIN;
  const heading = wrap(style.title ?? "", width, SIZES.heading, "bold");
  const headingHeight = heading.length * Math.round(LEADING * SIZES.heading);
  const content = [
    linesAbove(
      MARGIN + width / 2,
      MARGIN + headingHeight - 4,
      heading.map((text) => ({ text, bold: true, size: SIZES.heading })),
    ),
  ];
  const frames: { top: number; bottom: number }[] = [];
  let y = MARGIN + headingHeight + (heading.length > 0 ? GAPS.title : 0);
  for (const row of rows) {
    const blocks = row.flatMap(({ panel, key }) => (key ? [panel, key] : [panel]));
    const top = y + Math.max(...blocks.map(({ above }) => above));
    const height = Math.max(...blocks.map((block) => block.height));
    const centred = (block: Block, x: number): string =>
      block.draw(x, top + (height - block.height) / 2);
    row.forEach(({ panel, key }, column) => {
      content.push(centred(panel, lefts[column]));
      if (key) content.push(centred(key, lefts[column] + panel.width + panel.right + GAPS.key));
    });
    frames.push({ top, bottom: top + height });
    y = top + height + Math.max(...blocks.map(({ below }) => below)) + GAPS.row;
  }

  let right = MARGIN + width;
  for (const scale of common) {
    const { top } = frames[rowOf(scale.members[0])];
    const { bottom } = frames[rowOf(last(scale.members))];
    const key = keyBlock(scale, bottom - top, style);
    right += GAPS.panel;
    content.push(key.draw(right, top));
    right += key.width + key.right;
  }
  const title = style.title ?? views.map((view) => view.title).join(", ");
  return picture(right + MARGIN, y - GAPS.row + MARGIN, title, content.join(""));
}

function cellOf(
  views: readonly View[],
  place: number,
  scales: readonly Scale[],
  style: GridStyle,
): Cell {
  const { columns } = style;
  const scale = scales.find(({ members }) => members.includes(place)) ?? scales[0];
  const { members } = scale;
  // Neighbours share the axis of y if it is the same.
  const shared = place % columns !== 0 && sameAxes(views[place], views[place - 1]);
  const panel = viewBlock(views[place], scale, style, !shared);
  const oneRow = Math.floor(members[0] / columns) === Math.floor(last(members) / columns);
  return oneRow && last(members) === place && needsKey(views, members)
    ? { panel, key: keyBlock(scale, panel.height, style) }
    : { panel };
}

/** Where the frames of every column begin, and behind the last column where the picture ends. */
function columnStarts(rows: readonly (readonly Cell[])[]): number[] {
  const starts: number[] = [];
  let x = MARGIN;
  for (let column = 0; column < rows[0].length; column++) {
    const cells = rows.flatMap((row) => row.slice(column, column + 1));
    x += Math.max(...cells.map(({ panel }) => panel.left));
    starts.push(x);
    x += Math.max(...cells.map(widthOf)) + GAPS.panel;
  }
  return [...starts, x - GAPS.panel];
}

/** From the left edge of a panel's frame to the end of its key. */
function widthOf({ panel, key }: Cell): number {
  return panel.width + panel.right + (key ? GAPS.key + key.width + key.right : 0);
}

function sameAxes(a: View, b: View): boolean {
  const sameCells = a.shape.join() === b.shape.join() && a.origin[1] === b.origin[1];
  return sameCells && a.axes[1] === b.axes[1];
}

/** Curves have their values on an axis; rasters need a key. */
function needsKey(views: readonly View[], members: readonly number[]): boolean {
  return members.some((i) => views[i].shape.length > 1);
}

function last(members: readonly number[]): number {
  return members[members.length - 1];
}
