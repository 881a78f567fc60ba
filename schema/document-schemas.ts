import mapping from './documents/mapping.schema.json' with { type: 'json' };
import program from './documents/program.schema.json' with { type: 'json' };
import scenario from './documents/scenario.schema.json' with { type: 'json' };
import tests from './documents/tests.schema.json' with { type: 'json' };

/** The part of JSON Schema 2020-12 that the documents' schemas are written in. */
export interface DocumentSchema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, DocumentSchema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  /** The description in Japanese. */
  readonly 'x-ja'?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | DocumentSchema;
  readonly items?: DocumentSchema;
  readonly anyOf?: readonly DocumentSchema[];
  readonly 'x-expression'?: { readonly type: string; readonly entry: string };
}

/** The schemas of the four kinds of documents, as they are written. */
export const documentSchemas: Readonly<Record<'program' | 'tests' | 'scenario' | 'mapping', DocumentSchema>> =
  {
    program,
    tests,
    scenario,
    mapping,
  };
