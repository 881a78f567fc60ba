import { useCallback, useState } from 'react';
import type { Localized } from '../../schema/index.ts';
import type { DeskRequest } from '../contract/index.ts';
import { HistoryPanel } from '../history/index.ts';
import { save } from '../share/index.ts';
import { historyName, noticeOf, sampleOf, useController, usePage } from '../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../words/index.ts';

/** The sheet of histories: made up, or files of one's own. */
export function HistoryDialog() {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const numbers = useNumbers(undefined);
  const history = usePage((state) => state.history);
  const offered = usePage((state) => state.offered);
  const laid = usePage((state) => state.desk);
  const name = historyName(history.source, numbers, say);
  const onDesk = useCallback(
    async (request: DeskRequest) => {
      const { inspected, result } = controller.store.getState();
      const plan = inspected?.plan ?? result?.candidate.plan;
      if (plan === undefined)
        throw new Error(
          say({
            en: 'the program has errors: what its events need is not known',
            ja: 'プログラムにエラーがあるため、イベントに必要な項目が分かりません',
          }),
        );
      return await controller.study.call('desk', { plan, request });
    },
    [controller, say],
  );
  const refusal =
    history.kind === 'failed' ? history.refusal : history.kind === 'ready' ? history.refused : undefined;
  const [trouble, setTrouble] = useState<Localized>();
  const saveRejects = async (): Promise<void> => {
    const outcome = await controller.engine.ask('rejects', { language }).outcome;
    setTrouble(outcome.kind === 'answer' ? undefined : noticeOf(outcome.refusal).text);
    if (outcome.kind === 'answer') save('rejects.csv', outcome.answer, 'text/csv');
  };
  return (
    <HistoryPanel
      current={history.kind === 'ready' ? { name, summary: history.summary } : undefined}
      opening={history.kind === 'opening' ? { name, progress: history.progress } : undefined}
      failure={
        refusal === undefined
          ? trouble && { reason: trouble, help: undefined }
          : {
              reason: noticeOf(refusal, history.kind === 'failed' ? 'history' : 'other').text,
              help: refusal.why === 'unreadable' ? refusal.help : undefined,
            }
      }
      seed={history.source.kind === 'generated' ? history.source.seed : 1}
      offered={offered}
      desk={{ laid, lay: controller.layDesk }}
      onDesk={onDesk}
      onGenerate={(events, seed) =>
        controller.openHistory(sampleOf(controller.store.getState().documents.program, events, seed))
      }
      onOpen={(files, mapping) => controller.openHistory({ kind: 'files', files, mapping })}
      onCancel={controller.cancel}
      onSaveRejects={() => void saveRejects()}
      onSave={(file, text) => save(file, text, 'application/yaml')}
      onClose={() => controller.setDialog(undefined)}
    />
  );
}
