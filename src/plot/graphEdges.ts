/** The edges of a graph: an arrow with the value, and in red the message that comes back beside it. */
import { BACKWARD } from "./graphBoxes.js";
import type { Extent } from "./graphLayout.js";
import { element, MUTED, rounded, textAt } from "./svg.js";
import { textWidth } from "./text.js";

type Point = readonly [number, number];

/** How a layout lies in the picture. */
export interface Axes {
  readonly extent: (width: number, height: number) => Extent;
  readonly point: (at: Extent) => Point;
  /** Where a label stands, relative to the middle of its run. */
  readonly label: { readonly anchor: "middle" | "start"; readonly dx: number; readonly dy: number };
}

/** Layers side by side, labels below their edges. */
export const toTheRight: Axes = {
  extent: (width, height) => ({ along: width, across: height }),
  point: ({ along, across }) => [along, across],
  label: { anchor: "middle", dx: 0, dy: 15 },
};

/** Layers below one another, labels to the right of their edges. */
export const downwards: Axes = {
  extent: (width, height) => ({ along: height, across: width }),
  point: ({ along, across }) => [across, along],
  label: { anchor: "start", dx: 9, dy: 3.5 },
};

const LABEL_SIZE = 10;
/** Half the distance between an edge and its message. */
const APART = 3;
const ARROW = { length: 7, half: 3.2 };

/** The room of a label beside its edge, in a layout that lies so. */
export function labelRoom(text: string, { extent }: Axes): Extent {
  if (text === "") return { along: 0, across: 0 };
  return extent(textWidth(text, LABEL_SIZE), LABEL_SIZE + 2);
}

/** An edge along these corners, with its message's label if it has one. */
export function drawEdge(
  route: readonly Extent[],
  label: string,
  middle: Extent,
  { point, label: place }: Axes,
): string {
  const apart = label === "" ? 0 : APART;
  const shifted = (by: number): Extent[] =>
    route.map(({ along, across }) => ({ along, across: across + by }));
  const forward = arrow(shifted(-apart), point, MUTED);
  if (label === "") return element("g", {}, forward);
  const [x, y] = point(middle);
  return element(
    "g",
    {},
    forward,
    arrow(shifted(apart).reverse(), point, BACKWARD),
    textAt(x + place.dx, y + place.dy, label, {
      size: LABEL_SIZE,
      anchor: place.anchor,
      fill: BACKWARD,
    }),
  );
}

/** Straight and bent by turns, to a tip at the last corner. */
function arrow(corners: readonly Extent[], point: (at: Extent) => Point, colour: string): string {
  const written = (at: Extent): string => point(at).map(rounded).join(" ");
  const tip = corners[corners.length - 1];
  const back = Math.sign(corners[corners.length - 2].along - tip.along) * ARROW.length;
  const neck = { ...tip, along: tip.along + back };
  const steps = [...corners.slice(1, -1), neck].map((corner, i) => {
    if (i % 2 === 0) return `L${written(corner)}`;
    const before = corners[i];
    const half = (before.along + corner.along) / 2;
    return `C${[{ ...before, along: half }, { ...corner, along: half }, corner].map(written).join(" ")}`;
  });
  const wing = (side: number): string =>
    written({ along: neck.along, across: tip.across + side * ARROW.half });
  return (
    element("path", {
      d: `M${written(corners[0])}${steps.join("")}`,
      fill: "none",
      stroke: colour,
      "stroke-width": 1.2,
    }) + element("path", { d: `M${wing(-1)}L${written(tip)}L${wing(1)}Z`, fill: colour })
  );
}
