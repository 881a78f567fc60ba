import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import type { Finding } from '../../compiler/index.ts';
import type { Language } from '../../schema/index.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Offers the fix of a finding where it stands; `found` gives the findings of a model as it is now. */
export function registerFixes(
  { languages }: Monaco,
  language: () => Language,
  found: (model: editor.ITextModel) => readonly Finding[],
): IDisposable {
  return languages.registerCodeActionProvider('yaml', {
    provideCodeActions(model, range, { markers }) {
      const actions = found(model).flatMap(({ code, span, fix }): languages.CodeAction[] => {
        const place = rangeOf(model, span);
        const isHere =
          place.startLineNumber <= range.endLineNumber && place.endLineNumber >= range.startLineNumber;
        if (fix === undefined || !isHere) return [];
        return [
          {
            title: fix.title[language()],
            kind: 'quickfix',
            isPreferred: true,
            diagnostics: markers.filter((marker) => marker.code === code),
            edit: {
              edits: fix.edits.map((edit) => ({
                resource: model.uri,
                versionId: undefined,
                textEdit: { range: rangeOf(model, edit.span), text: edit.text },
              })),
            },
          },
        ];
      });
      return { actions, dispose: () => undefined };
    },
  });
}
