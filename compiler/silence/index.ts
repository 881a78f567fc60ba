export { silenceMessages } from './messages.ts';
export { type Allowed, checkSilences, type Heard, hear } from './silences.ts';
