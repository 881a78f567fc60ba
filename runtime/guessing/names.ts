import { halfWidth } from '../history/index.ts';

/** What columns and fields are about, by the names that people give them in English and Japanese. */
export type Concept = keyof typeof CONCEPTS;

/** Names in small letters, words parted by one space; those that say most stand first. */
const CONCEPTS = {
  member: [
    ...[
      'member id',
      'customer id',
      'member',
      'customer',
      'client id',
      'client',
      'user id',
      'user',
      'household id',
    ],
    ...[
      'account id',
      'account',
      'card number',
      'card no',
      'loyalty id',
      'member no',
      'customer no',
      'person',
      'guest id',
    ],
    ...['buyer', 'shopper', 'subscriber', 'contact id', 'uid', 'cust', 'partner', 'company id', 'passenger'],
    ...[
      '会員番号',
      '会員id',
      '会員コード',
      '会員no',
      '会員',
      '顧客番号',
      '顧客id',
      '顧客コード',
      '顧客no',
      '顧客',
    ],
    ...[
      'お客様番号',
      'お客様コード',
      'お客様id',
      'お客様',
      'ユーザーid',
      'ユーザー',
      'カード番号',
      '得意先コード',
      '得意先',
    ],
  ],
  moment: [
    ...[
      'at',
      'date',
      'time',
      'datetime',
      'timestamp',
      'purchase date',
      'order date',
      'transaction date',
      'invoice date',
    ],
    ...[
      'created at',
      'occurred at',
      'happened at',
      'ordered at',
      'purchased at',
      'sold at',
      'event time',
      'day',
      'when',
    ],
    ...[
      '購入日時',
      '購入日',
      '日時',
      '日付',
      '年月日',
      '取引日時',
      '取引日',
      '注文日時',
      '注文日',
      '売上日',
      '利用日',
      '来店日',
    ],
    ...['発生日', '計上日', '買上日', '受注日', '販売日', '登録日時', '会計日時', '時刻', '時間'],
  ],
  enrolled: [
    ...[
      'enrolled',
      'enrolled at',
      'enrollment date',
      'joined',
      'joined at',
      'join date',
      'signup date',
      'signed up',
    ],
    ...[
      'registered',
      'registered at',
      'member since',
      'became member on',
      '入会日',
      '入会日時',
      '会員登録日',
      '登録日',
      '加入日',
    ],
  ],
  id: [
    ...[
      'id',
      'event id',
      'transaction id',
      'order id',
      'order no',
      'order number',
      'invoice no',
      'invoice id',
      'invoice',
    ],
    ...[
      'receipt no',
      'receipt id',
      'receipt',
      'basket id',
      'ticket',
      'order',
      'transaction',
      'slip no',
      'purchase id',
    ],
    ...[
      '伝票番号',
      '伝票',
      '注文番号',
      '注文id',
      '取引番号',
      '取引id',
      '受注番号',
      'レシート番号',
      '明細番号',
      '管理番号',
      '売上番号',
    ],
  ],
  original: [
    ...[
      'of',
      'original',
      'original id',
      'original order',
      'original invoice',
      'refunded order',
      'refund of',
      'reverses',
    ],
    ...[
      'return of',
      'reference',
      'ref',
      'parent order',
      'related order',
      '元伝票番号',
      '元伝票',
      '元注文番号',
      '元取引番号',
      '原伝票番号',
      '返品元',
    ],
  ],
  type: [
    ...['type', 'event type', 'event', 'kind', 'transaction type', 'action', 'activity', 'record type'],
    ...['種別', '区分', '取引区分', '取引種別', 'イベント', 'イベント種別', '売上区分', '処理区分', '行動'],
  ],
  amount: [
    ...[
      'amount',
      'total amount',
      'total',
      'sales amount',
      'sales',
      'revenue',
      'spend',
      'spent',
      'value',
      'sales value',
    ],
    ...[
      'dollar value',
      'order total',
      'net amount',
      'gross amount',
      'subtotal',
      'price',
      'paid',
      'payment',
      'sum',
      'money',
    ],
    ...[
      '購入金額',
      '金額',
      '売上金額',
      '売上',
      '合計金額',
      '合計',
      '税込金額',
      '税抜金額',
      '支払金額',
      '利用金額',
      '買上金額',
      '取引金額',
      '代金',
      '価格',
    ],
  ],
  quantity: [
    ...['quantity', 'qty', 'count', 'units', 'items', 'number of', 'pieces', 'number'],
    ...['数量', '個数', '点数', '購入点数', '本数', '件数', '回数'],
  ],
  product: [
    ...[
      'product',
      'product id',
      'sku',
      'item',
      'item id',
      'stock code',
      'product code',
      'article',
      'upc',
      'jan',
      'product name',
    ],
    ...['商品コード', '商品番号', '商品', '商品名', '品番', '品目', '型番', 'janコード'],
  ],
  category: [
    ...['category', 'product category', 'department', 'genre', 'class', 'product type', 'line of goods'],
    ...['カテゴリー', 'カテゴリ', '分類', '商品分類', '部門', 'ジャンル'],
  ],
  channel: [
    ...[
      'channel',
      'sales channel',
      'source',
      'medium',
      'platform',
      'チャネル',
      '販売チャネル',
      '購入チャネル',
      '経路',
      '媒体',
      '購入方法',
    ],
  ],
  store: [
    ...['store', 'store id', 'shop', 'shop id', 'branch', 'outlet', 'location'],
    ...['店舗コード', '店舗', '店舗名', '店番', '店名', '支店'],
  ],
  country: ['country', 'nation', 'region', '国', '国名', '地域'],
  reason: ['reason', 'note', 'comment', 'remarks', '理由', '備考', '事由'],
  rating: ['stars', 'rating', 'score', 'star rating', '評価', '星', '満足度'],
  recommend: ['recommend', 'nps', 'likelihood to recommend', '推奨度', 'おすすめ度', '推奨'],
  birthday: ['birthday', 'birth date', 'date of birth', 'dob', 'born', '生年月日', '誕生日'],
  reward: ['reward', 'gift', 'redemption', 'coupon', '特典', '景品', '交換商品', 'クーポン'],
  discount: ['discount', 'coupon amount', 'markdown', '値引', '割引', '値引額', '割引額'],
  tax: ['tax', 'vat', '税', '消費税', '税額'],
  points: ['points', 'point', 'miles', 'ポイント', '利用ポイント', '付与ポイント'],
  duration: ['hours', 'minutes', 'nights', 'days', 'distance', '時間数', '泊数', '日数', '距離'],
} as const satisfies Record<string, readonly string[]>;

/** Names of the events of a program, by what somebody else's export calls them. */
const EVENTS: readonly (readonly string[])[] = [
  [
    ...[
      'purchase',
      'sale',
      'sales',
      'buy',
      'order',
      'transaction',
      'invoice',
      'payment',
      'checkout',
      'spend',
      'shopping',
    ],
    ...['購入', '売上', '買上', '買い物', '注文', '販売', '通常', '会計'],
  ],
  [
    ...[
      'refund',
      'return',
      'returned',
      'credit',
      'credit note',
      'cancel',
      'cancelled',
      'canceled',
      'cancellation',
      'void',
      'reversal',
    ],
    ...['返品', '返金', '取消', 'キャンセル', '赤伝', '払戻'],
  ],
  ['visit', 'check in', 'checkin', 'store visit', '来店', '訪問', 'チェックイン'],
  ['review', 'product review', 'レビュー', '口コミ', 'クチコミ'],
  ['survey', 'questionnaire', 'nps', 'feedback', 'アンケート'],
  ['redeem', 'redemption', 'reward', 'exchange', '交換', '特典交換', '特典利用', 'ポイント交換'],
  ['enroll', 'enrol', 'signup', 'sign up', 'join', 'registration', '入会', '会員登録', '新規登録'],
  ['profile', 'profile change', 'update', '会員情報変更', '変更', '属性変更'],
  ['login', 'app open', 'session', 'ログイン', 'アプリ起動'],
  ['referral', 'invite', 'introduction', '紹介', '友達紹介'],
  ['flight', 'segment flown', 'boarding', '搭乗', 'フライト'],
  ['stay', 'booking', 'reservation', '宿泊', '予約'],
];

/** Words of a program's closed lists that exports write in another way. */
const WORDS: readonly (readonly string[])[] = [
  ['store', 'shop', 'in store', 'instore', 'pos', 'retail', 'offline', '店舗', '店頭', '実店舗'],
  [
    'online',
    'web',
    'ec',
    'website',
    'internet',
    'e commerce',
    'オンライン',
    'ネット',
    '通販',
    'ウェブ',
    'ec サイト',
  ],
  ['app', 'mobile', 'mobile app', 'smartphone', 'アプリ', 'スマホ'],
  ['yes', 'true', 'y', '1', 'はい', '有', 'あり', '○', '◯', '済'],
  ['no', 'false', 'n', '0', 'いいえ', '無', 'なし', '×', '未'],
  ['free', '無料'],
  ['paid', '有料'],
  ['food', '食品', 'フード'],
  ['tea', 'お茶', '茶'],
  ['gift card', 'giftcard', 'ギフトカード', '商品券'],
  ['economy', 'エコノミー'],
  ['business', 'ビジネス'],
  ['first', 'ファースト'],
];

/** A name as it is compared: small letters, half width, words parted by one space, without what stands in brackets. */
export function plainName(name: string): string {
  const text = halfWidth(name.normalize('NFKC'));
  const bare = text.replace(/[(（【[][^)）】\]]*[)）】\]]/g, ' ');
  return (bare.trim() === '' ? text : bare)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How surely a name is about something: 1 its very name, down to 0. */
export function about(name: string, concept: Concept): number {
  return nearestOf(plainName(name), CONCEPTS[concept]);
}

/** How surely a column is called after a field: by the same name, or by another name for the same thing. */
export function alike(column: string, field: string): number {
  const [theirs, ours] = [plainName(column), plainName(field)];
  const direct = similar(theirs, ours);
  let best = theirs.replaceAll(' ', '') === ours.replaceAll(' ', '') ? 1 : direct;
  for (const names of Object.values(CONCEPTS)) {
    const own = nearestOf(ours, names);
    if (own < 0.6) continue;
    best = Math.max(best, nearestOf(theirs, names) * own * 0.95);
  }
  return best;
}

/** The one of the events or words of a program that a text of a file stands for. */
export function meant(
  written: string,
  wanted: readonly string[],
  which: 'event' | 'word',
): string | undefined {
  const text = plainName(written);
  if (text === '') return undefined;
  const squeezed = text.replaceAll(' ', '');
  const same = wanted.find((each) => plainName(each).replaceAll(' ', '') === squeezed);
  if (same !== undefined) return same;
  const groups = which === 'event' ? EVENTS : WORDS;
  const own = groups.filter((group) => group.includes(text));
  const near = wanted.find((each) => own.some((group) => group.includes(plainName(each))));
  if (near !== undefined || which === 'word') return near;
  return wanted.find((each) => text.length > 3 && similar(text, plainName(each)) > 0.7);
}

/** Whether a column describes somebody or some time, and is neither a number of a member nor an amount. */
export function isDescription(name: string): boolean {
  const plain = plainName(name);
  return (
    /(?:^| )(?:name|type|rank|status|gender|sex|age|email|mail|phone|address|week|weekday|month|year|quarter|hour)(?: |$)/.test(
      plain,
    ) || /名$|氏名|区分|ランク|性別|年齢|電話|メール|住所|曜日|週|時間帯|年度/.test(plain)
  );
}

/** Whether a column holds the price of one piece. */
export function isUnitPrice(name: string): boolean {
  return /(?:^| )(?:unit|each|per (?:unit|piece|item))(?: |$)|単価/.test(plainName(name));
}

function nearestOf(name: string, names: readonly string[]): number {
  let best = 0;
  for (const [place, each] of names.entries()) {
    const score = similar(name, each) - place * 0.0005;
    if (score > best) best = score;
  }
  return best;
}

/** 1: equal; otherwise how much of the name the other one makes up, where it stands in it as whole words. */
function similar(name: string, other: string): number {
  if (name === other) return 1;
  if (other === '' || name === '') return 0;
  const within = /[a-z0-9]/.test(other) ? ` ${name} `.includes(` ${other} `) : name.includes(other);
  return within ? 0.6 + (0.3 * other.length) / name.length : 0;
}
