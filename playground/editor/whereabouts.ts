import type { editor, IDisposable, languages } from 'monaco-editor/editor';
import { DOCUMENTS, type Place } from '../contract/index.ts';
import { type Asking, placeOf } from './asking.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Leads from names to where they are given and used, in whichever document, and gives them anew everywhere at once. */
export function registerWhereabouts({ languages }: Monaco, asking: Asking): readonly IDisposable[] {
  const { models, service } = asking;
  const located = ({ document, span }: Place): languages.Location => ({
    uri: models[document].uri,
    range: rangeOf(models[document], span),
  });
  return [
    languages.registerDefinitionProvider('yaml', {
      async provideDefinition(model, position) {
        const at = placeOf(asking, model, position);
        return at === undefined ? [] : (await service.call('definition', at)).map(located);
      },
    }),
    languages.registerReferenceProvider('yaml', {
      async provideReferences(model, position) {
        const at = placeOf(asking, model, position);
        return at === undefined ? [] : (await service.call('references', at)).map(located);
      },
    }),
    languages.registerDocumentHighlightProvider('yaml', {
      async provideDocumentHighlights(model, position) {
        const at = placeOf(asking, model, position);
        if (at === undefined) return [];
        const found = await service.call('references', at);
        return found
          .filter(({ document }) => document === at.document)
          .map(({ span }) => ({ range: rangeOf(model, span) }));
      },
    }),
    languages.registerRenameProvider('yaml', {
      async resolveRenameLocation(model, position) {
        const at = placeOf(asking, model, position);
        const found = at && (await service.call('renamable', at));
        const nowhere = { range: rangeOf(model, { start: 0, end: 0 }), text: '' };
        if (found === undefined) return { ...nowhere, rejectReason: '' };
        if ('reason' in found) return { ...nowhere, rejectReason: found.reason[asking.language()] };
        return { range: rangeOf(model, found.span), text: found.name };
      },
      async provideRenameEdits(model, position, newName) {
        const at = placeOf(asking, model, position);
        if (at === undefined) return { edits: [] };
        // What was typed meanwhile makes the answer void: the editor refuses edits of another version.
        const versions = new Map(DOCUMENTS.map((kind) => [kind, models[kind].getVersionId()]));
        const renaming = await service.call('rename', { ...at, newName });
        if (renaming.kind === 'refused') {
          asking.tell(renaming.reason);
          return { edits: [], rejectReason: renaming.reason[asking.language()] };
        }
        const edits = renaming.documents.flatMap(({ document, edits: own }) =>
          own.map((edit) => ({
            resource: models[document].uri,
            versionId: versions.get(document),
            textEdit: { range: rangeOf(models[document], edit.span), text: edit.text },
          })),
        );
        return { edits };
      },
    }),
  ];
}

/** Shows places in documents that the editor does not show at the moment. */
export function registerOpener(
  { editor }: Monaco,
  { models }: Asking,
  show: (place: Place) => void,
): IDisposable {
  return editor.registerEditorOpener({
    openCodeEditor(_, resource, at) {
      const document = DOCUMENTS.find((kind) => models[kind].uri.toString() === resource.toString());
      if (document === undefined) return false;
      show({ document, span: spanIn(models[document], at) });
      return true;
    },
  });
}

type Wanted = Parameters<editor.ICodeEditorOpener['openCodeEditor']>[2];

function spanIn(model: editor.ITextModel, at: Wanted): Place['span'] {
  if (at === undefined) return { start: 0, end: 0 };
  if ('lineNumber' in at) {
    const start = model.getOffsetAt(at);
    return { start, end: start };
  }
  const { startLineNumber, startColumn, endLineNumber, endColumn } = at;
  return {
    start: model.getOffsetAt({ lineNumber: startLineNumber, column: startColumn }),
    end: model.getOffsetAt({ lineNumber: endLineNumber, column: endColumn }),
  };
}
