/** Memory of a process as Linux counts it. */
import { readFileSync, writeFileSync } from "node:fs";

/** A figure of a process's memory in bytes: VmRSS now, VmHWM at its peak. Null elsewhere than on Linux. */
export function memoryOf(
  field: "VmRSS" | "VmHWM",
  processId: number | "self" = "self",
): number | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, "ascii");
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+)`, "m").exec(status)?.[1];
    return kilobytes === undefined ? null : 1024 * Number(kilobytes);
  } catch {
    return null;
  }
}

/** Lets the peak of this process begin anew. */
export function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Elsewhere than on Linux the peak is that of the whole life.
  }
}
