// A host written from docs/abi.md alone; nothing of the project is imported, so that it shares no mistake with our own.
import { columnsOf } from './bare-columns.ts';
import { type Ids, outcomeAt, rowAt } from './bare-results.ts';
import type { Exports, Manifest, Member, Replay } from './contract.ts';

const ROW = 64;

/** Rows, outcomes and errors of members, as lists of plain cells; null = none. */
export function replay(bytes: Uint8Array<ArrayBuffer>, members: readonly Member[], until: number): Replay {
  const module = new WebAssembly.Module(bytes);
  const section = WebAssembly.Module.customSections(module, 'kizuna')[0];
  const manifest = JSON.parse(new TextDecoder().decode(section)) as Manifest;
  if (manifest.abi !== 2) throw new Error(`version ${manifest.abi}`);
  const wasm = new WebAssembly.Instance(module).exports as unknown as Exports;

  const columns = columnsOf(manifest, members);
  const room = (length: number) => 8 * Math.ceil(length / 8);
  wasm.begin(until, 0, 0);
  const table = wasm.reserve(columns.reduce((sum, each) => sum + room(each.byteLength), 8 * columns.length));
  let address = table + 8 * columns.length;
  columns.forEach((each, i) => {
    new DataView(wasm.memory.buffer).setUint32(table + 4 * i, address, true);
    new Uint8Array(wasm.memory.buffer, address).set(new Uint8Array(each.buffer));
    address += room(each.byteLength);
  });
  wasm.load(table);

  const events = members.flatMap((member) => member.events.map((event) => event.id));
  const ids: Ids = {
    member: (number) => members[number]?.member ?? '',
    event: (row) => (row < 0 ? null : (events[row] ?? '')),
  };
  const result: Replay = { rows: [], outcomes: [], errors: [] };
  for (let member = 0; member < members.length; ) {
    try {
      member = wasm.run(member, members.length);
    } catch (trap) {
      const place = manifest.faults[wasm.fault.value - 1];
      if (place === undefined) throw trap;
      member = wasm.member.value;
      const where = [manifest.names[wasm.working.value] ?? '', place.start, place.end];
      result.errors.push([ids.member(member), ids.event(wasm.cause.value), wasm.at.value, ...where]);
      wasm.rerun(member, wasm.steps.value);
      wasm.fault.value = 0;
      member += 1;
    }
    const view = new DataView(wasm.memory.buffer);
    const each = (vector: number, bytes: number, use: (at: number) => void) => {
      for (let i = 0; i < view.getUint32(vector + 4, true); i += 1)
        use(view.getUint32(vector, true) + i * bytes);
    };
    each(manifest.rows, ROW, (at) => result.rows.push(rowAt(view, at, manifest, ids)));
    each(manifest.outcomes, manifest.outcome.bytes, (at) =>
      result.outcomes.push(outcomeAt(view, at, manifest, ids)),
    );
    wasm.taken();
  }
  return result;
}
