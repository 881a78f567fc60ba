export { connectLanguage, type LanguageClient } from './client.ts';
export { languageDesk } from './desk.ts';
