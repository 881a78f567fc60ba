import { historyName, useController, usePage } from '../state/index.ts';
import { useNumbers, useSay } from '../words/index.ts';

/** Which program, compared with what, over which history; and how the page speaks and looks. */
export function Header() {
  const controller = useController();
  const say = useSay();
  const numbers = useNumbers(undefined);
  const language = usePage((state) => state.language);
  const theme = usePage((state) => state.theme);
  const name = usePage((state) => state.name);
  // While the program is broken it keeps its title.
  const plan = usePage((state) => state.inspected?.plan ?? state.result?.candidate.plan);
  const base = usePage((state) => state.base);
  const history = usePage((state) => state.history);
  const title = plan === undefined ? name || say({ en: 'untitled', ja: '無題' }) : say(plan.title);
  return (
    <header className="header">
      <h1 className="brand">
        <span lang="ja" aria-hidden="true">
          絆
        </span>
        Kizuna
      </h1>
      <button type="button" className="button header-program" onClick={() => controller.setDialog('gallery')}>
        <span className="header-name" title={title}>
          {title}
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      <button
        type="button"
        className="button"
        data-hint="compare"
        aria-pressed={base !== undefined}
        onClick={() => controller.setView('compare')}
      >
        <span className="muted">{say({ en: 'base', ja: '変更前' })}</span>
        <span className="header-name" title={base?.label}>
          {base === undefined ? say({ en: 'none', ja: 'なし' }) : base.label}
        </span>
      </button>
      <button
        type="button"
        className="button"
        data-opens="history"
        onClick={() => controller.setDialog('history')}
      >
        <span className="muted">{say({ en: 'history', ja: '履歴' })}</span>
        <span className="header-name">{historyName(history.source, numbers, say)}</span>
        <span aria-hidden="true">▾</span>
      </button>
      <span className="header-space" />
      <button
        type="button"
        className="button quiet"
        lang={language === 'en' ? 'ja' : 'en'}
        onClick={() => controller.setLanguage(language === 'en' ? 'ja' : 'en')}
      >
        {language === 'en' ? '日本語' : 'English'}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-pressed={theme === 'dark'}
        aria-label={say({ en: 'dark theme', ja: 'ダークテーマ' })}
        onClick={() => controller.setTheme(theme === 'dark' ? 'light' : 'dark')}
      >
        <span aria-hidden="true">◐</span>
      </button>
      <button
        type="button"
        className="button"
        data-opens="share"
        onClick={() => controller.setDialog('share')}
      >
        {say({ en: 'Share', ja: '共有' })}
      </button>
    </header>
  );
}
