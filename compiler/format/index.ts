export { type Formatted, formatDocument } from './format.ts';
