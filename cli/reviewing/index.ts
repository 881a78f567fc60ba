export { reviewFiguresOf } from './figures.ts';
