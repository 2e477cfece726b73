/**
 * The one memory of all modules, and who owns which part of it. Free blocks are kept in the order
 * of their addresses and join their neighbours when they come back, so that the memory does not
 * grow while the same work is repeated.
 */
import { ValueError } from "../../core/index.js";
import type { Reals } from "../../core/index.js";

const PAGE = 65536;

/** Blocks start at multiples of a cache line. */
const LINE = 64;

/** The memory starts with this many pages. */
const FIRST_PAGES = 16;

/** So many addresses are remembered after their blocks came back. */
const MOST_FREED = 4096;

/** 4 GiB, and less for hosts that cannot reserve as much. */
const LIMITS = [65536, 32768, 16384, 8192, 4096];

/** Allocates a block of so many bytes that lives as long as the scope; returns its address. */
export type Allocate = (bytes: number) => number;

/** A WebAssembly memory with its allocator. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Whether views of the memory survive its growth, and threads could share it. */
  readonly shared: boolean;
  /**
   * The address of a new block: aligned to 64 bytes, not zeroed, owned by the caller.
   * @throws ValueError if the host refuses the memory
   */
  allocate(bytes: number): number;
  /** Takes a block back. */
  readonly release: (address: number) => void;
  /** Runs work with blocks that are taken back when it ends, however it ends. */
  scope<T>(work: (allocate: Allocate) => T): T;
  /** A view of `length` numbers at an address. Unless `shared`, it dies when the memory grows. */
  view(address: number, length: number): Float64Array;
  /** The same of bytes. */
  bytes(address: number, length: number): Uint8Array;
  /** The address of an array that lives in this memory; −1 for any other. */
  readonly addressOf: (array: Reals) => number;
  /** Bytes owned by somebody now. */
  owned(): number;
}

/**
 * A new heap.
 * @param shared whether to ask for shared memory; default where the host has it
 * @param limits pages it may grow to, the first the host accepts
 */
export function createHeap(
  shared: boolean = typeof SharedArrayBuffer === "function",
  limits: readonly number[] = LIMITS,
): Heap {
  const memory = createMemory(shared, limits);
  // A block that came back has size 0: taken out, the table would be built anew every few blocks.
  const sizes = new Map<number, number>();
  const free = [{ start: LINE, end: FIRST_PAGES * PAGE }]; // address 0 stays unused
  const buffers = new WeakSet<ArrayBufferLike>();
  let numbers = new Float64Array(memory.buffer);
  let [owned, live] = [0, 0];
  buffers.add(memory.buffer);

  const refresh = (): void => {
    numbers = new Float64Array(memory.buffer);
    buffers.add(memory.buffer);
  };

  /** Adds a free block at the end that holds `size` bytes. */
  const grow = (size: number): void => {
    const end = numbers.byteLength;
    const last = free.at(-1);
    const start = last?.end === end ? last.start : end;
    // Growing by at least an eighth keeps the number of growths small.
    const missing = Math.ceil((start + size - end) / PAGE);
    const pages = Math.max(missing, Math.ceil(end / PAGE / 8));
    if (!tryGrow(memory, pages) && !tryGrow(memory, missing)) {
      throw new ValueError(
        `compute: the host should give ${size} more bytes of WebAssembly memory, beside ` +
          `${owned} in use; it refused. Use smaller batches or grids, or ` +
          `compute.use({ backend: "portable" }).`,
      );
    }
    refresh();
    if (last?.end === end) last.end = numbers.byteLength;
    else free.push({ start: end, end: numbers.byteLength });
  };

  const allocate = (bytes: number): number => {
    const size = Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
    let at = free.findIndex(({ start, end }) => end - start >= size);
    if (at < 0) {
      grow(size);
      at = free.length - 1;
    }
    const block = free[at];
    const address = block.start;
    block.start += size;
    if (block.start === block.end) free.splice(at, 1);
    sizes.set(address, size);
    live++;
    owned += size;
    return address;
  };

  const release = (address: number): void => {
    const size = sizes.get(address);
    if (!size) return;
    sizes.set(address, 0);
    live--;
    if (sizes.size - live > MOST_FREED) {
      sizes.forEach((left, at) => left === 0 && sizes.delete(at));
    }
    owned -= size;
    const end = address + size;
    let at = free.findIndex(({ start }) => start > address);
    if (at < 0) at = free.length;
    if (at > 0 && free[at - 1].end === address) {
      free[at - 1].end = end;
      if (at < free.length && free[at].start === end) {
        free[at - 1].end = free[at].end;
        free.splice(at, 1);
      }
    } else if (at < free.length && free[at].start === end) free[at].start = address;
    else free.splice(at, 0, { start: address, end });
  };

  return {
    memory,
    shared,
    allocate,
    release,
    scope(work) {
      const taken: number[] = [];
      try {
        return work((bytes) => {
          const address = allocate(bytes);
          taken.push(address);
          return address;
        });
      } finally {
        while (taken.length > 0) release(taken.pop() ?? 0);
      }
    },
    view: (address, length) => numbers.subarray(address / 8, address / 8 + length),
    bytes: (address, length) => new Uint8Array(memory.buffer, address, length),
    addressOf: (array) => (buffers.has(array.buffer) ? array.byteOffset : -1),
    owned: () => owned,
  };
}

/** A view of `length` numbers of the precision of `like`, as `heap.view`. */
export function viewOf<A extends Reals>(heap: Heap, like: A, address: number, length: number): A {
  const view =
    like instanceof Float64Array
      ? heap.view(address, length)
      : new Float32Array(heap.memory.buffer, address, length);
  return view as A;
}

function createMemory(shared: boolean, limits: readonly number[]): WebAssembly.Memory {
  for (const maximum of limits) {
    try {
      return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared });
    } catch {
      continue; // this host cannot reserve as much
    }
  }
  throw new ValueError(
    `compute: the host should reserve ${Math.min(...limits) * PAGE} bytes of WebAssembly memory; ` +
      `it refused. Call compute.use({ backend: "portable" }).`,
  );
}

function tryGrow(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}
