export { VERSION } from '../schema/index.ts';
