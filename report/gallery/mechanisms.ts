import type { Localized } from '../../schema/index.ts';

/** A way in which a program works, as the gallery names it. */
export interface Mechanism {
  readonly id: MechanismId;
  readonly label: Localized;
  /** One sentence. */
  readonly meaning: Localized;
  /** Other words under which somebody may look for it, of both languages. */
  readonly words: string;
}

type Row = readonly [label: Localized, meaning: Localized, words: string];

const row = (en: string, ja: string, meaningEn: string, meaningJa: string, words: string): Row => [
  { en, ja },
  { en: meaningEn, ja: meaningJa },
  words,
];

/** In the order in which they are shown: what members have, how they rise, what is given, when, and what it is held to. */
const ROWS = {
  points: row(
    'points to spend',
    'ポイント',
    'Members collect points that can be spent.',
    '使えるポイントが貯まります。',
    'currency miles stars マイル スター',
  ),
  several_points: row(
    'several kinds of points',
    '複数のポイント',
    'More than one kind of points stand side by side.',
    '2種類以上のポイントが並びます。',
    'coupons vouchers tickets クーポン バウチャー 期間限定ポイント',
  ),
  counter: row(
    'counter beside points',
    'カウンター',
    'Something is counted that cannot be spent, such as status credits or tickets.',
    'ランク判定用のポイントや券のように、交換には使えないものを数えます。',
    'status credits qualifying premium points プレミアムポイント ステータスポイント',
  ),
  expiry: row(
    'expiry',
    '失効',
    'What is not used ends on a date.',
    '使われないポイントは期限で失効します。',
    'expire expiration breakage validity 有効期限 期限切れ',
  ),
  sliding_expiry: row(
    'expiry that moves',
    '延びる有効期限',
    'What a member does, or a status, moves the date on which points end.',
    '利用や会員ランクによって、ポイントの有効期限が延びます。',
    'sliding extend activity 期限延長 利用で延長',
  ),
  pending: row(
    'pending points',
    '付与待ち',
    'Points can be used some time after they were earned.',
    '獲得してから使えるようになるまでに日を置きます。',
    'available delay return period 仮ポイント 確定',
  ),
  tier: row(
    'tiers',
    '会員ランク',
    'Members rise to levels by what they do.',
    '実績に応じて会員ランクが上がります。',
    'status level rank stage ステージ ステータス ランクアップ',
  ),
  several_ladders: row(
    'several ladders of tiers',
    '複数のランク体系',
    'Two or more ladders stand side by side.',
    '2つ以上のランク体系が並びます。',
    'second status ステータス 併存',
  ),
  lifetime_tier: row(
    'lifetime tier',
    '生涯ステータス',
    'A level is reached by all that a member ever did.',
    'これまでの累計で到達するランクがあります。',
    'life million miler cumulative 累計 生涯 ライフタイム',
  ),
  rolling_tier: row(
    'tier by rolling months',
    '直近期間による判定',
    'A level looks at the last months, whatever the calendar says.',
    '暦によらず、直近の数か月の実績でランクを判定します。',
    'rolling twelve window trailing 直近12か月 ローリング',
  ),
  tenure_tier: row(
    'tier by years of membership',
    '継続年数による判定',
    'A level asks how long somebody has been with the company.',
    '入会・契約からの年数がランクの条件になります。',
    'tenure long contract 継続 長期 契約年数',
  ),
  stepwise_drop: row(
    'falling level by level',
    '段階的なランクダウン',
    'Who no longer meets a level falls by one, not to the bottom.',
    '条件を満たさなくなったときは、1段ずつ下がります。',
    'soft landing demotion ソフトランディング 降格',
  ),
  granted_tier: row(
    'tier granted by a rule',
    '特例で与えるランク',
    'A rule gives or prolongs a level for a time: a challenge passed, a choice, a certificate.',
    'チャレンジ達成・選出・認定などにより、一定期間ランクを与えたり延ばしたりします。',
    'challenge hold match soft チャレンジ ステータスマッチ 認定 選出',
  ),
  tier_bonus: row(
    'bonus by tier',
    'ランク別ボーナス',
    'What a rule gives depends on the level.',
    '会員ランクによって付与が変わります。',
    'multiplier accelerator rate 倍率 ランクボーナス',
  ),
  level_gift: row(
    'gift on reaching a level',
    'ランク到達の特典',
    'Reaching or losing a level sets off a rule.',
    'ランクへの到達や喪失がルールのきっかけになります。',
    'welcome gift upgrade ランクアップ 昇格',
  ),
  limit: row(
    'cap',
    '付与の上限',
    'How often or how much is given has a limit.',
    '付与の回数や量に上限があります。',
    'limit maximum ceiling 上限 回数制限',
  ),
  exclusive: row(
    'exclusive bonuses',
    '併用できないボーナス',
    'Of several bonuses the first or the highest counts.',
    '複数のボーナスのうち、最初のもの、または最も多いものだけを付与します。',
    'group stack highest best of 重複 併用不可 最大',
  ),
  group: row(
    'bonuses as a group',
    'ボーナスのまとまり',
    'Several bonuses are looked at together, under one choice or one cap.',
    '複数のボーナスをまとめて扱い、選択や上限を共有します。',
    'group shared cap グループ 共通の上限',
  ),
  settle: row(
    'threshold settled over a period',
    '期間累計での精算',
    'What a period comes to decides how much is due, and later events correct it.',
    '期間の累計で付与数が決まり、後から起きたことで精算されます。',
    'settle threshold stamp step milestone しきい値 累計 スタンプ',
  ),
  streak: row(
    'streak',
    '連続達成',
    'Periods in a row count.',
    '続けて達成した期間の数を数えます。',
    'consecutive in a row 連続 継続',
  ),
  basket: row(
    'items of the basket',
    '明細による付与',
    'What is in the basket decides, not only its total.',
    '合計金額だけでなく、購入の明細で決まります。',
    'lines sku category products 商品 カテゴリー 明細',
  ),
  rates: row(
    'table of rates',
    '率の表',
    'Rates stand in a table by level, route, product or band.',
    'ランク・路線・商品・金額帯ごとの率を表で持ちます。',
    'table matrix band 積算率 テーブル',
  ),
  dated_terms: row(
    'terms with a history',
    '規約の改定',
    'Terms change on a date, and what was before stays as it was.',
    '日付で条件が改定され、それ以前の付与は当時の条件のままです。',
    'revision parameter history change 改定 履歴 変更',
  ),
  campaign: row(
    'campaign',
    'キャンペーン',
    'A rule holds between two dates, or on one day.',
    '期間や日を限ったルールがあります。',
    'during promotion limited 期間限定 プロモーション',
  ),
  scheduled: row(
    'given by the calendar',
    '定期的な付与',
    'A rule fires at every month, season or year by itself.',
    '毎月・毎季・毎年など、暦に従って自動で付与します。',
    'every monthly schedule 毎月 毎年 定期',
  ),
  birthday: row(
    'birthday',
    '誕生日',
    "A member's birthday brings something.",
    '誕生日に特典があります。',
    'birth month 誕生月 バースデー',
  ),
  anniversary: row(
    'anniversary',
    '入会記念日',
    'The day of joining is remembered each year.',
    '入会日を毎年の記念日として祝います。',
    'joined years together 周年 記念日',
  ),
  welcome: row(
    'welcome',
    '入会特典',
    'Joining brings something by itself.',
    '入会するだけで付与があります。',
    'enrol sign-up 入会 新規登録',
  ),
  referral: row(
    'referral',
    '紹介',
    'Bringing somebody else is rewarded.',
    '新しい会員を紹介すると付与されます。',
    'refer a friend introduce invite 友だち紹介 ご紹介',
  ),
  engagement: row(
    'rewards without buying',
    '購買以外の行動',
    'Taking part, writing or visiting is rewarded, not only buying.',
    '参加・投稿・来店など、購買以外の行動にも付与します。',
    'review visit survey community レビュー 来店 アンケート コミュニティ',
  ),
  win_back: row(
    'win-back',
    '休眠からの復帰',
    'Coming back after a long time is rewarded.',
    'しばらく利用のなかった会員の復帰に付与します。',
    'dormant lapsed reactivation 休眠 掘り起こし',
  ),
  once: row(
    'once in a membership',
    '会員につき一度',
    'Something is given to each member once and never again.',
    '会員ひとりに一度だけ付与します。',
    'first purchase one-time 初回',
  ),
  reversal: row(
    'refund takes back',
    '返品による取消',
    'A refund or cancellation takes back what was given, in part or in whole.',
    '返品や取消があると、付与した分を（一部でも）取り消します。',
    'refund return cancel reversal 返品 返金 取消',
  ),
  redemption_reversal: row(
    'redemption taken back',
    '交換の取消',
    'Using points can be undone.',
    'ポイントの利用を取り消せます。',
    'cancel redeem undo 交換 取り消し',
  ),
  reward: row(
    'rewards to redeem',
    '交換特典',
    'Points buy rewards of a stated price.',
    '決められたポイント数で特典に交換できます。',
    'redeem catalogue 交換 カタログ',
  ),
  taken: row(
    'points taken by a rule',
    'ルールによる減算',
    'A rule takes points or lets them lapse, such as a coupon handed in.',
    'クーポンの利用など、ルールでポイントを減らしたり失わせたりします。',
    'take forfeit coupon use 減算 没収 クーポン利用',
  ),
  benefit: row(
    'benefits beside points',
    'ポイント以外の特典',
    'A status brings service, access or recognition.',
    'サービス・優先利用・招待など、ポイントではない特典があります。',
    'perks service lounge priority access 優待 ラウンジ 優先',
  ),
  segments: row(
    'segments',
    'セグメント',
    'Members are told apart, such as new, loyal and dormant.',
    '新規・ロイヤル・休眠などに会員を分けます。',
    'groups of members 層 分類',
  ),
  three_loyalties: row(
    'three loyalties',
    '3つのロイヤルティ',
    'Economic, behavioral and psychological loyalty are each scored.',
    '経済・行動・心理の3つのロイヤルティをそれぞれ測ります。',
    'scores economic behavioral psychological 経済 行動 心理',
  ),
  kpis: row(
    'KPIs with targets',
    '目標のあるKPI',
    'The program says what it is measured by, and how much is enough.',
    '何で測り、どこまでを目標とするかを定めています。',
    'targets measure nps 目標 指標',
  ),
  guardrails: row(
    'guardrails',
    'ガードレール',
    'The program says what a change must not do.',
    '変更で起こしてはならないことを定めています。',
    'losers limits of change 歯止め 不利益',
  ),
} as const satisfies Readonly<Record<string, Row>>;

export type MechanismId = keyof typeof ROWS;

/** Every mechanism by its id, in the order in which they are shown. */
export const MECHANISMS: Readonly<Record<MechanismId, Mechanism>> = Object.fromEntries(
  Object.entries(ROWS).map(([id, [label, meaning, words]]) => [id, { id, label, meaning, words }]),
) as Readonly<Record<MechanismId, Mechanism>>;
