export { Tests } from './tests.tsx';
