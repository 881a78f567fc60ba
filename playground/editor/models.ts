import type { editor } from 'monaco-editor/editor';
import { DOCUMENTS, type DocumentKind } from '../contract/index.ts';

/** The documents as the editor holds them. */
export type Models = Readonly<Record<DocumentKind, editor.ITextModel>>;

/** Which of our documents a model is. */
export function kindIn(models: Models, model: editor.ITextModel): DocumentKind | undefined {
  return DOCUMENTS.find((kind) => models[kind] === model);
}
