import './members.css';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ReplayResult } from '../../contract/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { NoResult } from '../figures/index.ts';
import { MemberList } from './member-list.tsx';
import { indexOfMember, MemberRows, memberOf, rowOf } from './member-rows.ts';
import { OpenedMember } from './opened-member.tsx';

/** Everybody in the history: a list to be searched, and a page of each. */
export function Members() {
  const result = usePage((state) => state.result);
  return result === undefined ? <NoResult /> : <Everybody result={result} />;
}

function Everybody({ result }: { readonly result: ReplayResult }) {
  const controller = useController();
  const query = usePage((state) => state.query);
  const member = usePage((state) => state.member);
  const [rows] = useState(() => new MemberRows(controller.engine));
  const shown = useSyncExternalStore(rows.subscribe, rows.shown);
  // Where the list was left, for whoever comes back to it.
  const left = useRef({ offset: 0, index: 0, isBack: false });
  useEffect(() => rows.renew(query, result), [rows, query, result]);
  const index = useMemo(
    () => (member === undefined ? undefined : indexOfMember(shown, member)),
    [shown, member],
  );
  useEffect(() => {
    // Those before and after are at hand when somebody turns the page.
    if (index !== undefined) rows.want(index - 1, index + 2);
  }, [rows, index]);
  if (member === undefined)
    return (
      <MemberList
        result={result}
        shown={shown}
        left={left.current}
        onWant={(from, to) => rows.want(from, to)}
        onOpen={(opened) => controller.openMember(opened)}
      />
    );
  const beside = (by: number): string | undefined =>
    index === undefined ? undefined : memberOf(shown, rowOf(shown, index + by));
  return (
    <OpenedMember
      result={result}
      member={member}
      place={index === undefined ? undefined : { index, total: shown.total ?? 0 }}
      before={beside(-1)}
      after={beside(1)}
      onBack={() => {
        left.current.isBack = true;
        controller.openMember(undefined);
      }}
    />
  );
}
