import type { Diagnostic, Fix, Localized, RelatedPlace, Severity, Span } from './diagnostic.ts';

/** A sentence with named places; made with {@link msg} so that a forgotten parameter does not compile. */
export interface Template<K extends string> {
  readonly strings: readonly string[];
  readonly keys: readonly K[];
}

/** msg`cannot compare ${'left'} with ${'right'}` */
export function msg<const K extends readonly string[]>(
  strings: TemplateStringsArray,
  ...keys: K
): Template<K[number]> {
  return { strings: [...strings], keys };
}

/** What one diagnostic code says, in both languages. Codes are append-only. */
export interface MessageEntry<K extends string> {
  readonly severity: Severity;
  readonly title: Localized;
  readonly en: Template<K>;
  readonly ja: Template<K>;
  readonly help?: { readonly en: Template<K>; readonly ja: Template<K> };
}

/** One owner's registry: code → entry. */
export type Registry = Readonly<Record<string, MessageEntry<string>>>;

type KeysOf<E> = E extends {
  readonly en: Template<infer A>;
  readonly help?: { readonly en: Template<infer B> };
}
  ? A | B
  : E extends { readonly en: Template<infer A> }
    ? A
    : never;

/** A parameter of a message: the same words in both languages, or one text for each. */
export type Parameter = string | number | Localized;

export type ParametersOf<R extends Registry, C extends keyof R> = Readonly<Record<KeysOf<R[C]>, Parameter>>;

/** What a report may add to its registry entry. `help` replaces the entry's. */
export interface Extras {
  readonly related?: readonly RelatedPlace[];
  readonly label?: Localized;
  readonly help?: Localized;
  readonly fix?: Fix;
}

function fill(
  template: Template<string>,
  parameters: Readonly<Record<string, Parameter>>,
  language: 'en' | 'ja',
): string {
  return template.strings.reduce((text, part, index) => {
    const key = template.keys[index - 1];
    const value = key === undefined ? '' : (parameters[key] ?? '');
    return text + (typeof value === 'object' ? value[language] : String(value)) + part;
  });
}

/**
 * A reporter for one registry: `report('unit-mismatch', span, { left, right })`. A code that is not in the registry, or
 * a parameter left out, is a type error.
 */
export function reporter<const R extends Registry>(registry: R) {
  return <C extends keyof R & string>(
    code: C,
    span: Span,
    parameters: ParametersOf<R, C>,
    extras: Extras = {},
  ): Diagnostic => {
    const entry: MessageEntry<string> | undefined = registry[code];
    if (entry === undefined) throw new Error(`no message for ${code}`);
    const own = entry.help && {
      en: fill(entry.help.en, parameters, 'en'),
      ja: fill(entry.help.ja, parameters, 'ja'),
    };
    const help = extras.help ?? own;
    return {
      code,
      severity: entry.severity,
      span,
      title: entry.title,
      message: { en: fill(entry.en, parameters, 'en'), ja: fill(entry.ja, parameters, 'ja') },
      ...(help && { help }),
      ...(extras.label && { label: extras.label }),
      related: extras.related ?? [],
      ...(extras.fix && { fix: extras.fix }),
    };
  };
}
