/** A document to write: texts are scalars as they stand, an absent entry is left out. */
export type Yaml = string | readonly Yaml[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: Yaml | undefined;
}

function scalar(text: string): string {
  const plain = /^[\p{L}\p{N}(_][^:#]*$/u.test(text) && !text.endsWith(' ');
  return plain ? text : `'${text.replaceAll("'", "''")}'`;
}

function isMap(value: Yaml): value is YamlMap {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Writes a document in block style, scalars quoted where YAML would read them otherwise. */
export function writeYaml(value: YamlMap, indent = ''): string {
  return Object.entries(value)
    .map(([key, entry]) => {
      if (entry === undefined) return '';
      if (typeof entry === 'string') return `${indent}${key}: ${scalar(entry)}\n`;
      if (!isMap(entry)) return `${indent}${key}:\n${entry.map((item) => listItem(item, indent)).join('')}`;
      const inside = writeYaml(entry, `${indent}  `);
      return inside === '' ? `${indent}${key}: {}\n` : `${indent}${key}:\n${inside}`;
    })
    .join('');
}

function listItem(item: Yaml, indent: string): string {
  return `${indent}  - ${typeof item === 'string' ? scalar(item) : JSON.stringify(item)}\n`;
}

/** An optional entry of a map that is left out when empty. */
export function listOrOne(items: readonly string[]): Yaml | undefined {
  if (items.length === 0) return undefined;
  return items.length === 1 ? items[0] : items;
}
