/**
 * Where the boxes of a graph stand and how its edges run, in pixels along the layers and across them.
 * Between two layers edges first bend, then run straight, each beside its label, to the input they belong
 * to; past a box they run straight in a lane of their own. So no edge crosses a box or a label.
 */
import { grouped, layersOf, type Layers, type Link } from "./graphLayers.js";
import { type Across, placeAcross } from "./graphPlaces.js";

/** An extent, or a point, along the layers and across them. */
export interface Extent {
  readonly along: number;
  readonly across: number;
}

/** An edge with the room of its label, which stands beside its last run. */
export interface LabelledLink extends Link {
  readonly label: Extent;
}

/** Where everything stands. */
export interface Layout {
  /** The middle of every box. */
  readonly middles: readonly Extent[];
  /** The corners of every edge: straight to the second, a bend to the third, straight again, and so on. */
  readonly routes: readonly (readonly Extent[])[];
  /** The middle of every edge's last run. */
  readonly labels: readonly Extent[];
  readonly size: Extent;
}

/** Lengths of bends, as parts of the farthest way across, and their limits. */
const BEND = { part: 0.5, shortest: 20, longest: 90 };
/** The shortest run, which is an arrow, before and behind a box, and the air at the ends of a label. */
const RUN = { shortest: 16, behind: 9, air: 12 };

/** The layout of boxes of these sizes, at least one. */
export function layoutOf(boxes: readonly Extent[], links: readonly LabelledLink[]): Layout {
  const layers = layersOf(boxes.length, links);
  const { layerOf, strands } = layers;
  const across = placeAcross(
    boxes.map((box) => box.across),
    links.map(({ label }) => label.across),
    layers,
  );
  const columns = columnsOf(boxes, links, layers, across);
  const parts = grouped([...strands.keys()], (s) => strands[s].link);
  const routes = links.map(({ from, to }, link) => {
    const own = parts.get(link) ?? [];
    const corners = own.flatMap((s) => {
      const { bendStart, bendEnd } = columns[layerOf[strands[s].from]];
      const [a, b] = [across.starts[s], across.ends[s]];
      return [
        { along: bendStart, across: a },
        { along: bendEnd, across: b },
      ];
    });
    const first = columns[layerOf[from]].middle + boxes[from].along / 2;
    const last = columns[layerOf[to]].middle - boxes[to].along / 2;
    return [
      { ...corners[0], along: first },
      ...corners,
      { ...corners[corners.length - 1], along: last },
    ];
  });
  return {
    middles: boxes.map((_, i) => ({
      along: columns[layerOf[i]].middle,
      across: across.middles[i],
    })),
    routes,
    labels: routes.map((route, link) => {
      const { bendEnd, runEnd } = columns[layerOf[links[link].to] - 1];
      return { along: (bendEnd + runEnd) / 2, across: route[route.length - 1].across };
    }),
    size: { along: columns[columns.length - 1].end, across: across.size },
  };
}

/** Where the boxes of a layer stand along, and the bends and runs that follow them. */
interface Column {
  readonly middle: number;
  readonly end: number;
  readonly bendStart: number;
  readonly bendEnd: number;
  readonly runEnd: number;
}

function columnsOf(
  boxes: readonly Extent[],
  links: readonly LabelledLink[],
  { orders, strands, layerOf }: Layers,
  { starts, ends }: Across,
): Column[] {
  const leaving = grouped([...strands.keys()], (s) => layerOf[strands[s].from]);
  let along = 0;
  return orders.map((order, layer) => {
    const width = Math.max(0, ...order.map((place) => boxes[place]?.along ?? 0));
    const own = leaving.get(layer) ?? [];
    const farthest = Math.max(0, ...own.map((s) => Math.abs(ends[s] - starts[s])));
    const labels = own
      .filter((s) => strands[s].to < boxes.length)
      .map((s) => links[strands[s].link].label.along + RUN.air);
    const middle = along + width / 2;
    const end = along + width;
    const bendStart = end + RUN.behind;
    const bend = Math.min(BEND.longest, Math.max(BEND.shortest, BEND.part * farthest));
    along = bendStart + bend + Math.max(RUN.shortest, ...labels);
    return { middle, end, bendStart, bendEnd: bendStart + bend, runEnd: along };
  });
}
