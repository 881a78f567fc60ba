export type { Desk, DeskChange, DeskFile, DeskRequest } from './contract.ts';
export { historyDesk } from './desk.ts';
export { HistoryPanel, type HistoryPanelProps } from './history-panel.tsx';
