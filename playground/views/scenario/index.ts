export { Scenario } from './scenario.tsx';
