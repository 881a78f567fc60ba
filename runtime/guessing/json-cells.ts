import type { Json } from '../history/index.ts';
import { NESTED } from './looks.ts';

type JsonObject = Extract<Json, { kind: 'object' }>;

/** Deeper objects are one column. */
const DEPTH = 3;
const MOST_COLUMNS = 300;

/** Objects as rows of cells; a value inside an object is a column called by its path (`customer.id`). */
export function jsonCells(objects: readonly JsonObject[]): {
  readonly names: readonly string[];
  readonly cells: readonly (readonly string[])[];
} {
  const places = new Map<string, number>();
  const found = objects.map((object) => {
    const row = new Map<number, string>();
    gather(object, '', 0, (name, text) => {
      let place = places.get(name);
      if (place === undefined) {
        if (places.size >= MOST_COLUMNS) return;
        place = places.size;
        places.set(name, place);
      }
      row.set(place, text);
    });
    return row;
  });
  const names = [...places.keys()];
  return { names, cells: found.map((row) => names.map((_, place) => row.get(place) ?? '')) };
}

function gather(
  object: JsonObject,
  before: string,
  depth: number,
  take: (name: string, text: string) => void,
): void {
  for (const [key, value] of object.entries) {
    const name = before + key;
    switch (value.kind) {
      case 'object':
        if (depth < DEPTH) gather(value, `${name}.`, depth + 1, take);
        else take(name, NESTED);
        break;
      case 'list':
        take(name, NESTED);
        break;
      case 'null':
        take(name, '');
        break;
      case 'boolean':
        take(name, String(value.value));
        break;
      case 'text':
      case 'number':
        take(name, value.text.trim());
    }
  }
}
