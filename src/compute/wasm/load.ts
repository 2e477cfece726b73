/** Loading of modules, synchronously and from the package itself: no path, no flag, no request. */
import type { Heap } from "./heap.js";

/** A module at work on a heap. */
export interface Loaded {
  readonly module: WebAssembly.Module;
  readonly exports: WebAssembly.Exports;
}

/** How a module begins to import its memory, up to the byte that says what kind it is. */
const MEMORY_IMPORT = [3, ...codes("env"), 6, ...codes("memory"), 2];

const loaded = new WeakMap<Heap, Map<string, Loaded>>();

/**
 * What a module exports, at work on a heap; the caller knows its type.
 * @param binary the module in base64, compiled to import a shared memory
 */
export function load(binary: string, heap: Heap): unknown {
  return loadModule(binary, heap).exports;
}

/** The same with the module itself. It is compiled once for every heap. */
export function loadModule(binary: string, heap: Heap): Loaded {
  const onHeap = loaded.get(heap) ?? new Map<string, Loaded>();
  loaded.set(heap, onHeap);
  const known = onHeap.get(binary) ?? instantiate(binary, heap);
  onHeap.set(binary, known);
  return known;
}

function instantiate(binary: string, heap: Heap): Loaded {
  const bytes = decode(binary);
  if (!heap.shared) bytes[endOf(MEMORY_IMPORT, bytes)] = 1; // limits with a maximum, not shared
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
  return { module, exports };
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function endOf(pattern: readonly number[], bytes: Uint8Array): number {
  let at = 0;
  while (!pattern.every((byte, i) => bytes[at + i] === byte)) at++;
  return at + pattern.length;
}

function codes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
