import './shell.css';
import { useEffect } from 'react';
import { EditorPane } from '../editor/index.ts';
import { usePage } from '../state/index.ts';
import { SayProvider } from '../words/index.ts';
import { Dialogs } from './dialogs.tsx';
import { DocumentTabs } from './document-tabs.tsx';
import { DropPlace } from './drop-place.tsx';
import { Findings } from './findings.tsx';
import { Header } from './header.tsx';
import { Hints } from './hints.tsx';
import { NoticeLine } from './notice-line.tsx';
import { RunLine } from './run-line.tsx';
import { Split } from './split.tsx';
import { ViewPane } from './view-pane.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** The whole page: what the program says to the left, what it does and why to the right. */
export function Shell() {
  const language = usePage((state) => state.language);
  const theme = usePage((state) => state.theme);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [language, theme]);
  return (
    <SayProvider language={language}>
      <div className="page">
        <Header />
        <NoticeLine />
        <Split
          left={
            <section className="pane" aria-label={language === 'ja' ? 'エディター' : 'editor'}>
              <DocumentTabs />
              <EditorPane />
              <Findings />
            </section>
          }
          right={(bar) => (
            <main className="pane">
              {bar}
              <ViewTabs />
              <ViewPane />
              <RunLine />
            </main>
          )}
        />
        <Hints />
        <Dialogs />
        <DropPlace />
      </div>
    </SayProvider>
  );
}
