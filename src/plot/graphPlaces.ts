/**
 * Where the places of a layered graph stand across the layers. Sweep by sweep, every layer moves to the
 * means of its neighbours: the least squares of the distances that keep the order and the room between
 * places, by pooling adjacent violators.
 * Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26 (1955) 641.
 */
import { arrivalOf, type Layers, ranksOf, type Strand } from "./graphLayers.js";

/** Everything across the layers, in pixels from the first that is occupied. */
export interface Across {
  /** The middle of every place. */
  readonly middles: readonly number[];
  /** Where every strand leaves, and where it arrives. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The whole extent. */
  readonly size: number;
}

/** Half of what an edge and its message take; room between boxes, lanes and outputs of a box. */
const GAPS = { lane: 7, box: 20, output: 14 };
const SWEEPS = 32;
/** Sweeps that look both ways, so that neither end of an edge is left behind. */
const LAST_SWEEPS = 4;

/** Edges from parameters and constants bend, so that chains of operations stay straight. */
const SOURCE_WEIGHT = 0.001;

/** How far a place reaches before and after its middle, and its distance from the one before. */
interface Room {
  readonly before: number;
  readonly after: number;
  readonly gap: number;
}

/**
 * The positions across.
 * @param boxes the extent of every box
 * @param labels the room beside every link, after it
 */
export function placeAcross(
  boxes: readonly number[],
  labels: readonly number[],
  layers: Layers,
): Across {
  const { strands, layerOf } = layers;
  const ports = portsOf(layers, labels);
  const rooms = layerOf.map((_, place): Room => {
    if (place >= boxes.length) return { before: GAPS.lane, after: GAPS.lane, gap: GAPS.lane };
    const half = boxes[place] / 2;
    const beside = strands.flatMap(({ to, link }, s) =>
      to === place ? [ports.ends[s] + GAPS.lane + labels[link]] : [],
    );
    return { before: half, after: Math.max(half, ...beside), gap: GAPS.box };
  });
  const at = settled(layers, rooms, ports);
  const first = Math.min(...at.map((middle, place) => middle - rooms[place].before));
  const middles = at.map((middle) => middle - first);
  return {
    middles,
    starts: strands.map(({ from }, s) => middles[from] + ports.starts[s]),
    ends: strands.map(({ to }, s) => middles[to] + ports.ends[s]),
    size: Math.max(...middles.map((middle, place) => middle + rooms[place].after)),
  };
}

/** The extent that a box needs for so many inputs with labels, and outputs. */
export function portExtent(labels: readonly number[], outputs: number): number {
  const inputs = labels.slice(0, -1).reduce((sum, label) => sum + 2 * GAPS.lane + label, 0);
  return Math.max(inputs, (outputs - 1) * GAPS.output) + 2 * GAPS.lane;
}

/** Where strands leave and arrive, relative to the middles of their places. */
type Ports = Pick<Across, "starts" | "ends">;

/** Inputs keep their order and the room of their labels; outputs are sorted by where they go. */
function portsOf({ orders, strands, layerOf }: Layers, labels: readonly number[]): Ports {
  const ranks = ranksOf(orders);
  const [starts, ends] = [strands.map(() => 0), strands.map(() => 0)];
  layerOf.forEach((_, place) => {
    const leaving = strandsWhere(strands, ({ from }) => from === place);
    leaving.sort((a, b) => arrivalOf(strands[a], ranks) - arrivalOf(strands[b], ranks));
    leaving.forEach((s, i) => (starts[s] = (i - (leaving.length - 1) / 2) * GAPS.output));
    const arriving = strandsWhere(strands, ({ to }) => to === place);
    let extent = 0;
    arriving.forEach((s, i) => {
      if (i > 0) extent += 2 * GAPS.lane + labels[strands[arriving[i - 1]].link];
      ends[s] = extent;
    });
    for (const s of arriving) ends[s] -= extent / 2;
  });
  return { starts, ends };
}

function strandsWhere(strands: readonly Strand[], holds: (strand: Strand) => boolean): number[] {
  return strands.flatMap((strand, s) => (holds(strand) ? [s] : []));
}

function settled({ orders, strands }: Layers, rooms: readonly Room[], ports: Ports): number[] {
  const at: number[] = rooms.map(() => 0);
  const computed = new Set(strands.map(({ to }) => to));
  const weightOf = (place: number): number => (computed.has(place) ? 1 : SOURCE_WEIGHT);
  const settle = (order: readonly number[], wanted: (place: number) => number): void => {
    let offset = 0;
    const offsets = order.map((place, i) => {
      const { before, gap } = rooms[place];
      if (i > 0) offset += rooms[order[i - 1]].after + gap + before;
      return offset;
    });
    const wishes = order.map((place, i) => ({
      at: wanted(place) - offsets[i],
      weight: weightOf(place),
    }));
    const moved = isotonic(wishes);
    order.forEach((place, i) => (at[place] = moved[i] + offsets[i]));
  };
  const wishes = (place: number, ahead: boolean): Wish[] =>
    strands.flatMap(({ from, to }, s) => {
      if (place !== (ahead ? from : to)) return [];
      const shift = ports.starts[s] - ports.ends[s];
      const wanted = ahead ? at[to] - shift : at[from] + shift;
      return [{ at: wanted, weight: weightOf(from) }];
    });

  for (const order of orders) settle(order, () => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const order of forward ? orders : [...orders].reverse()) {
      settle(order, (place) => {
        const [first, second] = [wishes(place, !forward), wishes(place, forward)];
        const both = sweep >= SWEEPS - LAST_SWEEPS || first.length === 0;
        const near = both ? [...first, ...second] : first;
        return near.length > 0 ? mean(near) : at[place];
      });
    }
  }
  return at;
}

interface Wish {
  readonly at: number;
  readonly weight: number;
}

function mean(wishes: readonly Wish[]): number {
  const total = wishes.reduce((sum, { weight }) => sum + weight, 0);
  return wishes.reduce((sum, { at, weight }) => sum + weight * at, 0) / total;
}

/** The increasing numbers nearest to these in the sense of weighted least squares. */
function isotonic(wishes: readonly Wish[]): number[] {
  const pools: Wish[][] = [];
  for (const wish of wishes) {
    let pool = [wish];
    for (;;) {
      const last = pools.at(-1);
      if (last === undefined || mean(last) <= mean(pool)) break;
      pools.pop();
      pool = [...last, ...pool];
    }
    pools.push(pool);
  }
  return pools.flatMap((pool) => pool.map(() => mean(pool)));
}
