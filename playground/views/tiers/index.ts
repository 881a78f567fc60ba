export { Tiers } from './tiers.tsx';
