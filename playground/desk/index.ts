export { type Desk, type DeskChange, type DeskFile, type DeskRequest, mainSurvey } from './contract.ts';
export { historyDesk } from './history-desk.ts';
