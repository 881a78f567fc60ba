import { sentence } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
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
      ja: `このプログラムは生成した顧客で表示しています。${all} を使うには、ファイルをもう一度ドロップしてください。`,
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
      ja: `お手元の履歴は保存しないため、生成した顧客で表示しています。続けるには ${all} をもう一度ドロップしてください。`,
    },
  };
}

/** What was cancelled, and what there is without it. */
const CANCELLED = {
  history: {
    en: 'Opening the history was cancelled: there is none now.',
    ja: '履歴の読み込みを中止しました。使える履歴はまだありません。',
  },
  other: {
    en: 'Opening another history was cancelled: the one at hand stays.',
    ja: '別の履歴の読み込みを中止しました。現在の履歴はそのままです。',
  },
  first: {
    en: 'The calculation was cancelled: there are no figures yet.',
    ja: '計算を中止しました。数値はまだありません。',
  },
  replay: {
    en: 'The calculation was cancelled: the figures that stand here are those of before.',
    ja: '計算を中止しました。表示しているのは、その前の数値です。',
  },
  simulation: {
    en: 'The simulation was cancelled: there are no results of it.',
    ja: 'シミュレーションを中止しました。結果はありません。',
  },
  answer: {
    en: 'This was cancelled before its answer was there: ask once more.',
    ja: '結果が出る前に中止しました。もう一度操作してください。',
  },
} as const satisfies Record<string, Localized>;

/** Another history was not opened after all; the one at hand stays. Both by name. */
export function stillHeld(cancelled: Localized, held: Localized): Notice {
  return {
    kind: 'info',
    text: {
      en: `Opening ${cancelled.en} was cancelled: what stands here is still of ${held.en}.`,
      ja: `「${cancelled.ja}」の読み込みを中止しました。引き続き「${held.ja}」の数値を表示しています。`,
    },
  };
}

/** What the page says where something came to nothing; `asked`: what for, where it is cancelled. */
export function noticeOf(refusal: Refusal, asked: keyof typeof CANCELLED = 'answer'): Notice {
  switch (refusal.why) {
    case 'broken':
      return {
        kind: 'trouble',
        text: {
          en: 'The program has errors: once they are mended, figures stand here.',
          ja: 'プログラムにエラーがあります。直すと数値が表示されます。',
        },
      };
    case 'cancelled':
      return { kind: 'info', text: CANCELLED[asked] };
    case 'no-history':
      return {
        kind: 'info',
        text: {
          en: 'There is no history yet: open one.',
          ja: '履歴がまだありません。履歴を開いてください。',
        },
      };
    case 'unreadable': {
      const { en, ja } = refusal.reason;
      return { kind: 'trouble', text: { en: sentence('en', en), ja: sentence('ja', ja) } };
    }
    case 'fault':
      return {
        kind: 'trouble',
        text: {
          en: `A fault of Kizuna, not of yours: ${refusal.reason}`,
          ja: `Kizuna の不具合です（お使いの内容が原因ではありません）: ${refusal.reason}`,
        },
      };
  }
}
