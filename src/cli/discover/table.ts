/** Tables of text, for a terminal. */

/** The lines of a table: the first column to the left, the others to the right. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join("  ")
      .trimEnd(),
  );
}

/** Three digits; a dash for what is no number. */
export function numberText(value: number): string {
  if (value === Infinity) return "lost";
  if (!Number.isFinite(value)) return "–";
  return String(Number(value.toPrecision(3)));
}
