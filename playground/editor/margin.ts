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
}

/** Follows something that gives to what it did: a rule or reward to its members. */
export type Follow = (kind: Deed['kind'], name: string) => void;

interface Mark {
  readonly deed: Deed;
  /** Greys the whole of what did nothing. */
  readonly isGrey: boolean;
  readonly mark: editor.IModelDeltaDecoration;
}

function textOf({ candidate }: Deed, numbers: Numbers, language: Language): string {
  if (candidate === undefined || candidate.times === 0n)
    return { en: 'never fired', ja: '適用なし' }[language];
  const { text: times } = numbers.shortQuantity(candidate.times, 0);
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
  /** In the order of the marks. */
  let held: readonly Mark[] = [];
  const put = (wanted: readonly Mark[]): void => {
    held = wanted;
    marks.set(wanted.map(({ mark }) => mark));
  };
  // A mark whose rule was taken away would stand beside something else.
  model.onDidChangeContent(() => {
    const ranges = marks.getRanges();
    if (own.getModel() !== model || ranges.length !== held.length) return;
    const stands = ({ deed, isGrey }: Mark, at: number): boolean => {
      const line = ranges[at]?.startLineNumber;
      return !isGrey && line !== undefined && model.getLineContent(line).includes(deed.name);
    };
    const standing = new Set(held.filter(stands).map(({ deed }) => deed));
    if (held.every(({ deed }) => standing.has(deed))) return;
    const moved = held.map((each, at) => ({
      ...each,
      mark: { ...each.mark, range: ranges[at] ?? each.mark.range },
    }));
    put(moved.filter(({ deed }) => standing.has(deed)));
  });
  own.onMouseDown(({ target }) => {
    if (target.element?.classList.contains('deed-mark') !== true) return;
    const line = target.position?.lineNumber;
    const ranges = marks.getRanges();
    const deed = held.find(({ isGrey }, at) => !isGrey && ranges[at]?.startLineNumber === line)?.deed;
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
        const reached = {
          en: `reached ${members} ${members === '1' ? 'member' : 'members'}`,
          ja: `${members} 人の会員に届きました`,
        };
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
        const beside = { deed, isGrey: false, mark };
        if (!dead) return [beside];
        const grey = { range: rangeOf(model, place.span), options: { inlineClassName: 'deed-dead' } };
        return [beside, { deed, isGrey: true, mark: grey }];
      });
      put(written);
    },
  };
}
