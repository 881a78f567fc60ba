import { useCallback, useRef, useState } from 'react';
import type { Desk, DeskChange, DeskRequest, HistoryFile } from '../contract/index.ts';

/** What lies on the desk, and whether somebody is looking at it. */
export interface DeskState {
  readonly files: readonly HistoryFile[];
  readonly desk: Desk | undefined;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
}

const EMPTY: DeskState = { files: [], desk: undefined, isBusy: false, failure: undefined };

/** The files that were dropped and their mapping; answers that come after a later question are passed over. */
export function useDesk(ask: (request: DeskRequest) => Promise<Desk>) {
  const [state, setState] = useState(EMPTY);
  const asked = useRef(0);
  const last = useRef(EMPTY);
  const put = useCallback((next: DeskState) => {
    last.current = next;
    setState(next);
  }, []);
  const run = useCallback(
    async (request: DeskRequest) => {
      asked.current += 1;
      const mine = asked.current;
      put({ files: request.files, desk: request.desk, isBusy: true, failure: undefined });
      try {
        const desk = await ask(request);
        if (mine === asked.current) put({ files: request.files, desk, isBusy: false, failure: undefined });
      } catch (error) {
        if (mine === asked.current)
          put({
            ...last.current,
            isBusy: false,
            failure: error instanceof Error ? error.message : String(error),
          });
      }
    },
    [ask, put],
  );
  const drop = useCallback(
    (files: readonly HistoryFile[]) => {
      if (files.length > 0) void run({ files, desk: undefined, change: undefined });
    },
    [run],
  );
  const change = useCallback(
    (wanted: DeskChange) => {
      const { files, desk } = last.current;
      void run({ files, desk, change: wanted });
    },
    [run],
  );
  const clear = useCallback(() => {
    asked.current += 1;
    put(EMPTY);
  }, [put]);
  return { state, drop, change, clear };
}
