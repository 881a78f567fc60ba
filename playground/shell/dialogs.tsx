import { lazy, Suspense } from 'react';
import { Dialog } from '../dialog/index.ts';
import { Net } from '../fallen/index.ts';
import { useController, usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';

const ShareDialog = lazy(async () => ({ default: (await import('../share/index.ts')).ShareDialog }));
const Gallery = lazy(async () => ({ default: (await import('../gallery/index.ts')).Gallery }));

const HistoryDialog = lazy(async () => ({ default: (await import('./history-dialog.tsx')).HistoryDialog }));

/** What is open above the page. */
export function Dialogs() {
  const controller = useController();
  const dialog = usePage((state) => state.dialog);
  const language = usePage((state) => state.language);
  const say = useSay();
  const close = () => controller.setDialog(undefined);
  return (
    <Net
      of={dialog}
      within={(message) => (
        <Dialog title={say({ en: 'Not opened', ja: '表示できません' })} onClose={close}>
          {message}
        </Dialog>
      )}
    >
      <Suspense>
        {dialog === 'share' && <ShareDialog />}
        {dialog === 'history' && <HistoryDialog />}
        {dialog === 'gallery' && (
          <Gallery
            language={language}
            onPick={(name, documents) => controller.openProgram({ name, documents })}
            onClose={close}
          />
        )}
      </Suspense>
    </Net>
  );
}
