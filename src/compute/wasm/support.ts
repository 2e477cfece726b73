/** Whether the engine can run the fast floor. */

/** The smallest module with a vector instruction: (func (drop (v128.const …))). */
const VECTOR_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // "\0asm", version 1
  ...[1, 4, 1, 96, 0, 0], // one type: () → ()
  ...[3, 2, 1, 0], // one function of that type
  ...[10, 23, 1, 21, 0, 253, 12, ...new Uint8Array(16), 26, 11], // v128.const 0, drop, end
);

/** The smallest module with a fused one: (func (drop (f64x2.relaxed_madd …))). */
const RELAXED_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 4, 1, 96, 0, 0],
  ...[3, 2, 1, 0],
  ...[10, 62, 1, 60, 0], // three constants of 18 bytes, the instruction, drop, end
  ...[1, 2, 3].flatMap(() => [253, 12, ...new Uint8Array(16)]),
  ...[253, 135, 2, 26, 11],
);

/** What `WebAssembly` must bring. */
export type WasmEngine = Pick<typeof WebAssembly, "validate">;

/** Whether an engine runs vector instructions; that of the host by default. */
export function hasVectors(engine: WasmEngine | undefined = hostEngine()): boolean {
  return engine?.validate(VECTOR_MODULE) ?? false;
}

/** Whether it runs relaxed ones, which may round a product and a sum once. */
export function hasRelaxedVectors(engine: WasmEngine | undefined = hostEngine()): boolean {
  return engine?.validate(RELAXED_MODULE) ?? false;
}

function hostEngine(): WasmEngine | undefined {
  return (globalThis as { WebAssembly?: WasmEngine }).WebAssembly;
}
