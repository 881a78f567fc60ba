import { useController, usePage } from '../state/index.ts';
import { Coded } from '../tables/index.ts';
import { useLanguage, useSay } from '../words/index.ts';

/** What the page has to say, where it stands until somebody puts it away. */
export function NoticeLine() {
  const controller = useController();
  const language = useLanguage();
  const say = useSay();
  const notice = usePage((state) => state.notice);
  if (notice === undefined) return null;
  return (
    <div className={`notice ${notice.kind}`} role={notice.kind === 'trouble' ? 'alert' : 'status'}>
      <span aria-hidden="true">{notice.kind === 'trouble' ? '✗' : 'i'}</span>
      <span>
        <Coded text={notice.text[language]} />
      </span>
      {notice.offers === 'before' && (
        <button type="button" className="button" onClick={controller.bringBack}>
          {say({ en: 'Bring it back', ja: '元に戻す' })}
        </button>
      )}
      <button type="button" className="button quiet" onClick={controller.dismiss}>
        {say({ en: 'Close', ja: '閉じる' })}
      </button>
    </div>
  );
}
