export { Points } from './points.tsx';
