/** Loads the picture's dialogs when the first one is asked for. */

import { lazy, Suspense } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { loadPatiently } from '#renderer/app/lazyPanel.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { topologyViewOf } from './viewState.ts';

const Dialogs = lazy(() => loadPatiently(() => import('./view/Dialogs.tsx')));

export function DialogHost() {
  const app = useApp();
  const isOpen = useSlice(topologyViewOf(app), ({ dialog }) => dialog !== null);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <Dialogs />
    </Suspense>
  );
}
