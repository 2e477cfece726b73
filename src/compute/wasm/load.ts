/** Loading of modules, synchronously and from the package itself: no path, no flag, no request. */
import type { Heap } from "./heap.js";

/** How a module begins to import its memory, up to the byte that says what kind it is. */
const MEMORY_IMPORT = [3, ...codes("env"), 6, ...codes("memory"), 2];

/**
 * What a module exports, at work on a heap; the caller knows its type.
 * @param binary the module in base64, compiled to import a shared memory
 */
export function load(binary: string, heap: Heap): unknown {
  const instance = new WebAssembly.Instance(compile(binary, heap.shared), {
    env: { memory: heap.memory },
  });
  return instance.exports;
}

/** A module in base64, compiled; without shared memory it imports an ordinary one. */
export function compile(binary: string, shared: boolean): WebAssembly.Module {
  const bytes = decode(binary);
  if (!shared) bytes[endOf(MEMORY_IMPORT, bytes)] = 1; // limits with a maximum, not shared
  return new WebAssembly.Module(bytes);
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
