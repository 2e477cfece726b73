/**
 * Nodes in layers. An operation stands one layer after the latest of its inputs, the longest path from the
 * sources; a source stands just before the first that uses it. Edges over several layers pass those
 * between at places of their own. The order within a layer starts from a walk in which inputs come in
 * their order, so that trees have no crossing, and is improved by barycentre sweeps.
 * Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and Cybernetics 11 (1981) 109.
 */

/** An edge, by the numbers of its nodes, from < to. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** Where an edge goes on, from one layer to the next, by the numbers of its places. */
export interface Strand {
  readonly from: number;
  readonly to: number;
  /** The edge it belongs to. */
  readonly link: number;
  /** Which input of its target it is, and of how many. */
  readonly input: number;
  readonly inputs: number;
}

/** The places of every layer, in order. */
export type Orders = readonly (readonly number[])[];

/** Layers of places; the first are the nodes, by their numbers, then come the passing places. */
export interface Layers {
  /** The layer of every place. */
  readonly layerOf: readonly number[];
  readonly orders: Orders;
  readonly strands: readonly Strand[];
}

const SWEEPS = 24;

/** The layers of a graph whose nodes come after those that they depend on. */
export function layersOf(nodes: number, links: readonly Link[]): Layers {
  const layerOf = nodeLayers(nodes, links);
  const strands = strandsOf(links, layerOf);
  let current: Orders = startOrders(nodes, layerOf, strands);
  let [best, fewest] = [current, crossings(current, strands)];
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = swept(current, strands, sweep % 2 === 0);
    const count = crossings(current, strands);
    if (count < fewest) [best, fewest] = [current, count];
  }
  return { layerOf, orders: best, strands };
}

/** How often strands cross, when every layer has that order. */
export function crossings(orders: Orders, strands: readonly Strand[]): number {
  const ranks = ranksOf(orders);
  const gaps = grouped(strands, ({ from }) => ranks[from].layer);
  let count = 0;
  for (const gap of gaps.values()) {
    const ends = gap.map((strand) => [ranks[strand.from].rank, arrivalOf(strand, ranks)]);
    ends.forEach(([from, to], i) => {
      for (const [otherFrom, otherTo] of ends.slice(0, i)) {
        if ((from - otherFrom) * (to - otherTo) < 0) count += 1;
      }
    });
  }
  return count;
}

/** Where a strand arrives in the order of its layer: inputs of one node differ by fractions. */
export function arrivalOf({ to, input, inputs }: Strand, ranks: readonly Rank[]): number {
  return ranks[to].rank + (input + 1) / (inputs + 1) - 0.5;
}

/** A place's layer, and its rank there. */
export interface Rank {
  readonly layer: number;
  readonly rank: number;
}

/** The rank of every place. */
export function ranksOf(orders: Orders): Rank[] {
  const ranks: Rank[] = [];
  orders.forEach((order, layer) =>
    order.forEach((place, rank) => (ranks[place] = { layer, rank })),
  );
  return ranks;
}

function nodeLayers(nodes: number, links: readonly Link[]): number[] {
  const layerOf = new Array<number>(nodes).fill(0);
  const inner = new Set(links.map(({ to }) => to));
  const forward = [...links].sort((a, b) => a.to - b.to);
  for (const { from, to } of forward) layerOf[to] = Math.max(layerOf[to], layerOf[from] + 1);
  const uses = grouped(links, ({ from }) => from);
  for (const [source, its] of uses) {
    if (inner.has(source)) continue;
    layerOf[source] = Math.min(...its.map(({ to }) => layerOf[to])) - 1;
  }
  return layerOf;
}

/** Every link in strands of one layer; the layers of passing places are appended. */
function strandsOf(links: readonly Link[], layerOf: number[]): Strand[] {
  const seen = new Map<number, number>();
  const counts = grouped(links, ({ to }) => to);
  return links.flatMap(({ from, to }, link) => {
    const input = seen.get(to) ?? 0;
    seen.set(to, input + 1);
    const stops = [from];
    for (let layer = layerOf[from] + 1; layer < layerOf[to]; layer++) {
      stops.push(layerOf.push(layer) - 1);
    }
    return stops.map((stop, i): Strand => {
      const last = i === stops.length - 1;
      const inputs = counts.get(to)?.length ?? 1;
      return last
        ? { from: stop, to, link, input, inputs }
        : { from: stop, to: stops[i + 1], link, input: 0, inputs: 1 };
    });
  });
}

/** The order in which a walk from the last nodes back, inputs first, meets the places. */
function startOrders(
  nodes: number,
  layerOf: readonly number[],
  strands: readonly Strand[],
): number[][] {
  const arriving = grouped(strands, ({ to }) => to);
  const orders = Array.from({ length: Math.max(...layerOf) + 1 }, (): number[] => []);
  const met = new Set<number>();
  const walk = (place: number): void => {
    if (met.has(place)) return;
    met.add(place);
    for (const { from } of arriving.get(place) ?? []) walk(from);
    orders[layerOf[place]].push(place);
  };
  for (let node = nodes - 1; node >= 0; node--) walk(node);
  return orders;
}

/** Every layer in turn, sorted by the mean of where its strands come from, or where they go. */
function swept(orders: Orders, strands: readonly Strand[], forward: boolean): Orders {
  const near = grouped(strands, ({ from, to }) => (forward ? to : from));
  const next = [...orders];
  const layers = orders.map((_, i) => (forward ? i : orders.length - 1 - i));
  for (const layer of layers) {
    const ranks = ranksOf(next);
    const barycentre = (place: number): number => {
      const ends = (near.get(place) ?? []).map((strand) =>
        forward ? ranks[strand.from].rank : arrivalOf(strand, ranks),
      );
      if (ends.length === 0) return ranks[place].rank;
      return ends.reduce((a, b) => a + b) / ends.length;
    };
    const keys = new Map(next[layer].map((place) => [place, barycentre(place)]));
    next[layer] = [...next[layer]].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
  }
  return next;
}

/** The items by key, in the order in which they come. */
export function grouped<T>(items: readonly T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    if (!group) groups.set(key(item), [item]);
  }
  return groups;
}
