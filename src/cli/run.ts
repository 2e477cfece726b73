/** From the words of a call to what the process returns. */
import { ConvergenceError, FormatError, ShapeError, ValueError, version } from "../core/index.js";
import { readWords, UsageError } from "./command.js";
import type { Command } from "./command.js";
import { fitCommand } from "./fit.js";
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

const COMMANDS: readonly Command[] = [fitCommand, predictCommand, reportCommand, infoCommand];

const HELP = `kernelfield: from microstructures to their local response

${COMMANDS.map(({ name, summary }) => `  kernelfield ${name.padEnd(8)} ${summary}`).join("\n")}

  kernelfield COMMAND --help    how to use a command
  kernelfield --version

A first run:

  kernelfield fit microstructure.npy strain.npy -o model.npz
  kernelfield predict model.npz unseen.npy -o strain.npy
  kernelfield report model.npz -o report.html

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
      terminal.err("kernelfield: stopped; nothing was written.\n");
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
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) {
    throw new UsageError(
      `kernelfield: the command should be one of ${COMMANDS.map((known) => known.name).join(", ")}; ` +
        `got ${name}. See kernelfield --help.`,
    );
  }
  const words = readWords(command, rest);
  if (words.flag("help")) terminal.out(`${command.help}\n`);
  else await command.run(words, terminal);
}

/** Whether an error tells a user what to do; any other one is a defect and keeps its stack. */
function isSentence(error: unknown): error is Error {
  return [ShapeError, ValueError, ConvergenceError, FormatError].some(
    (Kind) => error instanceof Kind,
  );
}
