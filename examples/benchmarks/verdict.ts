/** How a ratio of times stands to its bar, in words. */
export function verdict(ratio: number, bar: number): string {
  if (ratio >= bar) return "met";
  return `missed by ${Math.max(1, Math.round(100 * (1 - ratio / bar)))} %`;
}
