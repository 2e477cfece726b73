/** A module for tests of threads: kernels that count, wait, trap and copy, written as bytes. */

const [GET, STORE, LOAD, END] = [0x20, 0x39, 0x2b, 0x0b];

/** The type of each kernel, as a position among those below, and its instructions. */
const KERNELS: Record<string, readonly [type: number, body: readonly number[]]> = {
  /** Adds 1 to the integer at an address, in one step. */
  count: [0, [GET, 0, 0x41, 1, 0xfe, 0x1e, 2, 0, 0x1a]],
  /** Looks at the integer at an address until it is not 0. */
  waitFor: [0, [0x03, 0x40, GET, 0, 0xfe, 0x10, 2, 0, 0x45, 0x0d, 0, END]],
  /** Traps. */
  stop: [1, [0x00]],
  /** Stores a number at an address. */
  put: [2, [GET, 0, GET, 1, STORE, 3, 0]],
  /** Stores at the first address the number at the second. */
  copy: [3, [GET, 0, GET, 1, LOAD, 3, 0, STORE, 3, 0]],
};

const TYPES = [[0x7f], [], [0x7f, 0x7c], [0x7f, 0x7f]];

/** The module; it imports a shared memory, or one of its own thread. */
export function crewKernels(shared = true): WebAssembly.Module {
  const kernels = Object.entries(KERNELS);
  return new WebAssembly.Module(
    Uint8Array.of(
      ...[0, 97, 115, 109, 1, 0, 0, 0],
      ...section(1, list(TYPES.map((parameters) => [0x60, ...sized(parameters), 0]))),
      ...section(2, [1, ...name("env"), ...name("memory"), 2, shared ? 3 : 1, 1, 0x80, 0x80, 4]),
      ...section(3, list(kernels.map(([, [type]]) => [type]))),
      ...section(7, list(kernels.map(([word], index) => [...name(word), 0, index]))),
      ...section(10, list(kernels.map(([, [, body]]) => sized([0, ...body, END])))),
    ),
  );
}

function section(id: number, contents: readonly number[]): number[] {
  return [id, ...sized(contents)];
}

function list(entries: readonly (readonly number[])[]): number[] {
  return [entries.length, ...entries.flat()];
}

/** Everything here is shorter than 128 bytes, whose length is one byte. */
function sized(bytes: readonly number[]): number[] {
  return [bytes.length, ...bytes];
}

function name(word: string): number[] {
  return sized(Array.from(word, (letter) => letter.charCodeAt(0)));
}
