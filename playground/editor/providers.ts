import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import type { Completion, CompletionKind } from '../../compiler/index.ts';
import type { Language } from '../../schema/index.ts';
import { DOCUMENTS, type DocumentKind, type Documents } from '../contract/index.ts';
import type { LanguageClient } from '../language/index.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** What the editor asks the page while it answers. */
export interface Asking {
  readonly language: () => Language;
  readonly service: LanguageClient;
  /** Which document a model is; undefined: none of ours. */
  readonly kindOf: (model: editor.ITextModel) => DocumentKind | undefined;
  readonly documents: () => Documents;
}

function iconOf({ languages }: Monaco, kind: CompletionKind): languages.CompletionItemKind {
  const { CompletionItemKind: Icon } = languages;
  switch (kind) {
    case 'key':
    case 'field':
    case 'attribute':
      return Icon.Field;
    case 'function':
      return Icon.Function;
    case 'measure':
    case 'kpi':
      return Icon.Variable;
    case 'parameter':
    case 'value':
      return Icon.Constant;
    case 'unit':
    case 'points':
      return Icon.Unit;
    case 'level':
    case 'word':
      return Icon.EnumMember;
    case 'ladder':
    case 'type':
      return Icon.Enum;
    case 'event':
      return Icon.Event;
    case 'rule':
    case 'reward':
    case 'group':
      return Icon.Method;
    case 'segment':
    case 'member':
    case 'period':
      return Icon.Struct;
    case 'keyword':
      return Icon.Keyword;
    case 'snippet':
      return Icon.Snippet;
  }
}

/** Lets the editor ask the compiler: what may be written here, how a finding is mended, how a document is laid out. */
export function registerProviders(monaco: Monaco, asking: Asking): IDisposable {
  const { languages } = monaco;
  const suggestion = (model: editor.ITextModel, each: Completion): languages.CompletionItem => {
    const language = asking.language();
    const rank = String(each.rank).padStart(8, '0');
    return {
      label: each.label,
      kind: iconOf(monaco, each.kind),
      insertText: each.insert,
      range: rangeOf(model, each.replace),
      sortText: rank,
      ...(each.snippet ? { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
      ...(each.detail === undefined ? {} : { detail: each.detail[language] }),
      ...(each.documentation === undefined ? {} : { documentation: { value: each.documentation[language] } }),
    };
  };
  const registered = [
    languages.registerCompletionItemProvider('yaml', {
      triggerCharacters: [' ', '.', ':', '(', '=', '\n'],
      async provideCompletionItems(model, position) {
        const document = asking.kindOf(model);
        if (document === undefined) return { suggestions: [] };
        const offset = model.getOffsetAt(position);
        const found = await asking.service.call('complete', {
          documents: { ...asking.documents(), [document]: model.getValue() },
          document,
          offset,
        });
        return { suggestions: found.map((each) => suggestion(model, each)) };
      },
    }),
    languages.registerDocumentFormattingEditProvider('yaml', {
      async provideDocumentFormattingEdits(model) {
        const document = asking.kindOf(model);
        if (document === undefined) return [];
        const documents = { ...asking.documents(), [document]: model.getValue() };
        const edits = await asking.service.call('format', { documents, document });
        return edits?.map(({ span, text }) => ({ range: rangeOf(model, span), text })) ?? [];
      },
    }),
  ];
  return {
    dispose() {
      for (const each of registered) each.dispose();
    },
  };
}

/** Which of our documents a model is. */
export function kindIn(
  models: Readonly<Record<DocumentKind, editor.ITextModel>>,
  model: editor.ITextModel,
): DocumentKind | undefined {
  return DOCUMENTS.find((kind) => models[kind] === model);
}
