import type { Diagnostic, Plan } from '../../schema/index.ts';
import { type MapNode, textOf } from '../document/index.ts';
import { report } from './messages.ts';
import { keyAt, sectionOr, valueAt } from './places.ts';

/** Months of `every 6 months`; undefined for words of another form. */
function monthsOf(text: string): number | undefined {
  const [, count = '1', unit] =
    /^every\s+(?:(\d+)\s+)?(day|week|month|quarter|year)s?$/i.exec(text.trim()) ?? [];
  switch (unit?.toLowerCase()) {
    case 'day':
      return Number(count) / 30;
    case 'week':
      return Number(count) / 4;
    case 'month':
      return Number(count);
    case 'quarter':
      return 3 * Number(count);
    case 'year':
      return 12 * Number(count);
    default:
      return undefined;
  }
}

/** Figures with a unit in a text: `90 days`, `45%`, `60日`. */
function figuresIn(text: string): readonly { readonly number: string; readonly shown: string }[] {
  const found = text.matchAll(
    /(\d[\d,_]*)\s?(?:days?\b|weeks?\b|months?\b|years?\b|%|％|日|週|か月|カ月|ヶ月|ヵ月|年)/gi,
  );
  return [...found].map(({ 0: shown, 1: number = '' }) => ({ number: number.replace(/[,_]/g, ''), shown }));
}

/** A figure of the purpose that no KPI mentions: nobody will know whether it was reached. */
function unmeasured(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const node = valueAt(root, 'purpose');
  const texts = textOf(node);
  if (node === undefined || texts === undefined || plan.kpis.length === 0) return [];
  const said = plan.kpis.flatMap(({ name, text }) => {
    const target = valueAt(root, 'kpis', name, 'target');
    return [text, target?.kind === 'scalar' ? target.text : ''];
  });
  const numbers = new Set(
    said
      .join(' ')
      .replace(/(?<=\d)_(?=\d)/g, '')
      .match(/\d+/g),
  );
  const en = figuresIn(texts.en).find(({ number }) => !numbers.has(number));
  const ja = figuresIn(texts.ja).find(({ number }) => !numbers.has(number));
  const missed = en ?? ja;
  if (missed === undefined) return [];
  const figure = { en: missed.shown, ja: ja?.shown ?? missed.shown };
  return [report('purpose-unmeasured', node.span, { figure })];
}

/** Purpose and targets (article: 目的と目標は明確になっているか), and how often they are looked at again. */
export function reviewPurpose(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (valueAt(root, 'purpose') === undefined) found.push(report('purpose-missing', sectionOr(root), {}));
  else found.push(...unmeasured(plan, root));
  if (plan.kpis.length === 0) found.push(report('kpi-missing', sectionOr(root, 'purpose'), {}));
  const aimless = plan.kpis.filter(({ target }) => target === undefined);
  if (aimless.length > 0 && aimless.length === plan.kpis.length)
    found.push(report('targets-missing', sectionOr(root, 'kpis'), {}));
  else found.push(...aimless.map(({ name, span }) => report('target-missing', span, { name })));
  const revisit = valueAt(root, 'revisit');
  if (revisit === undefined) found.push(report('revisit-missing', sectionOr(root, 'purpose'), {}));
  else if (revisit.kind === 'scalar') {
    const months = monthsOf(revisit.text);
    if (months !== undefined && months > 12) found.push(report('revisit-rare', revisit.span, {}));
  }
  return found;
}

const ASKING =
  /survey|nps|csat|feedback|questionnaire|satisf|opinion|complain|アンケート|満足|意見|感想|お客様の声/i;

/** Whether members are asked, and whether anything reads their answers. */
export function reviewFeedback(plan: Plan, root: MapNode): readonly Diagnostic[] {
  const isRead = (event: string) =>
    plan.measures.some(({ subject }) => subject.kind === 'event' && subject.event === event);
  const asking = plan.events.filter(({ name }) => ASKING.test(name));
  const scored = plan.kpis.some(({ text }) => /\b(?:nps|csat)\b/.test(text));
  if (asking.length === 0 && !scored) return [report('feedback-missing', sectionOr(root, 'events'), {})];
  return asking
    .filter(({ name }) => !isRead(name))
    .map(({ name }) =>
      report('feedback-unread', keyAt(root, 'events', name) ?? sectionOr(root, 'events'), { name }),
    );
}
