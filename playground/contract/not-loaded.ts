import type { Localized } from '../../schema/index.ts';

/** What the page says where a worker dies again and again, as it does where its files are gone. */
export const NOT_LOADED: Localized = {
  en: 'a part of the page could not be loaded, or ends again and again: reload the page',
  ja: 'ページの一部を読み込めないか、繰り返し停止しています。ページを再読み込みしてください',
};
