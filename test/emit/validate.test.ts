import { expect, test } from 'vitest';
import { libraryModules } from './library-modules.ts';
import { binaryOf, validate } from './validator.ts';

test('every library module is valid to an independent validator, with nothing newer than bulk memory', () => {
  const found = Object.entries(libraryModules()).map(([name, bytes]) => [name, validate(bytes)]);
  expect(found).toEqual([
    ['dates', undefined],
    ['exact', undefined],
    ['numbers', undefined],
    ['empty', undefined],
  ]);
});

test('the same calls give the same bytes', () => {
  const [first, second] = [libraryModules(), libraryModules()];
  expect(first).toEqual(second);
});

test('the validator tells what is wrong, so that its silence means something', () => {
  // A function of type [] → [i32] whose body is empty, and one that adds an i32 to an i64.
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const rest = [0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f, 0x03, 0x02, 0x01, 0x00];
  const empty = [0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b];
  expect(validate(new Uint8Array([...header, ...rest, ...empty]))).toContain('type mismatch');
  const mixed = [0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x01, 0x42, 0x01, 0x6a, 0x0b];
  expect(validate(new Uint8Array([...header, ...rest, ...mixed]))).toContain('type mismatch');
  const right = [0x0a, 0x06, 0x01, 0x04, 0x00, 0x41, 0x01, 0x0b];
  expect(validate(new Uint8Array([...header, ...rest, ...right]))).toBeUndefined();
  expect(validate(new Uint8Array(header.slice(0, 6)))).toContain('unable to read');
  // i32.extend8_s belongs to no version that a module of ours asks for.
  const newer = [0x0a, 0x07, 0x01, 0x05, 0x00, 0x41, 0x01, 0xc0, 0x0b];
  expect(validate(new Uint8Array([...header, ...rest, ...newer]))).toBeDefined();
  expect(validate(binaryOf('(module (func (result i64) i64.const 7))'))).toBeUndefined();
});
