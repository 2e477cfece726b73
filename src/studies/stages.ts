/** Several long runs, one after another, as one. */
import type { RunOptions } from "../core/index.js";

/** The run of one of `count` stages: its progress is a part of the whole. */
export function stageOf(
  { signal, onProgress }: RunOptions,
  stage: number,
  count: number,
  unit: string,
): RunOptions {
  return {
    signal,
    onProgress: ({ done, total = 0 }) =>
      onProgress?.({ done: stage + (total > 0 ? done / total : 0), total: count, unit }),
  };
}
