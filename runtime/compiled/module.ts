import { ABI, MANIFEST_SECTION, type Manifest } from '../../schema/index.ts';

/** What a host uses of a module; see docs/abi.md. */
export interface ModuleExports {
  readonly memory: WebAssembly.Memory;
  readonly begin: (until: number, firstMonth: number, months: number) => number;
  readonly reserve: (bytes: number) => number;
  readonly load: (table: number) => void;
  readonly run: (from: number, to: number) => number;
  readonly rerun: (member: number, steps: number) => void;
  readonly undo: (member: number) => void;
  readonly resume: () => void;
  readonly taken: () => void;
  readonly member: WebAssembly.Global;
  readonly working: WebAssembly.Global;
  readonly fault: WebAssembly.Global;
  readonly cause: WebAssembly.Global;
  readonly at: { readonly value: bigint };
  readonly steps: WebAssembly.Global;
  readonly asking: WebAssembly.Global;
  readonly ledger: WebAssembly.Global;
}

/** The manifest of a module; undefined where it has none, or one of another version. */
export function manifestOf(module: WebAssembly.Module): Manifest | undefined {
  const [section] = WebAssembly.Module.customSections(module, MANIFEST_SECTION);
  if (section === undefined) return undefined;
  try {
    const manifest = JSON.parse(new TextDecoder().decode(section)) as Manifest;
    return manifest.abi === ABI ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** An instance of a module: nothing is imported, so nothing but its own memory can be reached. */
export function instantiate(module: WebAssembly.Module): ModuleExports {
  return new WebAssembly.Instance(module).exports as unknown as ModuleExports;
}
