import type { ValueType } from './opcodes.ts';
import type { ModuleFault } from './reader.ts';

/** What a function takes and leaves. */
export interface ModuleSignature {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface ModuleSection {
  /** `code`, `data` …; `custom` for every custom section. */
  readonly name: string;
  /** Where its content starts, behind its length. */
  readonly offset: number;
  readonly size: number;
}

/** So many locals of one type, one after the other. */
export interface ModuleLocals {
  readonly count: number;
  readonly type: ValueType;
}

export interface ModuleCode {
  /** Where the body starts, behind its length: the declarations of its locals. */
  readonly offset: number;
  readonly size: number;
  /** Where its first instruction is. */
  readonly start: number;
  /** As declared, behind the parameters: a few bytes may declare very many. */
  readonly locals: readonly ModuleLocals[];
}

/** Where an imported thing comes from. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
}

export interface ModuleFunction extends ModuleSignature {
  readonly index: number;
  /** From the name section. */
  readonly name: string | undefined;
  readonly imported: ModuleImport | undefined;
  readonly exports: readonly string[];
  /** By index: parameters first, then locals. */
  readonly localNames: ReadonlyMap<number, string>;
  /** Missing where it is imported, or where the bytes are damaged. */
  readonly code: ModuleCode | undefined;
}

export interface ModuleGlobal {
  readonly index: number;
  readonly name: string | undefined;
  readonly type: ValueType;
  readonly mutable: boolean;
  readonly imported: ModuleImport | undefined;
  readonly exports: readonly string[];
  /** Missing where it is not an integer constant. */
  readonly initial: bigint | undefined;
}

/** Pages of 64 KiB. */
export interface ModuleMemory {
  readonly pages: number;
  readonly most: number | undefined;
}

export interface ModuleExport {
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global';
  readonly index: number;
}

export interface ModuleData {
  /** Missing where the address is not a constant. */
  readonly address: number | undefined;
  readonly bytes: Uint8Array;
}

export interface CustomSection {
  readonly name: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A module as far as its bytes can be read. */
export interface ReadModule {
  readonly bytes: Uint8Array;
  readonly sections: readonly ModuleSection[];
  readonly types: readonly ModuleSignature[];
  /** Imported ones first, as their indices count. */
  readonly functions: readonly ModuleFunction[];
  readonly globals: readonly ModuleGlobal[];
  readonly memories: readonly ModuleMemory[];
  readonly exports: readonly ModuleExport[];
  readonly data: readonly ModuleData[];
  /** All but the name section. */
  readonly custom: readonly CustomSection[];
  /** In the order of the bytes; empty for a whole module. A damaged section does not hide those behind it. */
  readonly faults: readonly ModuleFault[];
}
