import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import type { OutlineItem } from '../../compiler/index.ts';
import { type Asking, documentOf } from './asking.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Lists what a document contains: its sections, and everything that is named in them. */
export function registerOutline({ languages }: Monaco, asking: Asking): IDisposable {
  const symbol = (model: editor.ITextModel, each: OutlineItem): languages.DocumentSymbol => ({
    name: each.name,
    detail: '',
    // Stands beside the name in the list, and can be searched; without it the section does.
    ...(each.title && { containerName: each.title[asking.language()] }),
    kind: iconOf(languages, each.kind),
    tags: [],
    range: rangeOf(model, each.span),
    selectionRange: rangeOf(model, each.selectionSpan),
    children: each.children.map((child) => symbol(model, child)),
  });
  return languages.registerDocumentSymbolProvider('yaml', {
    displayName: 'Kizuna',
    async provideDocumentSymbols(model) {
      const of = documentOf(asking, model);
      if (of === undefined) return [];
      const items = await asking.service.call('outline', of);
      return model.isDisposed() ? [] : items.map((each) => symbol(model, each));
    },
  });
}

function iconOf({ SymbolKind: Icon }: Monaco['languages'], kind: OutlineItem['kind']): languages.SymbolKind {
  switch (kind) {
    case 'section':
      return Icon.Namespace;
    case 'parameter':
    case 'assumption':
      return Icon.Constant;
    case 'attribute':
    case 'field':
      return Icon.Field;
    case 'event':
    case 'happening':
      return Icon.Event;
    case 'measure':
    case 'kpi':
    case 'guardrail':
      return Icon.Variable;
    case 'ladder':
      return Icon.Enum;
    case 'level':
      return Icon.EnumMember;
    case 'rule':
    case 'reward':
    case 'benefit':
    case 'group':
    case 'case':
      return Icon.Method;
    case 'points':
    case 'segment':
    case 'member':
    case 'period':
      return Icon.Struct;
  }
}
