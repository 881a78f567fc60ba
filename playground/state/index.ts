export { type Controller, type ControllerHost, createController } from './controller.ts';
export { historyName } from './history-name.ts';
export { sampleOf } from './initial.ts';
export { noticeOf } from './notices.ts';
export {
  EVERYBODY,
  type HistoryState,
  type Notice,
  type PageState,
  type PageStore,
  type RunState,
  type Theme,
  VIEWS,
  type View,
} from './store.ts';
export { PageProvider, useController, usePage } from './use-page.tsx';
