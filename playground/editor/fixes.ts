import type { IDisposable, languages } from 'monaco-editor/editor';
import { type Asking, documentOf } from './asking.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Offers the fix of a finding where it stands. */
export function registerFixes({ languages }: Monaco, asking: Asking): IDisposable {
  return languages.registerCodeActionProvider('yaml', {
    async provideCodeActions(model, range, { markers }) {
      const of = documentOf(asking, model);
      const versionId = model.getVersionId();
      // Of the text as it is now: what was marked last may be about another one.
      const found = of === undefined ? [] : await asking.service.call('findings', of);
      const actions = found.flatMap(({ code, span, fix }): languages.CodeAction[] => {
        const place = rangeOf(model, span);
        const isHere =
          place.startLineNumber <= range.endLineNumber && place.endLineNumber >= range.startLineNumber;
        if (fix === undefined || !isHere) return [];
        return [
          {
            title: fix.title[asking.language()],
            kind: 'quickfix',
            isPreferred: true,
            diagnostics: markers.filter((marker) => marker.code === code),
            edit: {
              edits: fix.edits.map((edit) => ({
                resource: model.uri,
                versionId,
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
