import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import teaHouse from '../programs/tea-house/program.yaml?raw';
import scenario from '../programs/tea-house/scenarios/cheaper-silver.yaml?raw';
import tests from '../programs/tea-house/tests.yaml?raw';
import { addChartStyles } from './charts/index.ts';
import type { EngineAnswer } from './contract/index.ts';
import { connectEngine, type StartEngine } from './engine/index.ts';
import { connectLanguage } from './language/index.ts';
import { unpackLink } from './share/index.ts';
import { Shell } from './shell/index.ts';
import { createController, PageProvider } from './state/index.ts';
import type { Role } from './workers/role.ts';

/** Two copies of the page in two folders of a host do not share what they keep. */
const KEPT = `kizuna ${location.pathname}`;
/** What something else took the place of. */
const ASIDE = `${KEPT} before`;

/** What the browser keeps for the page; it may be shut, or full. */
const memory = {
  get(key: string): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  put(key: string, text: string | undefined): boolean {
    try {
      if (text === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  },
};

/** What was laid aside; what somebody else wrote under that name is nothing. */
function textsIn(kept: string | undefined): readonly string[] {
  try {
    const texts: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(texts) ? texts.filter((text): text is string => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

const startWorker = (name: Role): Worker =>
  new Worker(new URL('./workers/kizuna.worker.ts', import.meta.url), { type: 'module', name });

const startLanguage = (): Worker => startWorker('language');

const startEngine: StartEngine = ({ message, died }) => {
  const worker = startWorker('engine');
  worker.onmessage = ({ data }: MessageEvent<EngineAnswer>) => message(data);
  worker.onerror = (event) => died(event.message);
  return worker;
};

const controller = createController(
  {
    language: connectLanguage(startLanguage),
    study: connectLanguage(startLanguage),
    engine: connectEngine(startEngine),
    now: () => performance.now(),
    keep: (text) => memory.put(KEPT, text),
    layAside: (texts) => memory.put(ASIDE, texts.length === 0 ? undefined : JSON.stringify(texts)),
    aside: () => textsIn(memory.get(ASIDE)),
    later(milliseconds, act) {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    mark: (moment) => performance.mark(`kizuna:${moment}`),
    drawn: (act) => requestAnimationFrame(() => requestAnimationFrame(act)),
  },
  { name: 'tea-house', documents: { program: teaHouse, tests, scenario } },
  {
    kept: memory.get(KEPT),
    language: navigator.language.startsWith('ja') ? 'ja' : 'en',
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  },
);

/** Opens what stands behind the # of the address, which then is taken out, so that a reload keeps what was changed since. */
async function readAddress(): Promise<void> {
  const link = await unpackLink(location.hash);
  if (link.kind === 'none') return;
  history.replaceState(history.state, '', location.pathname + location.search);
  controller.openLink(link.kind === 'text' ? link.text : undefined);
}
void readAddress().then(controller.start);
addEventListener('hashchange', () => void readAddress());
// Views and members are steps that the browser's way back retraces.
controller.store.subscribe(({ view, member }, before) => {
  if (view === before.view && member === before.member) return;
  const { state: at } = history;
  if (at?.view === view && at?.member === member) return;
  history.pushState({ view, member }, '');
});
addEventListener('popstate', ({ state: at }: PopStateEvent) => {
  if (at?.view !== undefined) controller.goTo(at);
});
{
  const { view, member } = controller.store.getState();
  history.replaceState({ view, member }, '');
}
addEventListener('pagehide', controller.flush);
addEventListener('storage', ({ key }) => {
  if (key === KEPT) controller.overtaken();
});

addChartStyles(document);
const place = document.getElementById('page');
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <PageProvider controller={controller}>
        <Shell />
      </PageProvider>
    </StrictMode>,
  );

// Keeping every file for visits without a network comes after what this visit waits for.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  const forget = controller.store.subscribe(({ run, history, brokenSince }) => {
    const isWaiting = run.kind !== 'done' && run.kind !== 'refused' && history.kind !== 'failed';
    if (isWaiting && brokenSince === undefined) return;
    forget();
    void navigator.serviceWorker.register(new URL('./offline.js', document.baseURI));
  });
}
