import { useCallback, useMemo, useState } from 'react';
import type { MembersQuery, ReplayResult, Side } from '../../contract/index.ts';
import { EVERYBODY, noticeOf, useController, usePage } from '../../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../../words/index.ts';
import { type CellWriting, usualColumns } from './cells.ts';
import { ChipLine } from './chip-line.tsx';
import { ColumnPicker } from './column-picker.tsx';
import { FilterField } from './filter-field.tsx';
import { FindMember } from './find-member.tsx';
import { nextSort } from './member-query.ts';
import type { MembersShown } from './member-rows.ts';
import { type LeftAt, MemberTable } from './member-table.tsx';
import { MembersHistogram } from './members-histogram.tsx';
import { SaveMembers } from './save-members.tsx';

/** Members as a table: found, sorted, counted and saved. */
export function MemberList({
  result,
  shown,
  left,
  onWant,
  onOpen,
}: {
  readonly result: ReplayResult;
  readonly shown: MembersShown;
  readonly left: LeftAt;
  readonly onWant: (from: number, to: number) => void;
  readonly onOpen: (member: string) => void;
}) {
  const controller = useController();
  const say = useSay();
  const query = usePage((state) => state.query);
  const chosen = usePage((state) => state.memberColumns);
  const { columns, total, broken, refusal, isOld } = shown;
  const side: Side = result.base === undefined ? 'candidate' : query.side;
  const version = side === 'base' ? (result.base ?? result.candidate) : result.candidate;
  const numbers = useNumbers(version.plan);
  const language = useLanguage();
  const writing = useMemo<CellWriting>(
    () => ({ language, numbers, plan: version.plan }),
    [language, numbers, version.plan],
  );
  const keys = chosen ?? usualColumns(columns);
  const visible = useMemo(
    () => columns.filter(({ key }) => key === 'member' || keys.includes(key)),
    [columns, keys],
  );
  const [isCounting, setCounting] = useState(true);
  const ask = useCallback(
    (part: Partial<MembersQuery>) => controller.setQuery({ ...query, ...part }),
    [controller, query],
  );
  return (
    <div className="members">
      <div className="members-ask">
        <FilterField
          filter={query.filter}
          plan={version.plan}
          broken={broken}
          onFilter={(filter) => ask({ filter })}
        />
        <FindMember shown={shown} onOpen={onOpen} />
      </div>
      <ChipLine query={query} columns={columns} writing={writing} onAsk={ask} />
      <div className="members-line">
        <p className="members-count" role="status">
          {total === undefined ? (
            say({ en: 'Looking …', ja: '検索中…' })
          ) : (
            <>
              <strong>{numbers.count(total)}</strong>
              {say({ en: total === 1 ? ' member' : ' members', ja: ' 人' })}
              {total !== result.members && (
                <span className="muted">
                  {say({
                    en: ` of ${numbers.count(result.members)}`,
                    ja: `（全 ${numbers.count(result.members)} 人中）`,
                  })}
                </span>
              )}
              {isOld && broken.length > 0 && (
                <span className="muted">
                  {say({
                    en: ' – of the last condition that could be understood',
                    ja: '：最後に解釈できた条件による一覧',
                  })}
                </span>
              )}
            </>
          )}
        </p>
        {result.base !== undefined && (
          <fieldset className="choices">
            <legend className="unseen">{say({ en: 'version', ja: '版' })}</legend>
            {SIDES.map(({ key, words }) => (
              <button
                key={key}
                type="button"
                className="button"
                aria-pressed={side === key}
                onClick={() => ask({ side: key })}
              >
                {say(words)}
              </button>
            ))}
          </fieldset>
        )}
        <button
          type="button"
          className="button quiet"
          aria-expanded={isCounting}
          onClick={() => setCounting(!isCounting)}
        >
          <span aria-hidden="true">{isCounting ? '▾' : '▸'}</span>
          {say({ en: 'Distribution', ja: '分布' })}
        </button>
        <ColumnPicker
          columns={columns}
          chosen={visible.map(({ key }) => key)}
          writing={writing}
          onChoose={(wanted) => controller.setMemberColumns(wanted)}
        />
        <SaveMembers shown={shown} chosen={visible} writing={writing} />
      </div>
      {isCounting && columns.length > 0 && (
        <MembersHistogram shown={shown} writing={writing} onAsk={(next) => controller.setQuery(next)} />
      )}
      {refusal?.why === 'fault' && (
        <p className="bad" role="alert">
          {say(noticeOf(refusal).text)}
        </p>
      )}
      {total === 0 ? (
        <div className="empty">
          <p>
            {say({
              en: 'Nobody is meant by this. Widen the condition, or drop what else narrows the list.',
              ja: '該当する会員がいません。条件をゆるめるか、ほかの絞り込みを外してください。',
            })}
          </p>
          <button
            type="button"
            className="button"
            onClick={() => controller.setQuery({ ...EVERYBODY, side: query.side, sort: query.sort })}
          >
            {say({ en: 'Show everybody', ja: '全員を表示' })}
          </button>
        </div>
      ) : (
        <MemberTable
          shown={shown}
          columns={visible}
          sort={query.sort}
          writing={writing}
          left={left}
          onWant={onWant}
          onOpen={onOpen}
          onSort={(column) => ask({ sort: nextSort(column, query.sort) })}
        />
      )}
    </div>
  );
}

const SIDES = [
  { key: 'base', words: { en: 'Base', ja: '変更前' } },
  { key: 'candidate', words: { en: 'Candidate', ja: '変更案' } },
] as const;
