import type { editor, IPosition } from 'monaco-editor/editor';
import type { Language, Localized } from '../../schema/index.ts';
import { type At, DOCUMENTS, type DocumentKind, type OfDocument } from '../contract/index.ts';
import type { LanguageClient } from '../language/index.ts';
import { kindIn, type Models } from './models.ts';

/** What the editor asks the page while it answers. */
export interface Asking {
  readonly language: () => Language;
  readonly service: LanguageClient;
  readonly models: Models;
  /** Says what cannot be done: the editor itself has nowhere to say it. */
  readonly tell: (text: Localized) => void;
}

/** The document that a model is, with the others as they are in the editor right now; undefined: it is none of ours. */
export function documentOf({ models }: Asking, model: editor.ITextModel): OfDocument | undefined {
  const document = kindIn(models, model);
  if (document === undefined) return undefined;
  const texts = DOCUMENTS.map((kind) => [kind, models[kind].getValue()] as const);
  return { document, documents: Object.fromEntries(texts) as Readonly<Record<DocumentKind, string>> };
}

/** A place of the cursor, to be asked about. */
export function placeOf(asking: Asking, model: editor.ITextModel, position: IPosition): At | undefined {
  const of = documentOf(asking, model);
  return of && { ...of, offset: model.getOffsetAt(position) };
}
