export { Fallen, Net, reasonOf } from './fallen.tsx';
