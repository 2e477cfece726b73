/** A progress bar on one line, drawn over; nothing where nobody watches. */
import type { Progress } from "../core/index.js";
import type { Terminal } from "./terminal.js";

const BAR = 28;
const CLEAR_LINE = "\r\u001b[K";

/** A bar that is told how far the work is. */
export interface ProgressBar {
  readonly show: (progress: Progress) => void;
  /** Removes the bar. */
  readonly clear: () => void;
}

/** A bar with a word before it; drawn only for a person, and only when it changes. */
export function createProgressBar(terminal: Terminal, word: string, quiet: boolean): ProgressBar {
  let shown = "";
  const draw = (line: string): void => {
    if (quiet || !terminal.interactive || line === shown) return;
    terminal.err(`${CLEAR_LINE}${line}`);
    shown = line;
  };
  return {
    show: (progress) => draw(`${word} ${formatProgress(progress)}`.slice(0, terminal.columns - 1)),
    clear: () => draw(""),
  };
}

/** `▇▇▇▇────  50 % of 100 samples`, or the count alone where nobody knows the whole. */
export function formatProgress({ done, total, unit }: Progress): string {
  if (total === undefined) return `${done} ${unit}`;
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const full = Math.round(share * BAR);
  return `${"▇".repeat(full)}${"─".repeat(BAR - full)} ${Math.round(100 * share)} % of ${total} ${unit}`;
}
