import { historyName, useController, usePage } from '../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../words/index.ts';
import { save } from './save.ts';

/** The run as one HTML file, in the page's language. */
export function ReportButton({
  name,
  onTrouble,
}: {
  readonly name: string;
  readonly onTrouble: (text: string) => void;
}) {
  const say = useSay();
  const language = useLanguage();
  const controller = useController();
  const numbers = useNumbers(undefined);
  const result = usePage((state) => state.result);
  const history = usePage((state) => state.history);
  const added = usePage((state) => state.added.length);
  // Whoever reads it must know that these are not the customers' own.
  const byHand =
    added === 0 ? [] : [say({ en: `${added} added by hand`, ja: `手で加えたイベント ${added} 件` })];
  const write = async (): Promise<void> => {
    const outcome = await controller.engine.ask('report', {
      language,
      histories: history.kind === 'ready' ? [historyName(history.source, numbers, say), ...byHand] : [],
    }).outcome;
    if (outcome.kind === 'answer') save(`${name}.html`, outcome.answer, 'text/html');
    else onTrouble(say({ en: 'the report could not be written', ja: 'レポートを作成できませんでした' }));
  };
  return (
    <button type="button" className="button" disabled={result === undefined} onClick={write}>
      report.html
    </button>
  );
}
