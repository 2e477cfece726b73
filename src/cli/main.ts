#!/usr/bin/env node
/** The program `kernelfield`. */
import { run } from "./run.js";

const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  columns: process.stderr.columns ?? 80,
  signal: controller.signal,
});
