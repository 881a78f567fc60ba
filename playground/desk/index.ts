export { historyDesk, mainSurvey } from './history-desk.ts';
export { toldApart } from './told-apart.ts';
