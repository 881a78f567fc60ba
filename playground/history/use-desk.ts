import { useCallback, useEffect, useRef } from 'react';
import type { Desk, DeskChange, DeskRequest, DeskState } from '../contract/index.ts';
import { toldApart } from '../desk/index.ts';

const EMPTY: DeskState = { files: [], desk: undefined, isBusy: false, failure: undefined, isRead: false };

/** The desk of the page: it outlives the sheet that shows it. */
export interface LaidDesk {
  readonly laid: DeskState | undefined;
  readonly lay: (state: DeskState | undefined) => void;
}

/** The files that were dropped and their mapping; answers that come after a later question are passed over. */
export function useDesk(ask: (request: DeskRequest) => Promise<Desk>, { laid, lay }: LaidDesk) {
  const state = laid ?? EMPTY;
  const asked = useRef(0);
  const last = useRef(state);
  useEffect(() => {
    last.current = state;
  }, [state]);
  const run = useCallback(
    async (request: DeskRequest) => {
      asked.current += 1;
      const mine = asked.current;
      lay({ ...EMPTY, files: request.files, desk: request.desk, isBusy: true });
      try {
        const desk = await ask(request);
        if (mine === asked.current) lay({ ...EMPTY, files: request.files, desk });
      } catch (error) {
        if (mine !== asked.current) return;
        const failure = error instanceof Error ? error.message : String(error);
        lay({ ...last.current, isBusy: false, failure });
      }
    },
    [ask, lay],
  );
  const drop = useCallback(
    (files: readonly File[]) => {
      if (files.length > 0) void run({ files: toldApart(files), desk: undefined, change: undefined });
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
    lay(undefined);
  }, [lay]);
  /** Puts the desk back once its files are read, or brings it forward again. */
  const stand = useCallback((isRead: boolean) => lay({ ...last.current, isRead }), [lay]);
  return { state, drop, change, clear, stand };
}
