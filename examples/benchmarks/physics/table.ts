/** The rows as a table in Markdown, one line for every work and way of ours, and what was missed. */
import type { Figure } from "./figures.js";
import type { Row } from "./rows.js";
import type { Truncation } from "./truncation.js";

/** The table. A cell holds the ratio to a peer or a limit, and its bar; peak memory is in MiB, ours and the peers'. */
export function tableOf(rows: readonly Row[]): string {
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const head = [
    ...["solution", "kernelfield", "ms", "median"],
    ...peers.map((peer) => `× ${peer}`),
    ...["peak memory, MiB", "results differ by"],
  ];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.work}\n${row.ours}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups.values()].map((group) => {
    const [first] = group;
    const byPeer = new Map(group.map((row) => [row.peer, row]));
    const peaks = group.filter(({ peer }) => peer !== "limit").map(({ peerPeak }) => peerPeak);
    return [
      first.work,
      first.ours.replace(/^kernelfield \((.*)\)$/, "$1"),
      milliseconds(first.ourSeconds),
      milliseconds(first.ourMedian),
      ...peers.map((peer) => cell(byPeer.get(peer))),
      [first.ourPeak, ...peaks].map(mebibytes).join(" / "),
      largest(group.flatMap(({ difference }) => (difference === null ? [] : [difference]))),
    ];
  });
  return markdown(head, lines);
}

/** How many bars were met, and the rows that missed theirs or whose results differ. */
export function verdictsOf(rows: readonly Row[]): string {
  const judged = rows.filter(({ verdict }) => verdict !== null);
  const missed = judged.filter(({ verdict }) => verdict !== "met");
  return [
    `${judged.length - missed.length} of ${judged.length} bars met.`,
    ...missed.map(
      ({ work, ours, peer, ratio, bar, verdict }) =>
        `- ${work}, ${ours}: ${ratio.toFixed(2)} × ${peer}, bar ${String(bar)}, ${String(verdict)}`,
    ),
  ].join("\n");
}

/** Iterations and memory, and what they may be at most. */
export function figuresTable(figures: readonly Figure[]): string {
  const inUnit = (value: number, unit: Figure["unit"]): string =>
    unit === "bytes" ? `${(value / 1e6).toFixed(0)} MB` : `${value} ${unit}`;
  return markdown(
    ["solution", "takes", "at most", ""],
    figures.map(({ work, unit, value, most, verdict }) => [
      work,
      inUnit(value, unit),
      inUnit(most, unit),
      verdict === "met" ? verdict : `**${verdict}**`,
    ]),
  );
}

/** Errors of a solver that is stopped early, in percent, beside those that were expected. */
export function truncationTable(rows: readonly Truncation[]): string {
  const most = Math.max(...rows.map(({ errors }) => errors.length));
  const head = ["contrast", ...Array.from({ length: most }, (_, k) => `k = ${k + 1}`), ""];
  const lines = rows.flatMap(({ contrast, errors, expected, agrees }) => [
    [String(contrast), ...errors.map(percent), agrees ? "as expected" : "**not as expected**"],
    ["expected", ...expected.map(percent), ""],
  ]);
  return markdown(head, lines);
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map(() => "---");
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "";
  const ratio = row.ratio.toFixed(2);
  if (row.verdict === null) return ratio;
  const bar = row.bar === null ? "" : `bar ${row.bar}`;
  if (row.verdict === "met") return `${ratio} (${bar})`;
  return `**${ratio}** (${[bar, row.verdict].filter((part) => part !== "").join(", ")})`;
}

function largest(differences: readonly number[]): string {
  return differences.length === 0 ? "" : Math.max(...differences).toExponential(1);
}

function percent(error: number): string {
  return error.toPrecision(3);
}

function mebibytes(bytes: number | null): string {
  return bytes === null ? "–" : (bytes / 2 ** 20).toFixed(0);
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toPrecision(3);
}
