/** Loading of modules, synchronously and from the package itself: no path, no flag, no request. */
import { inflateSync } from "fflate";
import type { Heap } from "./heap.js";

/** A module at work on a heap. */
export interface Loaded {
  readonly module: WebAssembly.Module;
  readonly exports: WebAssembly.Exports;
}

/** The part of Node's global object that is looked at. */
interface NodeScope {
  readonly process?: {
    readonly getBuiltinModule?: (
      name: "node:zlib",
    ) => { inflateRawSync(bytes: Uint8Array): Uint8Array } | undefined;
  };
}

/** How a module begins to import its memory, up to the byte that says what kind it is. */
const MEMORY_IMPORT = [3, ...codes("env"), 6, ...codes("memory"), 2];

const loaded = new WeakMap<Heap, Map<string, Loaded>>();

/**
 * What a module exports, at work on a heap; the caller knows its type.
 * @param binary the module as the build wrote it, compiled to import a shared memory
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
  const bytes = moduleBytes(binary);
  if (!heap.shared) bytes[endOf(MEMORY_IMPORT, bytes)] = 1; // limits with a maximum, not shared
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
  return { module, exports };
}

/** The bytes of a module that the build deflated and wrote in base64. */
export function moduleBytes(binary: string): Uint8Array<ArrayBuffer> {
  const text = atob(binary);
  const deflated = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) deflated[i] = text.charCodeAt(i);
  // Node's own is faster in a new process than code that the engine has not compiled yet.
  const native = (globalThis as NodeScope).process?.getBuiltinModule?.("node:zlib");
  return native ? Uint8Array.from(native.inflateRawSync(deflated)) : inflateSync(deflated);
}

function endOf(pattern: readonly number[], bytes: Uint8Array): number {
  let at = 0;
  while (!pattern.every((byte, i) => bytes[at + i] === byte)) at++;
  return at + pattern.length;
}

function codes(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
