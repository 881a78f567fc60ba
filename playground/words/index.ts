export { SayProvider, useLanguage, useNumbers, useSay } from './say.tsx';
