import wabt from 'wabt';

const tools = await wabt();

/** What a module of ours may use beyond the first version of WebAssembly: an older engine must be able to run it. */
const FEATURES = {
  bulk_memory: true,
  mutable_globals: true,
  exceptions: false,
  sat_float_to_int: false,
  sign_extension: false,
  simd: false,
  threads: false,
  multi_value: false,
  tail_call: false,
  reference_types: false,
  memory64: false,
  extended_const: false,
} as const;

function message(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/** Undefined where an implementation that shares nothing with ours or with the host finds the module valid; else why not. */
export function validate(bytes: Uint8Array): string | undefined {
  try {
    const module = tools.readWasm(bytes, { ...FEATURES, readDebugNames: true, check: true });
    try {
      module.validate();
    } finally {
      module.destroy();
    }
    return undefined;
  } catch (error) {
    return message(error);
  }
}

/** The text form of a valid module as that implementation prints it: one instruction a line. */
export function textOf(bytes: Uint8Array): string {
  const module = tools.readWasm(bytes, { ...FEATURES, readDebugNames: true });
  try {
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

/** The binary form of a module in text form. */
export function binaryOf(text: string): Uint8Array {
  const module = tools.parseWat('test.wat', text, FEATURES);
  try {
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}
