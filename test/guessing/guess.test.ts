import { describe, expect, test } from 'vitest';
import { documentOf, guessMapping, previewRows, withMembers } from '../../runtime/guessing/index.ts';
import { readHistory } from '../../runtime/index.ts';
import { planOf } from '../real/real-run.ts';
import { bytes, checkedMapping, columnsIn, csvOf, guessed, rowsOf, surveyed } from './sample.ts';

/** Exports of sample histories under other people's headers, and which column each field must be. */
const EXPORTS: readonly {
  readonly program: string;
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
}[] = [
  {
    program: 'cdnow-club',
    event: 'purchase',
    headers: {
      id: 'Order No',
      at: 'Order Date',
      member: 'Customer ID',
      cds: 'Number of CDs',
      amount: 'Total',
    },
  },
  {
    program: 'b2b-partner',
    event: 'order',
    headers: { member: 'accountId', at: 'createdAt', via: 'via', line: 'product line', amount: 'netAmount' },
  },
  {
    program: 'cosmetics-loyalty',
    event: 'purchase',
    headers: {
      at: '購入日時',
      member: '会員番号',
      channel: '購入チャネル',
      kind: 'kind',
      amount: '金額（税込）',
    },
  },
  {
    program: 'rolling-twelve',
    event: 'purchase',
    headers: {
      member: '顧客ID',
      at: '売上日',
      amount: '売上金額',
      line: 'product_line',
      channel: 'チャネル',
    },
  },
  {
    program: 'd-point-rank',
    event: 'purchase',
    headers: { member: 'お客様番号', at: '利用日', shop: '店舗コード', amount: '利用金額' },
  },
  {
    program: 'united-million-miler',
    event: 'flight',
    headers: {
      member: 'passenger',
      at: 'departure date',
      carrier: 'carrier',
      ticket: 'ticket_kind',
      distance: 'distance',
      fare: 'fare paid',
    },
  },
  {
    program: 'starbucks-rewards-jp',
    event: 'purchase',
    headers: {
      member: 'card_no',
      at: 'timestamp',
      amount: 'amount',
      card_amount: 'card amount',
      channel: 'channel',
      listed_cups: 'listed cups',
    },
  },
  {
    program: 'ana-mileage-club',
    event: 'flight',
    headers: {
      member: 'member_no',
      at: 'date',
      carrier: 'carrier',
      route: 'route',
      fare: 'fare class',
      sector_miles: 'sector miles',
      fare_paid: 'fare paid',
    },
  },
  {
    program: 'user-group',
    event: 'meetup',
    headers: { member: 'user', at: '日付', chapter: 'chapter', kind: 'kind' },
  },
];

describe('a guess saves the consultant the pointing', () => {
  test.each(EXPORTS)(
    '$program: every column of $event goes where it belongs',
    async ({ program, event, headers }) => {
      const plan = planOf(program);
      const rows = rowsOf(program, event);
      const csv = csvOf(rows, headers);
      const draft = await guessed(plan, csv);
      expect(draft.picks.event?.choice).toEqual({ kind: 'constant', value: event });
      const found = columnsIn(draft);
      for (const [field, header] of Object.entries(headers)) {
        if (field === 'id') continue;
        const target = field === 'member' || field === 'at' ? field : `field:${event}.${field}`;
        expect([target, found[target]]).toEqual([target, header]);
      }
      // What was written is read back: as many events as rows, none bad.
      const mapping = checkedMapping(plan, draft, 'ja');
      const read = await readHistory(plan, [{ name: 'export.csv', chunks: [bytes(csv)], mapping }]);
      expect(read.problems).toEqual([]);
      // Some programs need to know more of a member than a file of purchases says.
      const needsMore = plan.attributes.some(({ name, optional }) => name !== 'enrolled' && !optional);
      const bad = new Set(read.rejected.map((row) => row.reason));
      expect([...bad]).toEqual(needsMore ? ['member-incomplete'] : []);
      expect(read.accepted).toBe(needsMore ? 0 : rows.length);
    },
  );

  test('a Japanese export of sales and returns: kinds of rows, dates, amounts with yen signs', async () => {
    const plan = planOf('online-retail-club');
    const csv = [
      '伝票番号,日付,区分,会員番号,金額,国名',
      '1001,2024/4/1,売上,K-001,"1,200.50",日本',
      '1002,2024/4/2,売上,K-002,"£980",日本',
      '1003,2024/4/9,返品,K-001,200.50,日本',
      '1004,2024/4/9,売上,K-001,30,英国',
      '1005,2024/4/10,値引調整,K-001,5,英国',
    ].join('\n');
    const draft = await guessed(plan, csv);
    expect(draft.picks.event?.choice).toEqual({ kind: 'column', column: '区分' });
    expect(draft.picks['word:売上']?.choice).toEqual({ kind: 'constant', value: 'purchase' });
    expect(draft.picks['word:返品']?.choice).toEqual({ kind: 'constant', value: 'refund' });
    expect(draft.picks['word:値引調整']?.choice).toEqual({ kind: 'none' });
    const read = await readHistory(plan, [
      { name: 'x.csv', chunks: [bytes(csv)], mapping: checkedMapping(plan, draft) },
    ]);
    // Of five rows one is of no known kind: it is a bad row, not a purchase.
    expect(read.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['6 no-row-matches']);
    const amounts = read.members.flatMap(({ member, events }) =>
      events.map(({ type, fields, of }) => [member, type, fields.amount, of]),
    );
    expect(amounts).toEqual([
      ['K-001', 'purchase', 120_050n, undefined],
      ['K-001', 'refund', 20_050n, '1001'],
      ['K-001', 'purchase', 3_000n, undefined],
      ['K-002', 'purchase', 98_000n, undefined],
    ]);
  });

  test('receipts: rows of lines become one purchase, with its total and its lines', async () => {
    const plan = planOf('tea-house');
    const csv = [
      'receipt_no,member_id,purchased_at,channel,total,category,amount,quantity',
      'R1,m1,2026-05-01 10:00,店舗,1500,お茶,1000,2',
      'R1,m1,2026-05-01 10:00,店舗,1500,フード,500,1',
      'R2,m2,2026-05-01 11:00,アプリ,300,フード,300,1',
    ].join('\n');
    const draft = await guessed(plan, csv);
    expect(columnsIn(draft)).toMatchObject({
      'group:purchase': 'receipt_no',
      'field:purchase.amount': 'total',
      'line:purchase.items.amount': 'amount',
      'line:purchase.items.category': 'category',
    });
    // The program wants to know the plan of every member: a second file says it.
    const list = '会員番号,入会日,plan\nm1,2024/04/01,free\nm2,2024/04/03,paid\n';
    const members = guessMapping(plan, await surveyed(list, '会員.csv'));
    const mapping = checkedMapping(plan, withMembers(draft, '会員.csv', members));
    const read = await readHistory(plan, [{ name: 'x.csv', chunks: [bytes(csv)], mapping }], {
      memberSources: new Map([['会員.csv', [bytes(list)]]]),
    });
    expect(read.problems).toEqual([]);
    expect(read.rejected).toEqual([]);
    const [first] = read.members[0]?.events ?? [];
    expect(first?.fields).toMatchObject({
      amount: 1500n,
      channel: 'store',
      items: [
        { category: 'tea', amount: 1000n, quantity: 2n },
        { category: 'food', amount: 500n, quantity: 1n },
      ],
    });
  });

  test('a file that says lines only has no total, and the guess says so', async () => {
    const csv =
      'receipt,member,date,amount\nR1,m1,2026-05-01,100\nR1,m1,2026-05-01,250\nR2,m2,2026-05-02,70\n';
    const draft = await guessed(planOf('tea-house'), csv);
    expect(draft.picks['field:purchase.amount']?.choice).toEqual({ kind: 'none' });
    expect(draft.picks['field:purchase.amount']?.reason.en).toContain('amounts of lines only');
  });

  test('a date and a time in two columns', async () => {
    const plan = planOf('loyal-customers');
    const csv = '会員,日付,時刻,金額\nA,2026/5/1,9:05,100\nB,2026/5/2,18:30,200\n';
    const draft = await guessed(plan, csv);
    expect(draft.picks.at?.choice).toEqual({
      kind: 'columns',
      columns: ['日付', '時刻'],
      format: 'yyyy/M/d H:mm',
    });
    checkedMapping(plan, draft);
  });

  test('day or month first is not known: the guess says that it is unsure', async () => {
    const csv = 'customer,date,amount\na,03/04/2024,10\nb,05/06/2024,20\n';
    const european = await guessed(planOf('online-retail-club'), csv);
    expect(european.picks.at).toMatchObject({ confidence: 'unsure', choice: { format: 'd/M/yyyy' } });
    const american = await guessed(planOf('united-million-miler'), csv);
    expect(american.picks.at).toMatchObject({ confidence: 'unsure', choice: { format: 'M/d/yyyy' } });
    const clear = await guessed(planOf('online-retail-club'), csv.replace('05/06', '25/06'));
    expect(clear.picks.at).toMatchObject({ confidence: 'sure', choice: { format: 'd/M/yyyy' } });
  });

  test('amounts with a decimal comma stay amounts', async () => {
    const plan = planOf('cdnow-club');
    const csv = 'Kunde;client id;date;cds;amount\nx;1;2024-01-02;1;1.234,50\ny;2;2024-01-03;2;12,25\n';
    const survey = await surveyed(csv);
    const draft = guessMapping(plan, survey);
    const preview = await previewRows(plan, documentOf(plan, draft), 'x.csv', bytes(csv), true);
    expect(preview.first.map((row) => (row.kind === 'event' ? row.fields[0]?.text : row.message.en))).toEqual(
      ['1234.50 USD', '12.25 USD'],
    );
  });

  test('a list of members is a list of enrolments', async () => {
    const plan = planOf('tea-house');
    const csv = '会員番号,入会日,生年月日,plan\n1,2024/04/01,1990/05/01,free\n2,2024/04/03,1985/12/24,paid\n';
    const draft = await guessed(plan, csv, '会員一覧.csv');
    expect(draft.picks.event?.choice).toEqual({ kind: 'constant', value: 'enroll' });
    expect(columnsIn(draft)).toMatchObject({ at: '入会日', 'field:enroll.birthday': '生年月日' });
    const mapping = checkedMapping(plan, draft);
    const read = await readHistory(plan, [{ name: 'm.csv', chunks: [bytes(csv)], mapping }]);
    expect([read.accepted, read.rejected.length]).toEqual([2, 0]);
  });

  // If it fails, one line of the sheet says what another denies.
  test('reasons do not contradict one another', async () => {
    const plan = planOf('tea-house');
    const noneBelow = 'customer_no,order_date,amount\nC1,2026-05-01,500\nC1,2026-05-02,700\n';
    const { picks } = await guessed(plan, noneBelow, 'orders.csv');
    expect(picks.reversal?.reason.en).toContain('`amount` has no number below zero so far');
    expect(picks['field:refund.amount']?.reason.en).toContain('none of its numbers is below zero so far');
    expect(picks.id).toMatchObject({ confidence: 'unneeded' });

    const oneNobody = 'customer_no,order_date,amount\nC1,2026-05-01,500\n,2026-05-02,-700\n';
    const one = await guessed(plan, oneNobody, 'orders.csv');
    expect(one.picks.guests?.reason.en).toMatch(/^1 of 2 rows names no member: it is left out/);
    expect(one.picks['field:refund.amount']?.reason.en).toContain('below zero in these rows');

    const noMember = 'order_date,amount\n2026-05-01,500\n';
    const none = await guessed(plan, noMember, 'orders.csv');
    expect(none.picks.member?.confidence).toBe('none');
    expect(none.picks.guests?.reason.en).toContain('once the column of the member is chosen');
  });
});
