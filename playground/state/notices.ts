import type { Refusal } from '../contract/index.ts';
import type { Notice } from './store.ts';

/** What stood on the page before another took its place; it is kept until somebody puts this away. */
export const FROM_LINK: Notice = {
  kind: 'info',
  text: {
    en: 'This page was opened from a link. What you had here before is kept.',
    ja: 'リンクから開きました。それまでの内容は残してあります。',
  },
  offers: 'before',
};
export const BEFORE: Notice = {
  kind: 'info',
  text: {
    en: 'What you had here before is kept until you close this.',
    ja: 'それまでの内容は、この表示を閉じるまで残してあります。',
  },
  offers: 'before',
};
export const BROKEN_LINK: Notice = {
  kind: 'trouble',
  text: {
    en: 'The link cannot be read: it was cut off or changed on its way. Ask for it once more, or for the page as a file.',
    ja: 'リンクを読み取れません。途中で切れたか、書き換わったようです。もう一度送ってもらうか、ファイルで受け取ってください。',
  },
};
export const NOT_KEPT: Notice = {
  kind: 'trouble',
  text: {
    en: 'The browser keeps nothing more for this page: what you type is lost with it. Save it as a file.',
    ja: 'ブラウザーがこのページの内容をこれ以上保存できません。閉じると入力が失われます。ファイルに保存してください。',
  },
};
export const OTHER_TAB: Notice = {
  kind: 'info',
  text: {
    en: 'Kizuna is open in another tab as well: after a reload stands what was changed last, in either of them.',
    ja: '別のタブでも Kizuna を開いています。再読み込みすると、どちらか最後に変更したほうの内容になります。',
  },
};

/** Another program cannot go on with the files of the one before: they may mean something else to it. */
export function filesLeft(names: readonly string[]): Notice {
  const all = names.join(', ');
  return {
    kind: 'info',
    text: {
      en: `This program runs over made-up customers; to use ${all} with it, drop the files again.`,
      ja: `このプログラムは生成した顧客で表示しています。${all} を使うには、ファイルをもう一度落としてください。`,
    },
  };
}

/** After a reload files of one's own are not there: the browser does not keep them. */
export function filesGone(names: readonly string[]): Notice {
  const all = names.join(', ');
  return {
    kind: 'info',
    text: {
      en: `A history of yours is never kept: these are made-up customers. Drop ${all} again to go on with it.`,
      ja: `お手元の履歴は保存しないため、生成した顧客で表示しています。続けるには ${all} をもう一度落としてください。`,
    },
  };
}

/** What the page says where something came to nothing. */
export function noticeOf(refusal: Refusal): Notice {
  switch (refusal.why) {
    case 'broken':
      return {
        kind: 'trouble',
        text: { en: 'the program has errors', ja: 'プログラムにエラーがあります' },
      };
    case 'cancelled':
      return { kind: 'info', text: { en: 'cancelled', ja: '中止しました' } };
    case 'no-history':
      return { kind: 'info', text: { en: 'there is no history yet', ja: '履歴がまだありません' } };
    case 'unreadable':
      return { kind: 'trouble', text: refusal.reason };
    case 'fault':
      return {
        kind: 'trouble',
        text: {
          en: `a fault of Kizuna, not of yours: ${refusal.reason}`,
          ja: `Kizuna の不具合です（お使いの内容が原因ではありません）: ${refusal.reason}`,
        },
      };
  }
}
