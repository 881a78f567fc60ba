import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import type { Completion, CompletionKind } from '../../compiler/index.ts';
import { type Asking, documentOf, placeOf } from './asking.ts';
import { isFinished } from './finished.ts';
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

/** Closes the list of suggestions as soon as the last letter of the only one left is typed. */
function closeWhenFinished(
  own: editor.IStandaloneCodeEditor,
  offered: () => readonly Completion[],
): IDisposable {
  return own.onDidChangeCursorPosition(({ position }) => {
    const model = own.getModel();
    const found = offered();
    const [first] = found;
    if (model === null || first === undefined) return;
    const start = model.getPositionAt(first.replace.start);
    if (start.lineNumber !== position.lineNumber || start.column >= position.column) return;
    const written = model.getLineContent(start.lineNumber).slice(start.column - 1, position.column - 1);
    if (isFinished(found, written)) own.trigger('page', 'hideSuggestWidget', undefined);
  });
}

/** Lets the editor ask the compiler what may be written here, and how a document is laid out. */
export function registerWriting(
  monaco: Monaco,
  asking: Asking,
  own: editor.IStandaloneCodeEditor,
): readonly IDisposable[] {
  const { languages } = monaco;
  /** What was offered last, and about which version of which text. */
  let last: { readonly found: readonly Completion[]; readonly of: string } = { found: [], of: '' };
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
    closeWhenFinished(own, () => last.found),
    languages.registerCompletionItemProvider('yaml', {
      triggerCharacters: [' ', '.', ':', '(', '=', '\n'],
      async provideCompletionItems(model, position) {
        const at = placeOf(asking, model, position);
        const of = `${model.id} ${model.getVersionId()}`;
        // Asked again about the same text: somebody wants to see it all the same.
        const isWanted = last.of === of;
        const found = at === undefined ? [] : await asking.service.call('complete', at);
        last = { found, of };
        const [first] = found;
        const written = first && at?.documents[at.document].slice(first.replace.start, first.replace.end);
        if (model.isDisposed() || (!isWanted && written !== undefined && isFinished(found, written)))
          return { suggestions: [] };
        return { suggestions: found.map((each) => suggestion(model, each)) };
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
