export { type ReviewFigures, reviewFigures } from './figures.ts';
export { FIGURE_CODES, reviewMessages } from './messages.ts';
export { review } from './review.ts';
