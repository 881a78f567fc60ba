import { lazy, Suspense } from 'react';
import { usePage } from '../state/index.ts';

const ShareDialog = lazy(async () => ({ default: (await import('../share/share-dialog.tsx')).ShareDialog }));

/** What is open above the page. */
export function Dialogs() {
  const dialog = usePage((state) => state.dialog);
  return <Suspense>{dialog === 'share' && <ShareDialog />}</Suspense>;
}
