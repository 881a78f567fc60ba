export { historyDesk, mainSurvey } from './history-desk.ts';
