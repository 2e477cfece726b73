/** From the words of a call to what the process returns. */
import { ConvergenceError, FormatError, ShapeError, ValueError, version } from "../core/index.js";
import { Interruption, readWords, UsageError } from "./command.js";
import type { Command } from "./command.js";
import { compareCommand } from "./compare.js";
import { discoverCommand } from "./discover/discover.js";
import { fitCommand } from "./fit.js";
import { cahnHilliardCommand } from "./generate/cahnHilliard.js";
import { elasticCommand } from "./generate/elastic.js";
import { microstructureCommand } from "./generate/microstructure.js";
import { pdeCommand } from "./generate/pde.js";
import { infoCommand } from "./info.js";
import { predictCommand } from "./predict.js";
import { reportCommand } from "./report.js";
import type { Terminal } from "./terminal.js";

/** What the process returns to its caller. */
export const EXIT = {
  done: 0,
  /** The data or a file were refused; the sentence on standard error says what to do. */
  refused: 1,
  /** The words of the call were not understood. */
  usage: 2,
  /** Stopped by the user. */
  interrupted: 130,
} as const;

const COMMANDS: readonly Command[] = [
  ...[microstructureCommand, elasticCommand, cahnHilliardCommand, pdeCommand],
  ...[fitCommand, predictCommand, compareCommand, reportCommand],
  ...[discoverCommand, infoCommand],
];

const WIDTH = Math.max(...COMMANDS.map(({ name }) => name.length));

const HELP = `kernelfield: from microstructures to their local response

${listOf(COMMANDS)}

  kernelfield COMMAND --help    how to use a command
  kernelfield --version

A first run:

  kernelfield fit microstructure.npy strain.npy -o model.npz
  kernelfield predict model.npz unseen.npy -o strain.npy
  kernelfield report model.npz -o report.html

Without data, kernelfield generate makes some.

Results go to standard output, progress and complaints to standard error. It returns 0 when done,
1 when data were refused, 2 when the call was not understood, 130 when it was stopped.
`;

/** Runs one call; returns the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await call(args, terminal);
    return EXIT.done;
  } catch (error) {
    if (terminal.signal.aborted) {
      const left = error instanceof Interruption ? error.message : "";
      terminal.err(`${left || "kernelfield: stopped; nothing was written."}\n`);
      return EXIT.interrupted;
    }
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\n`);
      return EXIT.usage;
    }
    if (!isSentence(error)) throw error;
    terminal.err(`${error.message}\n`);
    return EXIT.refused;
  }
}

async function call(args: readonly string[], terminal: Terminal): Promise<void> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal.out(HELP);
    return;
  }
  if (name === "--version") {
    terminal.out(`${version}\n`);
    return;
  }
  const group = COMMANDS.filter((known) => known.name.startsWith(`${name} `));
  const [second] = rest;
  if (group.length > 0 && (second === undefined || second === "--help" || second === "-h")) {
    terminal.out(`${listOf(group)}\n\n  kernelfield ${name} … --help    how to use one of them\n`);
    return;
  }
  const command = COMMANDS.find(
    (known) => known.name === name || known.name === `${name} ${second}`,
  );
  if (!command) throw unknown(group, name, second);
  const words = readWords(command, group.length > 0 ? rest.slice(1) : rest);
  if (words.flag("help")) terminal.out(`${command.help}\n`);
  else await command.run(words, terminal);
}

function unknown(group: readonly Command[], name: string, second: string): UsageError {
  if (group.length === 0) {
    const names = [...new Set(COMMANDS.map((known) => known.name.split(" ")[0]))];
    return new UsageError(
      `kernelfield: the command should be one of ${names.join(", ")}; got ${name}. See kernelfield --help.`,
    );
  }
  const names = group.map((known) => known.name.slice(name.length + 1));
  return new UsageError(
    `kernelfield ${name}: it should be followed by ${names.join(", ")}; got ${second}. See kernelfield ${name} --help.`,
  );
}

/** Commands in lines. */
function listOf(commands: readonly Command[]): string {
  return commands
    .map(({ name, summary }) => `  kernelfield ${name.padEnd(WIDTH)} ${summary}`)
    .join("\n");
}

/** Whether an error tells a user what to do; any other one is a defect and keeps its stack. */
function isSentence(error: unknown): error is Error {
  return [ShapeError, ValueError, ConvergenceError, FormatError].some(
    (Kind) => error instanceof Kind,
  );
}
