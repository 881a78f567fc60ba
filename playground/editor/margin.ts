import type { editor } from 'monaco-editor/editor';
import { type Numbers, unitAfter } from '../../report/index.ts';
import type { Language } from '../../schema/index.ts';
import type { VersionResult } from '../contract/index.ts';
import { type Deed, deedsOf } from '../views/rules/index.ts';
import type { Monaco } from './load.ts';
import { rangeOf } from './places.ts';

/** What stands beside each rule: how often it fired and what it gave. */
export interface Margin {
  /** Writes it anew; `result` must be of the text in the model. */
  write(result: VersionResult, numbers: Numbers, language: Language): void;
  clear(): void;
}

/** Follows something that gives to what it did: a rule or reward to its members. */
export type Follow = (kind: Deed['kind'], name: string) => void;

interface Mark {
  readonly deed: Deed | undefined;
  readonly mark: editor.IModelDeltaDecoration;
}

function textOf({ candidate }: Deed, numbers: Numbers, language: Language): string {
  if (candidate === undefined || candidate.times === 0n)
    return { en: 'never fired', ja: '一度も働いていません' }[language];
  const times = numbers.shortCount(Number(candidate.times));
  const given = candidate.given.map(({ points, scale, quantity }) => {
    const { text } = numbers.shortQuantity(quantity, scale);
    return `${text} ${unitAfter(text, points, language)}`;
  });
  return [`${times}×`, ...given].join(' · ');
}

/** The margin of a model in an editor; `asked` hears which mark was clicked. */
export function openMargin(
  monaco: Monaco,
  own: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  asked: Follow,
): Margin {
  const marks = own.createDecorationsCollection();
  /** In the order of the marks; what greys a dead one has none. */
  let deeds: readonly (Deed | undefined)[] = [];
  own.onMouseDown(({ target }) => {
    if (target.element?.classList.contains('deed-mark') !== true) return;
    const line = target.position?.lineNumber;
    const at = marks
      .getRanges()
      .findIndex((range, mark) => deeds[mark] !== undefined && range.startLineNumber === line);
    const deed = deeds[at];
    if (deed !== undefined) asked(deed.kind, deed.name);
  });
  return {
    write(result, numbers, language) {
      if (own.getModel() !== model) return;
      const written = deedsOf(result, undefined).flatMap((deed): Mark[] => {
        const { place, candidate, kind } = deed;
        if (place === undefined) return [];
        const head = rangeOf(model, place.nameSpan);
        const line = head.startLineNumber;
        const end = model.getLineMaxColumn(line);
        const dead = candidate === undefined || candidate.times === 0n;
        const members = numbers.count(candidate?.members ?? 0n);
        const reached = { en: `reached ${members} members`, ja: `${members} 人の会員に届きました` };
        const hover =
          kind === 'benefit'
            ? reached[language]
            : {
                en: `${reached.en}; click to see them`,
                ja: `${reached.ja}。クリックすると一覧を表示します`,
              }[language];
        const mark: editor.IModelDeltaDecoration = {
          range: new monaco.Range(line, end, line, end),
          options: {
            after: {
              content: ` ${textOf(deed, numbers, language)} `,
              inlineClassName: dead ? 'deed-mark dead' : 'deed-mark',
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
            },
            showIfCollapsed: true,
            hoverMessage: { value: hover },
          },
        };
        if (!dead) return [{ deed, mark }];
        const grey = { range: rangeOf(model, place.span), options: { inlineClassName: 'deed-dead' } };
        return [
          { deed, mark },
          { deed: undefined, mark: grey },
        ];
      });
      deeds = written.map((each) => each.deed);
      marks.set(written.map((each) => each.mark));
    },
    clear: () => marks.clear(),
  };
}
