import { msg, type Registry } from '../../schema/index.ts';

/** Rules of Japanese law that a program may touch: hints that name the rule and its source. They are no legal advice. */
export const japanMessages = {
  'jp-gift-cap': {
    severity: 'hint',
    title: { en: 'caps on gifts (総付景品)', ja: '総付景品の上限' },
    en: msg`\`${'name'}\` may be a gift to all buyers (総付景品): at most 200 JPY, or 20% of a purchase of 1,000 JPY or more; a visit without a purchase counts as 100 JPY`,
    ja: msg`\`${'name'}\` は総付景品にあたる可能性があります。上限は取引価額の20%（1,000円未満は200円）、購入を条件としない来店では200円です`,
    help: {
      en: msg`compare its value with the cap; discounts and services for one's own goods may be outside (Premiums and Representations Act; Consumer Affairs Agency, Q&A on premiums; not legal advice)`,
      ja: msg`提供する価額を上限と比べてください。自社の割引やアフターサービスは対象外のことがあります（景品表示法、消費者庁「景品に関するQ&A」。法的助言ではありません）`,
    },
  },
  'jp-reward-share': {
    severity: 'hint',
    title: { en: 'caps on gifts for collecting (総付景品)', ja: '集めて交換する景品の上限' },
    en: msg`\`${'name'}\` is worth ${'share'} of what has to be paid for its points; above 20% a gift (総付景品) is over the cap, a discount on one's own goods is not`,
    ja: msg`\`${'name'}\` の価値は、必要ポイントをためる支払額の ${'share'} です。20%を超えると、自社商品の値引きでなく景品なら総付景品の上限を超えます`,
    help: {
      en: msg`make it a discount on own goods, or raise the price (Premiums and Representations Act; Consumer Affairs Agency, Q&A on premiums; not legal advice)`,
      ja: msg`自社商品の値引きにするか、必要ポイントを上げてください（景品表示法、消費者庁「景品に関するQ&A」。法的助言ではありません）`,
    },
  },
  'jp-past-purchases': {
    severity: 'hint',
    title: { en: 'gifts for past purchases', ja: '過去の購入者への景品' },
    en: msg`\`${'name'}\` is given because of what was bought or done before: where it is a premium, its cap follows from the cheapest normal sale to come, not from last year's total`,
    ja: msg`\`${'name'}\` は過去の実績に応じた提供です。景品であれば、上限は前年の購入額でなく、これから通常行われる取引のうち最も安いものの価額で決まります`,
    help: {
      en: msg`compare its value with 20% of that sale, at least 200 JPY (Premiums and Representations Act; Consumer Affairs Agency, Q&A on premiums; not legal advice)`,
      ja: msg`提供する価額を、その取引の価額の20%（最低200円）と比べてください（景品表示法、消費者庁「景品に関するQ&A」。法的助言ではありません）`,
    },
  },
  'jp-b2b': {
    severity: 'hint',
    title: { en: 'premiums between businesses', ja: '事業者向けの景品' },
    en: msg`\`${'name'}\` tells of business customers: for them the caps on gifts to all (総付) do not bind, those on prizes by chance (懸賞) do`,
    ja: msg`\`${'name'}\` があるため事業者向けのようです。総付景品の上限は消費者向けに限られますが、懸賞の上限は事業者向けにも及びます`,
    help: {
      en: msg`keep consumers and businesses apart where both are members (Premiums and Representations Act; commentary on business deals; not legal advice)`,
      ja: msg`消費者と事業者の両方が会員なら、分けて考えてください（景品表示法、BtoB 取引の解説。法的助言ではありません）`,
    },
  },
  'jp-lottery': {
    severity: 'hint',
    title: { en: 'prizes by chance (一般懸賞)', ja: '一般懸賞の上限' },
    en: msg`\`${'name'}\` sounds like a prize by chance (一般懸賞): at most 20 times the purchase (100,000 JPY from 5,000 JPY on), and 2% of expected sales in total`,
    ja: msg`\`${'name'}\` は懸賞のようです。一般懸賞の上限は取引価額の20倍（5,000円以上は10万円）、総額は売上予定の2%です`,
    help: {
      en: msg`points drawn by lot are premiums too; several shops together have caps of their own (Premiums and Representations Act, 懸賞制限告示; not legal advice)`,
      ja: msg`抽選で付与するポイントも景品です。共同懸賞には別の上限（30万円、3%）があります（景品表示法・懸賞制限告示。法的助言ではありません）`,
    },
  },
  'jp-common-points': {
    severity: 'hint',
    title: { en: 'points shared with others (共通ポイント)', ja: '共通ポイント' },
    en: msg`\`${'name'}\` gives points together with partners: shared points are outside the caps only as discounts of equal value, and what is collected for a partner is no revenue`,
    ja: msg`\`${'name'}\` では提携先とポイントを扱います。共通ポイントが景品規制の対象外になるのは、同額の割引として使う場合に限られ、第三者のために回収する分は収益になりません`,
    help: {
      en: msg`check what partners may offer for the points, and book their share net (JFTC Q&A on premiums; JICPA Q&A on revenue; not legal advice)`,
      ja: msg`提携先での使い道を確かめ、提携先の分は純額で処理してください（公正取引委員会の Q&A、日本公認会計士協会の Q&A。法的助言ではありません）`,
    },
  },
  'jp-prepaid': {
    severity: 'hint',
    title: { en: 'paid points (資金決済法)', ja: '有償ポイント（資金決済法）' },
    en: msg`\`${'name'}\` seems to sell \`${'points'}\`: paid points that last longer than 6 months are prepaid instruments (前払式支払手段), with a deposit of half from 10 million JPY outstanding on`,
    ja: msg`\`${'name'}\` は \`${'points'}\` を有償で発行しているようです。有効期間が6か月を超える有償ポイントは前払式支払手段で、基準日の未使用残高が1,000万円を超えると半額以上の供託が必要です`,
    help: {
      en: msg`let them end within 6 months (carried-over points count from the first day), or plan for notice and deposit (Payment Services Act; Japan Payment Service Association, FAQ; not legal advice)`,
      ja: msg`発行から6か月以内に失効させるか（繰り越しは通算）、届出と供託を準備してください（資金決済法、日本資金決済業協会の FAQ。法的助言ではありません）`,
    },
  },
  'jp-revenue-recognition': {
    severity: 'hint',
    title: { en: 'points as a promise (収益認識)', ja: 'ポイントと収益認識' },
    en: msg`\`${'rule'}\` gives \`${'points'}\` in proportion to a sale: under the revenue standard (fiscal years from April 2021) part of the price is deferred until they are used or expire`,
    ja: msg`\`${'rule'}\` は販売額に応じて \`${'points'}\` を付与します。収益認識会計基準（2021年4月以後に始まる年度）では、代金の一部を使用・失効まで繰り延べます`,
    help: {
      en: msg`allocate the price by stand-alone prices × expected use; points for birthdays or check-ins are not tied to a sale and are treated apart (ASBJ Statement No. 29; not legal or accounting advice: ask the auditor)`,
      ja: msg`独立販売価格と使用見込みの比で代金を配分します。誕生日や来店のポイントは販売に伴わないため別に扱います（企業会計基準第29号。法的・会計的助言ではありません。処理は監査人に確かめてください）`,
    },
  },
  'jp-personal-data': {
    severity: 'hint',
    title: { en: 'personal data (個人情報保護法)', ja: '個人情報の利用目的' },
    en: msg`\`${'name'}\` is personal data: the purpose of its use has to be stated as specifically as possible, the analysis of histories included`,
    ja: msg`\`${'name'}\` は個人情報です。利用目的は、履歴の分析を含めてできる限り特定する必要があります`,
    help: {
      en: msg`name it in the privacy notice, and plan who reports a leak within 3 to 5 days (Act on the Protection of Personal Information; not legal advice)`,
      ja: msg`プライバシーポリシーに明記し、漏えい時の速報（3〜5日以内）の担当を決めてください（個人情報保護法。法的助言ではありません）`,
    },
  },
  'jp-external-transmission': {
    severity: 'hint',
    title: { en: 'tracking on the web (外部送信規律)', ja: '外部送信規律' },
    en: msg`\`${'name'}\` records what somebody looks at: where a service of others receives it, users have to be told (since 2023-06-16)`,
    ja: msg`\`${'name'}\` は閲覧の記録です。外部のサービスに送信する場合は、利用者への通知・公表が必要です（2023年6月16日から）`,
    help: {
      en: msg`publish what is sent, to whom and why; data that others join with persons needs consent (Telecommunications Business Act; Act on the Protection of Personal Information; not legal advice)`,
      ja: msg`送信する情報・送信先・目的を公表してください。提供先で個人データになる情報には同意の確認が必要です（電気通信事業法、個人情報保護法。法的助言ではありません）`,
    },
  },
} as const satisfies Registry;
