/** A JSON value whose numbers keep the digits as written, so that no amount passes through a float. */
export type Json =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Json> };

const NULL: Json = { kind: 'null' };
const DEPTH = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads one JSON text (RFC 8259); undefined when it is none, holds a name twice, or nests deeper than 32. */
export function parseJson(text: string): Json | undefined {
  const reader = new JsonReader(text);
  const value = reader.value(0);
  return value !== undefined && reader.atEnd() ? value : undefined;
}

/** The JSON text of a value, numbers digit for digit. */
export function jsonText(json: Json): string {
  switch (json.kind) {
    case 'text':
      return JSON.stringify(json.text);
    case 'number':
      return json.text;
    case 'boolean':
      return String(json.value);
    case 'null':
      return 'null';
    case 'list':
      return `[${json.items.map(jsonText).join(',')}]`;
    case 'object': {
      let text = '';
      for (const [name, value] of json.entries)
        text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${jsonText(value)}`;
      return `{${text}}`;
    }
  }
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#peek() === undefined;
  }

  value(depth: number): Json | undefined {
    if (depth > DEPTH) return undefined;
    const next = this.#peek();
    if (next === '"') {
      const text = this.#string();
      return text === undefined ? undefined : { kind: 'text', text };
    }
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#list(depth);
    if (this.#word('true')) return { kind: 'boolean', value: true };
    if (this.#word('false')) return { kind: 'boolean', value: false };
    if (this.#word('null')) return NULL;
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text);
    if (number === null) return undefined;
    this.#at += number[0].length;
    return { kind: 'number', text: number[0] };
  }

  /** The next character that is no space. */
  #peek(): string | undefined {
    for (;;) {
      const char = this.#text[this.#at];
      if (char !== ' ' && char !== '\t' && char !== '\n' && char !== '\r') return char;
      this.#at += 1;
    }
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #word(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #object(depth: number): Json | undefined {
    const entries = new Map<string, Json>();
    this.#at += 1;
    if (this.#take('}')) return { kind: 'object', entries };
    do {
      if (this.#peek() !== '"') return undefined;
      const name = this.#string();
      if (name === undefined || entries.has(name) || !this.#take(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.set(name, value);
    } while (this.#take(','));
    return this.#take('}') ? { kind: 'object', entries } : undefined;
  }

  #list(depth: number): Json | undefined {
    const items: Json[] = [];
    this.#at += 1;
    if (this.#take(']')) return { kind: 'list', items };
    do {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#take(','));
    return this.#take(']') ? { kind: 'list', items } : undefined;
  }

  #string(): string | undefined {
    let from = this.#at + 1;
    let result = '';
    for (let at = from; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 34) {
        this.#at = at + 1;
        return result + this.#text.slice(from, at);
      }
      if (code < 32) return undefined;
      if (code !== 92) continue;
      result += this.#text.slice(from, at);
      const kind = this.#text[at + 1] ?? '';
      const simple = ESCAPES[kind];
      if (simple !== undefined) {
        result += simple;
        at += 1;
      } else {
        const hex = this.#text.slice(at + 2, at + 6);
        if (kind !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) return undefined;
        result += String.fromCharCode(Number.parseInt(hex, 16));
        at += 5;
      }
      from = at + 1;
    }
    return undefined;
  }
}
