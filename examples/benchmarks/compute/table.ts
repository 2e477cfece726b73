/** The rows as tables in Markdown: one for every kind of work, one column for every peer. */
import type { Row } from "./rows.js";

const TITLES: readonly (readonly [title: string, kinds: readonly Row["kind"][]])[] = [
  ["Real transforms", ["transform"]],
  ["Localization", ["fit", "predict"]],
  ["Convolution", ["convolution"]],
  ["Filter banks", ["bank"]],
  ["Training", ["activation", "update"]],
  ["Hermitian systems", ["systems"]],
  ["Two threads, by the time that went by", ["threads"]],
  ["Cold start, by the time that went by", ["start"]],
];

/** All tables. A cell holds the ratio to a peer, and its bar where there is one. */
export function tablesOf(rows: readonly Row[]): string {
  return TITLES.map(([title, kinds]) => {
    const some = rows.filter(({ kind }) => kinds.includes(kind));
    return some.length === 0 ? "" : `### ${title}\n\n${tableOf(some)}\n`;
  })
    .filter((table) => table !== "")
    .join("\n");
}

/** How many bars were met, and the rows that missed theirs. */
export function summaryOf(rows: readonly Row[]): string {
  const judged = rows.filter(({ bar }) => bar !== null);
  const missed = judged.filter(({ verdict }) => verdict !== "met");
  const lines = missed.map(
    ({ work, ours, peer, ratio, bar, verdict }) =>
      `- ${work}, ${ours}: ${ratio.toFixed(2)} × ${peer}, bar ${String(bar)}, ${String(verdict)}`,
  );
  const met = `${judged.length - missed.length} of ${judged.length} bars met.`;
  return [met, ...lines].join("\n");
}

function tableOf(rows: readonly Row[]): string {
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const memory = rows.some(({ memoryRatio }) => memoryRatio !== null);
  const head = [
    ...["work", "kernelfield", "ms", "median", "of the roof"],
    ...peers.map((peer) => `× ${peer}`),
    ...(memory ? ["memory"] : []),
    "difference",
  ];
  const lines = [...grouped(rows)].map((group) => {
    const [first] = group;
    const byPeer = new Map(group.map((row) => [row.peer, row]));
    return [
      first.work,
      first.ours.replace(/^kernelfield \((.*)\)$/, "$1"),
      milliseconds(first.ourSeconds),
      milliseconds(first.ourMedian),
      roof(first),
      ...peers.map((peer) => cell(byPeer.get(peer))),
      ...(memory ? [first.memoryRatio?.toFixed(2) ?? ""] : []),
      difference(group),
    ];
  });
  const rule = head.map(() => "---");
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Rows of the same work and the same way of ours. */
function grouped(rows: readonly Row[]): Iterable<readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.work}\n${row.ours}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups.values();
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "";
  const ratio = row.ratio.toFixed(2);
  if (row.bar === null || row.verdict === null) return ratio;
  return row.verdict === "met"
    ? `${ratio} (bar ${row.bar})`
    : `**${ratio}** (bar ${row.bar}, ${row.verdict})`;
}

function roof({ roofSeconds, roofLimit, ourSeconds }: Row): string {
  if (roofSeconds === null || roofLimit === null) return "";
  return `${Math.round((100 * roofSeconds) / ourSeconds)} % ${roofLimit}`;
}

function difference(rows: readonly Row[]): string {
  const known = rows.flatMap((row) => (row.difference === null ? [] : [row.difference]));
  return known.length === 0 ? "" : Math.max(...known).toExponential(1);
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toPrecision(3);
}
