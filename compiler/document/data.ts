import type { Localized } from '../../schema/index.ts';
import type { Node, ScalarNode } from './node.ts';

/** A scalar as YAML 1.2 core reads it; a number written with underscores stays text. */
function scalarData(node: ScalarNode): unknown {
  const { text } = node;
  if (node.style !== 'plain') return text;
  // Most texts begin with a letter that begins none of the words below.
  if (/^[^\d.+~nNtTfF-]/.test(text)) return text;
  if (text === '' || /^(?:~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (/^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text)) return Number(text);
  return text;
}

/** The plain data of a node, as a JSON Schema sees it; an optional entry `key?` keeps its mark. */
export function toData(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return scalarData(node);
    case 'list':
      return node.items.map(toData);
    case 'map': {
      const data: Record<string, unknown> = {};
      for (const entry of node.entries) {
        const key = entry.optional ? `${entry.key}?` : entry.key;
        const value = toData(entry.value);
        // Defined, not assigned: it is a name like any other.
        if (key === '__proto__')
          Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true });
        else data[key] = value;
      }
      return data;
    }
  }
}

/** Free text in both languages; what is given in one only stands for both. Undefined when it is not free text. */
export function textOf(node: Node | undefined): Localized | undefined {
  if (node === undefined) return undefined;
  switch (node.kind) {
    case 'scalar':
      return node.text === '' ? undefined : { en: node.text, ja: node.text };
    case 'list':
      return undefined;
    case 'map': {
      const of = (key: string) => {
        const value = node.entries.find((entry) => entry.key === key)?.value;
        return value?.kind === 'scalar' && value.text !== '' ? value.text : undefined;
      };
      const [en, ja] = [of('en'), of('ja')];
      const either = en ?? ja;
      return either === undefined ? undefined : { en: en ?? either, ja: ja ?? either };
    }
  }
}
