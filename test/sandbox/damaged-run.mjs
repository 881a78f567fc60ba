// Runs chunks in one instance, in a thread that its test can end: a module that hangs may not take the test with it.
import { parentPort, workerData } from 'node:worker_threads';

const { module, until, chunks, rows, outcomes, outcomeBytes } = workerData;
const wasm = new WebAssembly.Instance(module).exports;
const aligned = (bytes) => 8 * Math.ceil(bytes / 8);

function write(arrays) {
  const table = wasm.reserve(
    arrays.reduce((sum, each) => sum + aligned(each.byteLength), aligned(4 * arrays.length)),
  );
  let address = table + aligned(4 * arrays.length);
  arrays.forEach((each, i) => {
    new DataView(wasm.memory.buffer).setUint32(table + 4 * i, address, true);
    new Uint8Array(wasm.memory.buffer, address).set(
      new Uint8Array(each.buffer, each.byteOffset, each.byteLength),
    );
    address += aligned(each.byteLength);
  });
  wasm.load(table);
}

function taken(vector, bytes) {
  const [address, length] = new Uint32Array(wasm.memory.buffer, vector, 2);
  return new Uint8Array(wasm.memory.buffer, address, length * bytes).slice();
}

/** Rows and outcomes as bytes; a trap without a place ends the chunk. */
function replay({ arrays, members }) {
  const found = [];
  let trap;
  wasm.begin(until, 0, 0);
  write(arrays);
  for (let member = 0; member < members; ) {
    try {
      member = wasm.run(member, members);
    } catch (error) {
      if (wasm.fault.value === 0) {
        trap = String(error);
        break;
      }
      member = wasm.member.value;
      wasm.rerun(member, wasm.steps.value);
      wasm.fault.value = 0;
      member += 1;
    }
    const own = taken(rows, 64);
    // Four bytes of a row hold nothing.
    for (let at = 36; at < own.length; at += 64) own.fill(0, at, at + 4);
    found.push(own, taken(outcomes, outcomeBytes));
    wasm.taken();
  }
  return { found, trap, footprint: wasm.memory.buffer.byteLength };
}

for (const [number, chunk] of chunks.entries()) {
  let result;
  try {
    result = replay(chunk);
  } catch (error) {
    result = { found: [], trap: String(error), footprint: wasm.memory.buffer.byteLength };
  }
  parentPort.postMessage({ number, ...result });
}
