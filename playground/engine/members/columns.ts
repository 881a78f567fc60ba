import type { Yardstick } from '../../../runtime/index.ts';
import type { Localized, Manifest, Plan, POINTS_TOTALS } from '../../../schema/index.ts';
import type { MemberColumn } from '../../contract/index.ts';

export type PointsField = Exclude<keyof typeof POINTS_TOTALS, 'bytes'>;

/** Where the values of a column are found. */
export type ColumnPlace =
  | { readonly kind: 'member' | 'enrolled' | 'events' | 'stopped' }
  | { readonly kind: 'points'; readonly type: number; readonly field: PointsField }
  | { readonly kind: 'tier'; readonly ladder: number }
  | { readonly kind: 'segment'; readonly segment: number }
  | { readonly kind: 'score'; readonly score: number }
  /** What a member has by the yardstick, its change, and the class of that. */
  | { readonly kind: 'worth'; readonly of: 'base' | 'candidate' | 'change' | 'class' };

export interface PlacedColumn {
  readonly column: MemberColumn;
  readonly place: ColumnPlace;
}

/** Decimals at which scores are shown. */
export const SCORE_SCALE = 1;

const FIELDS: Readonly<Record<PointsField, Localized>> = {
  available: { en: 'available', ja: '利用可能' },
  pending: { en: 'pending', ja: '保留' },
  debt: { en: 'owed', ja: '借り' },
  issued: { en: 'issued', ja: '付与' },
  used: { en: 'used', ja: '使用' },
  expired: { en: 'expired', ja: '失効' },
  forfeited: { en: 'forfeited', ja: '没収' },
  reversed: { en: 'reversed', ja: '取消' },
};
const POINTS_FIELDS = Object.keys(FIELDS) as readonly PointsField[];

const SCORES: Readonly<Record<string, Localized>> = {
  economic: { en: 'economic loyalty', ja: '経済的ロイヤルティ' },
  behavioral: { en: 'behavioral loyalty', ja: '行動的ロイヤルティ' },
  psychological: { en: 'psychological loyalty', ja: '心理的ロイヤルティ' },
};

const WORTHS = [
  ['base', { en: 'before', ja: '変更前' }],
  ['candidate', { en: 'after', ja: '変更案' }],
  ['change', { en: 'change', ja: '増減' }],
] as const;

function column(
  key: string,
  title: Localized,
  kind: MemberColumn['kind'],
  place: ColumnPlace,
  more: Partial<Pick<MemberColumn, 'scale' | 'unit' | 'levels'>> = {},
): PlacedColumn {
  return { column: { key, title, kind, scale: 0, unit: undefined, levels: [], ...more }, place };
}

/** What the table of members can show of a version; `yardstick` where it is compared with another. */
export function memberColumns(
  plan: Plan,
  manifest: Manifest,
  yardstick: Yardstick | undefined,
): readonly PlacedColumn[] {
  const segments = plan.named.filter(({ kind }) => kind === 'segment');
  return [
    column('member', { en: 'member', ja: '会員' }, 'text', { kind: 'member' }),
    column('enrolled', { en: 'enrolled', ja: '入会日' }, 'day', { kind: 'enrolled' }),
    column('events', { en: 'events', ja: 'イベント数' }, 'quantity', { kind: 'events' }),
    ...worthColumns(plan, yardstick),
    ...plan.ladders.map(({ name, title, levels }, ladder) =>
      column(
        `tier:${name}`,
        title,
        'level',
        { kind: 'tier', ladder },
        { levels: levels.map((level) => level.name) },
      ),
    ),
    ...plan.points.flatMap(({ name, title, decimals }, type) =>
      POINTS_FIELDS.map((field) => {
        const own = title;
        const words = FIELDS[field];
        const both = { en: `${own.en}, ${words.en}`, ja: `${own.ja}（${words.ja}）` };
        const place: ColumnPlace = { kind: 'points', type, field };
        return column(`points:${name}:${field}`, both, 'quantity', place, { scale: decimals, unit: name });
      }),
    ),
    ...manifest.scores.map((name, score) =>
      column(
        `score:${name}`,
        SCORES[name] ?? { en: name, ja: name },
        'quantity',
        { kind: 'score', score },
        { scale: SCORE_SCALE },
      ),
    ),
    ...segments.map(({ name, title }, segment) =>
      column(`segment:${name}`, title, 'flag', { kind: 'segment', segment }),
    ),
    column('stopped', { en: 'stopped', ja: '停止' }, 'flag', { kind: 'stopped' }),
  ];
}

function worthColumns(plan: Plan, yardstick: Yardstick | undefined): readonly PlacedColumn[] {
  if (yardstick === undefined || yardstick.kind === 'none') return [];
  const unit = yardstick.kind === 'money' ? plan.currency.code : yardstick.name;
  return WORTHS.map(([key, title]) =>
    column(key, title, 'quantity', { kind: 'worth', of: key }, { scale: yardstick.scale, unit }),
  );
}
