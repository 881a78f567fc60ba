export { html, type Markup, NOTHING } from './markup.ts';
