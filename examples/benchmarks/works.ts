/** Works measured one after another, each by sides of its own. */
import { cpus, loadavg } from "node:os";
import type { Peer } from "./peer.js";

/**
 * The rows of works. New processes for every work: their memory is that of one work.
 * @param start starts the sides of a work
 */
export async function measureWorks<
  W extends { readonly name: string },
  S extends { readonly peer: Peer },
  R,
>(
  works: readonly W[],
  start: (work: W) => Promise<readonly S[]>,
  measure: (work: W, sides: readonly S[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const load = loadavg()[0].toFixed(2);
  console.log(`${cpus()[0].model}, Node ${process.versions.node}, load ${load} at the start`);
  const rows: R[] = [];
  for (const work of works) {
    console.log(work.name);
    const sides = await start(work);
    try {
      rows.push(...(await measure(work, sides)));
    } finally {
      for (const { peer } of sides) peer.end();
    }
  }
  return rows;
}
