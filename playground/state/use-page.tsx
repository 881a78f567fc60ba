import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { Controller } from './controller.ts';
import type { PageState } from './store.ts';

const Here = createContext<Controller | undefined>(undefined);

/** Gives all below it the state and what can be done with it. */
export function PageProvider({
  controller,
  children,
}: {
  readonly controller: Controller;
  readonly children: ReactNode;
}) {
  return <Here.Provider value={controller}>{children}</Here.Provider>;
}

/** What can be done on the page. */
export function useController(): Controller {
  const controller = useContext(Here);
  if (controller === undefined) throw new Error('nothing above gives the state of the page');
  return controller;
}

/** A part of the state; whoever asks is drawn again when that part changes. */
export function usePage<T>(select: (state: PageState) => T): T {
  return useStore(useController().store, select);
}
