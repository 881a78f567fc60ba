import type { Yaml, YamlMap } from './yaml.ts';

/** Every word of a text. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu) ?? []);
}

function isMap(value: Yaml | undefined): value is YamlMap {
  return typeof value === 'object' && !Array.isArray(value);
}

function collect(value: Yaml | undefined, into: Set<string>): void {
  if (typeof value === 'string') for (const word of wordsOf(value)) into.add(word);
  else if (isMap(value))
    for (const [key, entry] of Object.entries(value)) {
      if (entry === undefined) continue;
      for (const word of wordsOf(key)) into.add(word);
      collect(entry, into);
    }
  else
    value?.forEach((item) => {
      collect(item, into);
    });
}

const NAMED = ['parameters', 'periods', 'measures', 'members'] as const;

function bare(key: string): string {
  return key.endsWith('?') ? key.slice(0, -1) : key;
}

/** What an event needs when it is there at all: what it reverses, and the field that measures it. */
function keptEvent(event: YamlMap, words: ReadonlySet<string>): YamlMap {
  return Object.fromEntries(
    Object.entries(event).flatMap(([key, value]): readonly [string, Yaml | undefined][] => {
      if (key === 'reverses') return [[key, value]];
      if (!words.has(bare(key))) return [];
      const each = isMap(value) ? value['each'] : undefined;
      if (!isMap(each)) return [[key, value]];
      const lines = Object.entries(each).filter(([name]) => words.has(bare(name)));
      return [
        [key, { each: Object.fromEntries(lines.length > 0 ? lines : Object.entries(each).slice(0, 1)) }],
      ];
    }),
  );
}

/**
 * A program without the declarations that nothing reads: parameters, periods, attributes, measures, events and their
 * fields. What shrinks an expression so shrinks what it stood on. `reversals` stay where there is what they reverse.
 */
export function pruned(
  document: Readonly<Record<string, YamlMap | undefined>>,
  reversals: readonly string[],
): YamlMap {
  const roots = Object.entries(document).filter(
    ([section]) => section !== 'events' && !NAMED.some((name) => name === section),
  );
  const words = new Set<string>();
  for (const [, section] of roots) collect(section, words);
  let before = -1;
  while (before !== words.size) {
    before = words.size;
    for (const name of NAMED)
      for (const [key, entry] of Object.entries(document[name] ?? {}))
        if (words.has(bare(key))) collect(entry, words);
    for (const [key, event] of Object.entries(document['events'] ?? {})) {
      if (!isMap(event)) continue;
      const original = typeof event['reverses'] === 'string' ? event['reverses'].split(' ')[0] : undefined;
      if (reversals.includes(key) && original !== undefined && words.has(original)) words.add(key);
      if (words.has(key)) collect(keptEvent(event, words), words);
    }
  }
  const named = NAMED.map((name): [string, YamlMap] => [
    name,
    Object.fromEntries(Object.entries(document[name] ?? {}).filter(([key]) => words.has(bare(key)))),
  ]);
  const events = Object.fromEntries(
    Object.entries(document['events'] ?? {}).flatMap(([key, event]): readonly [string, Yaml][] =>
      words.has(key) && isMap(event) ? [[key, keptEvent(event, words)]] : [],
    ),
  );
  const order = Object.keys(document);
  const kept: Record<string, YamlMap | undefined> = { ...document, ...Object.fromEntries(named), events };
  return Object.fromEntries(
    order.map((section): [string, Yaml | undefined] => {
      const value = kept[section];
      return [section, value === undefined || Object.keys(value).length === 0 ? undefined : value];
    }),
  );
}
