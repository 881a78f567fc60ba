import { arithmetic, checkedAdd, checkedSub } from '../../compiler/emit/library/arithmetic.ts';
import { calendar } from '../../compiler/emit/library/calendar.ts';
import { setConstant, wide } from '../../compiler/emit/library/wide.ts';
import {
  block,
  c32,
  copy,
  drop,
  fill,
  goToIf,
  memoryGrow,
  memorySize,
  trap,
} from '../../compiler/emit/wasm/code.ts';
import { Module } from '../../compiler/emit/wasm/module.ts';
import type { RoundingMode } from '../../schema/index.ts';
import { bytesOf } from './instantiate.ts';

const MODES: readonly RoundingMode[] = ['down', 'up', 'half_up', 'half_even', 'floor', 'ceil'];

/** Modules that between them hold every library function in every mode, and the operations that no library needs. */
export function libraryModules(): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  const dates = new Module();
  const { addMonths, year } = calendar(dates, 1024);
  dates.exportFunc('addMonths', addMonths);
  dates.exportGlobal('year', year);

  const exact = new Module();
  const { roundDivide, scaleShare, checkedMul } = arithmetic(exact);
  for (const mode of MODES) exact.exportFunc(mode, scaleShare(mode));
  exact.func('checked', ['i64', 'i64'], 'i64', (body, a, b) => [
    a.set(checkedAdd(a.get, b.get, trap)),
    a.set(checkedSub(a.get, b.get, trap)),
    a.set(checkedMul(a.get, b.get, trap)),
    body.ret(roundDivide('half_even').call(a.get, b.get)),
  ]);

  const numbers = new Module();
  const { divideRound } = wide(numbers, { scratch: 1024 });
  for (const mode of MODES) numbers.exportFunc(mode, divideRound(mode));
  numbers.func('memory', ['i32'], 'void', (_, a) => [
    setConstant(a.get, 3, -(10n ** 20n)),
    fill(a.get, c32(0), c32(8)),
    copy(a.get, c32(16), c32(8)),
    drop(memoryGrow(memorySize)),
    block('out', (out) => [goToIf(out, a.get), trap]),
  ]);
  numbers.data(64, new TextEncoder().encode('constants'));
  return {
    dates: bytesOf(dates),
    exact: bytesOf(exact),
    numbers: bytesOf(numbers),
    empty: bytesOf(new Module()),
  };
}
