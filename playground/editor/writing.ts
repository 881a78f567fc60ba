import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import type { Completion, CompletionKind } from '../../compiler/index.ts';
import { type Asking, documentOf, placeOf } from './asking.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

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

/** Lets the editor ask the compiler what may be written here, and how a document is laid out. */
export function registerWriting(monaco: Monaco, asking: Asking): readonly IDisposable[] {
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
  return [
    languages.registerCompletionItemProvider('yaml', {
      triggerCharacters: [' ', '.', ':', '(', '=', '\n'],
      async provideCompletionItems(model, position) {
        const at = placeOf(asking, model, position);
        const found = at === undefined ? [] : await asking.service.call('complete', at);
        return { suggestions: model.isDisposed() ? [] : found.map((each) => suggestion(model, each)) };
      },
    }),
    languages.registerDocumentFormattingEditProvider('yaml', {
      async provideDocumentFormattingEdits(model) {
        const of = documentOf(asking, model);
        const edits = of && (await asking.service.call('format', of));
        return edits?.map(({ span, text }) => ({ range: rangeOf(model, span), text })) ?? [];
      },
    }),
  ];
}
