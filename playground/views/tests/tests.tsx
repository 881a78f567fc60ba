import { useController, usePage } from '../../state/index.ts';
import { useLanguage } from '../../words/index.ts';
import { TestsView } from './tests-view.tsx';

/** What became of the tests, run as one types. */
export function Tests() {
  const controller = useController();
  const language = useLanguage();
  const report = usePage((state) => state.tests);
  const isRunning = usePage((state) => state.isTesting);
  return <TestsView language={language} report={report} isRunning={isRunning} onShow={controller.show} />;
}
