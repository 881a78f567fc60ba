export { Chart } from './chart.tsx';
export { Drawing } from './drawing.tsx';
export { addChartStyles } from './styles.ts';
