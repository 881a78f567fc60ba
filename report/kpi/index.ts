export { showKpi, showRounded, showTarget } from './written.ts';
