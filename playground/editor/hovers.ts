import type { IDisposable } from 'monaco-editor/editor';
import type { Subject } from '../../compiler/index.ts';
import { type Asking, placeOf } from './asking.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** Shows what the word under the pointer means, and below it what `now` says of it: figures of the last run. */
export function registerHovers(
  { languages }: Monaco,
  asking: Asking,
  now: (subject: Subject) => string | undefined,
): IDisposable {
  return languages.registerHoverProvider('yaml', {
    async provideHover(model, position) {
      const at = placeOf(asking, model, position);
      if (at === undefined) return null;
      const { hover, subject } = await asking.service.call('hover', at);
      if (hover === undefined || model.isDisposed()) return null;
      const figures = subject && now(subject);
      const lines = hover.lines.map((line) => line[asking.language()]);
      return {
        range: rangeOf(model, hover.span),
        contents: [...lines, ...(figures === undefined ? [] : [figures])].map((value) => ({ value })),
      };
    },
  });
}
