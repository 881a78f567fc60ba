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

interface Mark {
  readonly name: string | undefined;
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

/** The margin of a model in an editor; `reach` hears whose members somebody asks for. */
export function openMargin(
  monaco: Monaco,
  own: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  reach: (name: string) => void,
): Margin {
  const marks = own.createDecorationsCollection();
  /** In the order of the marks; what is no mark of a rule has none. */
  let names: readonly (string | undefined)[] = [];
  own.onMouseDown(({ target }) => {
    if (target.element?.classList.contains('deed-mark') !== true) return;
    const line = target.position?.lineNumber;
    const at = marks
      .getRanges()
      .findIndex((range, mark) => names[mark] !== undefined && range.startLineNumber === line);
    const name = names[at];
    if (name !== undefined) reach(name);
  });
  return {
    write(result, numbers, language) {
      if (own.getModel() !== model) return;
      const written = deedsOf(result, undefined).flatMap((deed): Mark[] => {
        const { place, candidate, name } = deed;
        if (place === undefined) return [];
        const head = rangeOf(model, place.nameSpan);
        const line = head.startLineNumber;
        const end = model.getLineMaxColumn(line);
        const dead = candidate === undefined || candidate.times === 0n;
        const members = numbers.count(candidate?.members ?? 0n);
        const hover = {
          en: `reached ${members} members; click to see them`,
          ja: `${members} 人の会員に届きました。クリックすると一覧を表示します`,
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
        if (!dead) return [{ name, mark }];
        const grey = { range: rangeOf(model, place.span), options: { inlineClassName: 'deed-dead' } };
        return [
          { name, mark },
          { name: undefined, mark: grey },
        ];
      });
      names = written.map((each) => each.name);
      marks.set(written.map((each) => each.mark));
    },
    clear: () => marks.clear(),
  };
}
