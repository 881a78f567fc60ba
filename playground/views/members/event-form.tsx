import { type FormEvent, useId, useState } from 'react';
import {
  type Day,
  dayOfTime,
  type HistoryEvent,
  type Language,
  type Localized,
  type Plan,
  type PlanField,
} from '../../../schema/index.ts';
import { defaultOf, fieldsOf, type NotTyped, readFields, type Typed, timeOf } from './typed-event.ts';

type Refused = NotTyped | 'early';

const REFUSALS: Readonly<Record<Refused, Localized>> = {
  early: {
    en: 'The member was not enrolled yet on that day.',
    ja: 'その日には、まだ入会していません。',
  },
  wrong: {
    en: 'A field is missing or does not have the form that the program asks for.',
    ja: '未入力の項目、またはプログラムが求める形式に合わない項目があります。',
  },
  large: {
    en: 'A number is larger than a ledger can count: it needs more than 64 bits.',
    ja: '数値が大きすぎます。台帳で扱えるのは 64 ビットに収まる数までです。',
  },
};

/** Adds an event to a life, to try what it would do. */
export function EventForm({
  plan,
  language,
  enrolled,
  until,
  taken,
  onAdd,
}: {
  readonly plan: Plan;
  readonly language: Language;
  /** Nothing happens to a member before. */
  readonly enrolled: Day;
  readonly until: Day;
  /** Ids of the events that there are, with their types: for new ids, and for what can be reversed. */
  readonly taken: readonly { readonly id: string; readonly type: string }[];
  readonly onAdd: (event: HistoryEvent) => void;
}) {
  const say = (text: Localized) => text[language];
  const [type, choose] = useState(plan.events[0]?.name ?? 'profile');
  const [at, setAt] = useState(`${isoDay(until)}T12:00`);
  const [of, setOf] = useState('');
  const [typed, setTyped] = useState<Typed>({});
  const [refusal, refuse] = useState<Refused>();
  const id = useId();
  const declared = plan.events.find(({ name }) => name === type);
  const reversible = taken.filter((each) => each.type === declared?.reverses?.event);
  const change = (path: string, value: string) => setTyped({ ...typed, [path]: value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const time = timeOf(at);
    const read =
      type === 'redeem'
        ? ({
            kind: 'value',
            value: { reward: typed.reward ?? plan.rewards[0]?.name ?? '', quantity: BigInt(1) },
          } as const)
        : readFields(fieldsOf(plan, type), typed, '');
    const reversed = declared?.reverses === undefined ? undefined : of || reversible[0]?.id;
    const lacks = declared?.reverses !== undefined && reversed === undefined;
    if (read.kind !== 'value') return refuse(read.kind);
    if (time === undefined || lacks) return refuse('wrong');
    if (dayOfTime(time) < enrolled) return refuse('early');
    refuse(undefined);
    const ids = new Set(taken.map((each) => each.id));
    let number = 1;
    while (ids.has(`added-${number}`)) number += 1;
    onAdd({ type, id: `added-${number}`, at: time, fields: read.value, of: reversed, place: undefined });
  };
  const types = [
    ...plan.events.map(({ name }) => name),
    ...(plan.rewards.length > 0 ? ['redeem'] : []),
    ...(plan.attributes.length > 0 ? ['profile'] : []),
  ];
  return (
    <form className="event-form" onSubmit={submit} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{say({ en: 'Try an event', ja: 'イベントを試しに追加' })}</h3>
      <div className="event-fields">
        <Choice
          label={say({ en: 'event', ja: 'イベント' })}
          value={type}
          words={types}
          onChange={(chosen) => {
            choose(chosen);
            setTyped({});
            setOf('');
          }}
        />
        <label>
          <span>{say({ en: 'at', ja: '日時' })}</span>
          <input
            className="field"
            type="datetime-local"
            required
            value={at}
            onChange={(event) => setAt(event.target.value)}
          />
        </label>
        {declared?.reverses !== undefined && (
          <Choice
            label={say({ en: 'reverses', ja: '取消の対象' })}
            value={of || reversible[0]?.id || ''}
            words={reversible.map((each) => each.id)}
            onChange={setOf}
          />
        )}
        {type === 'redeem' && (
          <Choice
            label={say({ en: 'reward', ja: '特典' })}
            value={typed.reward ?? plan.rewards[0]?.name ?? ''}
            words={plan.rewards.map(({ name }) => name)}
            onChange={(value) => change('reward', value)}
          />
        )}
        <Inputs fields={fieldsOf(plan, type)} under="" typed={typed} onChange={change} />
      </div>
      {refusal !== undefined && (
        <p className="bad" role="alert">
          {say(REFUSALS[refusal])}
        </p>
      )}
      <button type="submit" className="button">
        {say({ en: 'Add', ja: '追加' })}
      </button>
    </form>
  );
}

function isoDay(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function Choice({
  label,
  value,
  words,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly words: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {words.map((word) => (
          <option key={word}>{word}</option>
        ))}
      </select>
    </label>
  );
}

function Inputs({
  fields,
  under,
  typed,
  onChange,
}: {
  readonly fields: readonly PlanField[];
  readonly under: string;
  readonly typed: Typed;
  readonly onChange: (path: string, value: string) => void;
}) {
  return fields.map((field) => {
    const path = under + field.name;
    const { type, optional } = field;
    if (type.kind === 'lines')
      return (
        <fieldset key={path}>
          <legend>{field.name}</legend>
          <Inputs fields={type.fields} under={`${path}.`} typed={typed} onChange={onChange} />
        </fieldset>
      );
    const value = typed[path] ?? defaultOf(field);
    const kind = type.type.kind;
    const set = (written: string) => onChange(path, written);
    if (type.type.kind === 'word' || kind === 'boolean') {
      const words = type.type.kind === 'word' ? type.type.words : ['true', 'false'];
      const listed = optional ? ['', ...words] : words;
      return <Choice key={path} label={field.name} value={value} words={listed} onChange={set} />;
    }
    const unit = type.type.kind === 'quantity' ? Object.keys(type.type.unit).join(' ') : '';
    const input = kind === 'date' ? 'date' : kind === 'datetime' ? 'datetime-local' : 'text';
    return (
      <label key={path}>
        <span>{unit === '' ? field.name : `${field.name} (${unit})`}</span>
        <input
          className="field"
          type={input}
          inputMode={kind === 'quantity' ? 'decimal' : undefined}
          required={!optional}
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      </label>
    );
  });
}
