/** How long loading kernelfield and its first transform take in a new process. */
import { execFileSync } from "node:child_process";
import { beside } from "../peer.js";
import { summaryOf } from "../turns.js";
import { COLD_START } from "./bars.js";
import { rowOf } from "./rows.js";
import type { Row } from "./rows.js";
import type { StartWork } from "./works.js";

/** The row of it, against the limit. The first start, from a cold disk, is not counted. */
export function measureColdStart(work: StartWork, turns: number): Row {
  const times = Array.from({ length: turns + 1 }, () => {
    const text = execFileSync(process.execPath, [beside("compute/firstTransform.js")]).toString();
    return { cpu: Number.NaN, wall: Number(text) / 1000 };
  });
  const limit = { cpu: COLD_START, wall: COLD_START };
  const ours = { id: "ours", label: "kernelfield", times: summaryOf(times.slice(1)) };
  const label = `limit of ${1000 * COLD_START} ms`;
  return rowOf(work, ours, { id: "limit", label, times: { smallest: limit, median: limit } }, {});
}
