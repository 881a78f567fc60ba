import { useEffect, useRef, useState } from 'react';
import type { MemberColumn } from '../../contract/index.ts';
import { save } from '../../share/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { type CellWriting, columnWords } from './cells.ts';
import { exportMembers } from './export-members.ts';
import type { MembersShown } from './member-rows.ts';

/** Spreadsheets know by it that the text is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

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
  const [trouble, setTrouble] = useState(false);
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
    setTrouble(false);
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
    if (exported.kind === 'done')
      save(`${name}-members.csv`, new Blob([BYTE_ORDER_MARK, ...exported.parts]), 'text/csv;charset=utf-8');
    if (!isHere.current) return;
    setShare(undefined);
    setTrouble(exported.kind !== 'done');
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
      {trouble && (
        <span className="bad" role="alert">
          {say({
            en: 'The list was not saved: it changed meanwhile. Try again.',
            ja: '途中で一覧が変わったため保存できませんでした。もう一度お試しください。',
          })}
        </span>
      )}
    </>
  );
}
