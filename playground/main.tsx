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

const KEPT = 'kizuna';
/** What a link took the place of. */
const ASIDE = 'kizuna-before';

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
    keep: (text) => localStorage.setItem(KEPT, text),
    layAside: (text) => localStorage.setItem(ASIDE, text),
    aside: () => localStorage.getItem(ASIDE) ?? undefined,
    later(milliseconds, act) {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    mark: (moment) => performance.mark(`kizuna:${moment}`),
    drawn: (act) => requestAnimationFrame(() => requestAnimationFrame(act)),
  },
  { name: 'tea-house', documents: { program: teaHouse, tests, scenario } },
  {
    kept: localStorage.getItem(KEPT) ?? undefined,
    language: navigator.language.startsWith('ja') ? 'ja' : 'en',
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  },
);

/** Opens what stands behind the # of the address, which then is taken out, so that a reload keeps what was changed since. */
async function readAddress(): Promise<void> {
  const link = await unpackLink(location.hash);
  if (link.kind === 'none') return;
  history.replaceState(null, '', location.pathname + location.search);
  controller.openLink(link.kind === 'text' ? link.text : undefined);
}
void readAddress().then(controller.start);
addEventListener('hashchange', () => void readAddress());

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
