/** Whether the engine can run the fast floor. */

/** The smallest module with a vector instruction: (func (drop (v128.const …))). */
const VECTOR_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // "\0asm", version 1
  ...[1, 4, 1, 96, 0, 0], // one type: () → ()
  ...[3, 2, 1, 0], // one function of that type
  ...[10, 23, 1, 21, 0, 253, 12, ...new Uint8Array(16), 26, 11], // v128.const 0, drop, end
);

/** What `WebAssembly` must bring. */
export type WasmEngine = Pick<typeof WebAssembly, "validate">;

/** Whether an engine runs vector instructions; that of the host by default. */
export function hasVectors(
  engine: WasmEngine | undefined = (globalThis as { WebAssembly?: WasmEngine }).WebAssembly,
): boolean {
  return engine?.validate(VECTOR_MODULE) ?? false;
}
