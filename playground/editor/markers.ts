import type { editor } from 'monaco-editor/editor';
import type { Diagnostic, Language } from '../../schema/index.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Findings as the editor marks them: the sentence, then what to do; second places beside. */
export function markersOf(
  { MarkerSeverity, MarkerTag }: Monaco,
  model: editor.ITextModel,
  found: readonly Diagnostic[],
  language: Language,
): editor.IMarkerData[] {
  const severities = {
    error: MarkerSeverity.Error,
    warning: MarkerSeverity.Warning,
    hint: MarkerSeverity.Info,
  } as const;
  const helpIs = { en: 'help: ', ja: '対処: ' }[language];
  return found.map(({ code, severity, span, message, help, related }) => ({
    ...rangeOf(model, span),
    severity: severities[severity],
    code,
    source: 'kizuna',
    message: help === undefined ? message[language] : `${message[language]}\n${helpIs}${help[language]}`,
    ...(code.startsWith('unused') ? { tags: [MarkerTag.Unnecessary] } : {}),
    relatedInformation: related.map((place) => ({
      ...rangeOf(model, place.span),
      resource: model.uri,
      message: place.message[language],
    })),
  }));
}
