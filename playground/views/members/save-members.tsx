import { useEffect, useRef, useState } from 'react';
import type { Localized } from '../../../schema/index.ts';
import type { MemberColumn } from '../../contract/index.ts';
import { noticeOf, useController, usePage } from '../../state/index.ts';
import { Coded, saveCsvFile } from '../../tables/index.ts';
import { useSay } from '../../words/index.ts';
import { type CellWriting, columnWords } from './cells.ts';
import { type Exported, exportMembers } from './export-members.ts';
import type { MembersShown } from './member-rows.ts';

const CHANGED: Localized = {
  en: 'The list was not saved: it changed meanwhile. Try again.',
  ja: '途中で一覧が変わったため保存できませんでした。もう一度お試しください。',
};

/** Why there is no file. */
function reasonOf(exported: Exclude<Exported, { readonly kind: 'done' }>): Localized {
  if (exported.kind === 'restless') return CHANGED;
  const why = exported.kind === 'broken' ? exported.diagnostics[0]?.message : noticeOf(exported.refusal).text;
  return {
    en: `The list was not saved: ${why?.en ?? 'the condition has errors'}`,
    ja: `一覧を保存できませんでした: ${why?.ja ?? '会員の条件にエラーがあります'}`,
  };
}

/** Saves everybody whom the list holds, with the columns that it shows. */
export function SaveMembers({
  shown,
  chosen,
  writing,
}: {
  readonly shown: MembersShown;
  readonly chosen: readonly MemberColumn[];
  readonly writing: CellWriting;
}) {
  const controller = useController();
  const say = useSay();
  const name = usePage((state) => state.name);
  const [share, setShare] = useState<number | undefined>();
  const [trouble, setTrouble] = useState<Localized>();
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const write = async (): Promise<void> => {
    const { query } = shown;
    if (query === undefined) return;
    setShare(0);
    setTrouble(undefined);
    const exported = await exportMembers(
      controller.engine,
      query,
      chosen.map(({ key }) => key),
      writing,
      (key) => {
        const column = chosen.find((each) => each.key === key);
        return column === undefined ? key : columnWords(column, writing);
      },
      () => controller.store.getState().result,
      (done, total) => {
        if (isHere.current) setShare(total === 0 ? 1 : done / total);
      },
    );
    if (exported.kind === 'done') saveCsvFile(name, 'members', exported.parts);
    if (!isHere.current) return;
    setShare(undefined);
    setTrouble(exported.kind === 'done' ? undefined : reasonOf(exported));
  };
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={share !== undefined || shown.total === undefined}
        onClick={() => void write()}
      >
        {share === undefined
          ? say({ en: 'Save as CSV', ja: 'CSV で保存' })
          : say({ en: `Saving … ${Math.round(share * 100)}%`, ja: `保存中… ${Math.round(share * 100)}%` })}
      </button>
      {trouble !== undefined && (
        <span className="bad" role="alert">
          <Coded text={say(trouble)} />
        </span>
      )}
    </>
  );
}
