/** The rows as a table in Markdown, one line for every work and way of ours, and the bars missed. */
import type { Row } from "./rows.js";

/** The table. A cell holds the ratio to a peer and its bar; peak memory is in MiB, ours and the peers'. */
export function tableOf(rows: readonly Row[]): string {
  const peers = [...new Set(rows.map(({ peer }) => peer))];
  const columns = ["step", "kernelfield", "ms", "median", ...peers.map((peer) => `× ${peer}`)];
  const head = [...columns, "peak memory, MiB", "losses differ by"];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.work}\n${row.ours}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups.values()].map((group) => {
    const [first] = group;
    const byPeer = new Map(group.map((row) => [row.peer, row]));
    return [
      first.work,
      first.ours.replace(/^kernelfield \((.*)\)$/, "$1"),
      milliseconds(first.ourSeconds),
      milliseconds(first.ourMedian),
      ...peers.map((peer) => cell(byPeer.get(peer))),
      [first.ourPeak, ...peers.map((peer) => byPeer.get(peer)?.peerPeak ?? null)]
        .map(mebibytes)
        .join(" / "),
      largest(group.flatMap(({ difference }) => (difference === null ? [] : [difference]))),
    ];
  });
  const rule = head.map(() => "---");
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** How many bars were met, the rows that missed theirs, and what peers could not run. */
export function verdictsOf(rows: readonly Row[]): string {
  const judged = rows.filter(({ bar }) => bar !== null);
  const missed = judged.filter(({ verdict }) => verdict !== "met");
  const refused = new Set(
    rows.flatMap(({ work, refused: why }) => (why === null ? [] : [`- ${work}: ${why}`])),
  );
  return [
    `${judged.length - missed.length} of ${judged.length} bars met.`,
    ...missed.map(
      ({ work, ours, peer, ratio, bar, verdict }) =>
        `- ${work}, ${ours}: ${ratio?.toFixed(2) ?? ""} × ${peer}, bar ${String(bar)}, ${String(verdict)}`,
    ),
    ...refused,
  ].join("\n");
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "";
  if (row.ratio === null) return "cannot run";
  const ratio = row.ratio.toFixed(2);
  if (row.bar === null) return ratio;
  return row.verdict === "met"
    ? `${ratio} (bar ${String(row.bar)})`
    : `**${ratio}** (bar ${String(row.bar)}, ${String(row.verdict)})`;
}

function largest(differences: readonly number[]): string {
  return differences.length === 0 ? "" : Math.max(...differences).toExponential(1);
}

function mebibytes(bytes: number | null): string {
  return bytes === null ? "–" : (bytes / 2 ** 20).toFixed(0);
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toPrecision(3);
}
