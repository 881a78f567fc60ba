import { useEffect, useMemo, useState } from 'react';
import type { Reviewed } from '../../../report/index.ts';
import type { Localized } from '../../../schema/index.ts';
import { noticeOf, useController, usePage } from '../../state/index.ts';
import { newestOnly } from './newest-only.ts';

/** So many milliseconds after the last change a review is asked for: it takes longer than a keystroke. */
const QUIET = 300;

/** A review, and the text that it is of: its places are places in that text. */
export interface ReviewOf {
  readonly reviewed: Reviewed;
  readonly program: string;
  /** How many members' results it looked at; undefined: it looked at the program alone. */
  readonly members: number | undefined;
}

interface Told {
  readonly review: ReviewOf | undefined;
  readonly failure: Localized | undefined;
}

/** The review of the program as it stood last when all was quiet; the one before stays until there is another. */
export function useReview(): Told {
  const controller = useController();
  const program = usePage((state) => state.documents.program);
  const figures = usePage((state) =>
    state.resultOf === state.documents.program ? state.result?.candidate.figures : undefined,
  );
  const canAsk = usePage(
    ({ brokenSince, run, history }) =>
      brokenSince === undefined && run.kind !== 'running' && history.kind !== 'opening',
  );
  const [told, setTold] = useState<Told>({ review: undefined, failure: undefined });
  const ask = useMemo(
    () =>
      newestOnly(async (asked: { program: string; figures: typeof figures }) => {
        try {
          const reviewed = await controller.study.call('review', asked);
          if (reviewed === undefined) return;
          const members = asked.figures?.members;
          setTold({ review: { reviewed, program: asked.program, members }, failure: undefined });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          setTold((before) => ({ ...before, failure: noticeOf({ why: 'fault', reason }).text }));
        }
      }),
    [controller],
  );
  const isFirst = told.review === undefined;
  useEffect(() => {
    if (!canAsk) return;
    const timer = setTimeout(() => ask({ program, figures }), isFirst ? 0 : QUIET);
    return () => clearTimeout(timer);
  }, [ask, program, figures, canAsk, isFirst]);
  return told;
}
