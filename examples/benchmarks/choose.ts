/** What kernelfield computes with in a benchmark. */
import { compute } from "kernelfield";

/** What is compared. */
export interface Choice {
  readonly threads: number;
  /** Whether products and sums may share a rounding. */
  readonly relaxed: boolean;
}

/** Chooses it; returns the reason if this host or this version cannot. */
export function choose({ threads, relaxed }: Choice): string | undefined {
  const options = { backend: "wasm", threads, relaxed } as const;
  try {
    compute.use(options);
  } catch (error) {
    return (error as Error).message;
  }
  const info = compute.info();
  if (info.threads === threads) return undefined;
  return `kernelfield computes with ${info.threads} thread here; ${threads} were asked for.`;
}
