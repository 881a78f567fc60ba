export { type Reviewed, reviewProgram } from './review-program.ts';
