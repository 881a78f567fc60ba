import type { Module } from '../../compiler/emit/wasm/module.ts';

interface Instance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => Instance;
}

/** The exports of a module as a host sees them. */
export interface Exports {
  /** An exported function of any signature: i32 as number, i64 as bigint. */
  readonly call: (name: string, ...args: readonly (number | bigint)[]) => number | bigint;
  readonly global: (name: string) => number | bigint;
  readonly memory: ArrayBuffer;
}

export function bytesOf(m: Module, pages = 1): Uint8Array<ArrayBuffer> {
  return m.assemble(pages, () => ({ name: 'test', bytes: new Uint8Array() })).bytes;
}

export function instantiate(bytes: Uint8Array): Exports {
  const engine = (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;
  const { exports } = new engine.Instance(new engine.Module(bytes), {});
  return {
    call: (name, ...args) => (exports[name] as (...args: readonly unknown[]) => number | bigint)(...args),
    global: (name) => (exports[name] as { readonly value: number | bigint }).value,
    memory: (exports.memory as { readonly buffer: ArrayBuffer }).buffer,
  };
}
