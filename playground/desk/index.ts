export type { Desk, DeskChange, DeskFile, DeskRequest } from './contract.ts';
export { historyDesk, mainSurvey } from './history-desk.ts';
