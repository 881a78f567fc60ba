import type { Terms } from './program.ts';

/** A real or generated history as SQL over its raw rows; see figures.ts for the tables. `file` is where it lies. */
export interface RawHistory {
  readonly terms: Terms;
  readonly tables: (file: string) => string;
}

/** Points of one rule that are never used: issued with the purchase, expired the day after the month's end. */
const UNUSED = (months: number): string => `
CREATE TABLE moves AS
  SELECT who, day, points AS issued, 0 AS reversed, 0 AS used, 0 AS expired FROM awards
  UNION ALL SELECT who, taken_on, 0, points, 0, 0 FROM takings
  UNION ALL SELECT who, ends + 1, 0, 0, 0, rest FROM (
    SELECT a.who, last_day(a.day + INTERVAL ${months} MONTH)::DATE AS ends,
      a.points - coalesce((SELECT sum(points) FROM takings t WHERE t.who = a.who AND t.n = a.n), 0) AS rest
    FROM awards a
  ) CROSS JOIN run WHERE rest > 0 AND ends < until;
CREATE TABLE kept_points AS
  SELECT who, day, (
    SELECT min(taken_on) FROM (
      SELECT taken_on, sum(points) OVER (ORDER BY taken_on) AS gone FROM takings t WHERE t.who = a.who AND t.n = a.n
    ) WHERE gone = a.points
  ) AS gone FROM awards a;
CREATE TABLE costs AS SELECT NULL::DATE AS day, 0 AS cents WHERE false;
CREATE TABLE answers AS SELECT '' AS who, '' AS moment, NULL::DATE AS day, 0 AS recommend, 0 AS satisfied WHERE false;`;

/** Reached when the purchases of a year come to enough, lapsed with the year. Only right where nothing comes back. */
const SILVER = (cents: number): string => `
CREATE TABLE silver AS
  SELECT who, min(day) AS reached, (date_trunc('year', min(day)) + INTERVAL 1 YEAR)::DATE AS lapsed
  FROM (SELECT who, day, sum(cents) OVER (PARTITION BY who, year(day) ORDER BY day, n) AS sofar FROM buys)
  WHERE sofar >= ${cents} GROUP BY who, year(day);`;

export const CDNOW: RawHistory = {
  terms: {
    currency: 'USD',
    timezone: 'America/New_York',
    events: '  purchase: { amount: { type: USD, max: 100_000.00 }, cds: integer }',
    silver: 100,
    months: 6,
  },
  tables: (file) => `
CREATE TABLE buys AS
  WITH words AS (
    SELECT string_split_regex(trim(line), ' +') AS w
    FROM read_csv('${file}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, auto_detect = false)
    WHERE regexp_matches(trim(line), '^[0-9]+ +[0-9]{8} +[0-9]+ +[0-9.]+$')
  )
  SELECT w[1] AS who, row_number() OVER () AS n, strptime(w[2], '%Y%m%d')::DATE AS day,
    round(w[4]::DECIMAL(12, 2) * 100)::BIGINT AS cents
  FROM words;
CREATE TABLE backs AS SELECT who, n, day, cents FROM buys WHERE false;
CREATE TABLE joins AS SELECT who, min(day) AS day FROM buys GROUP BY who;
CREATE TABLE run AS SELECT min(day) AS first, max(day) AS until, 100 AS unit FROM buys;
CREATE TABLE awards AS SELECT who, n, day, cents // 100 AS points FROM buys WHERE cents >= 100;
CREATE TABLE takings AS SELECT who, n, day AS taken_on, 0 AS points FROM buys WHERE false;
${UNUSED(6)}${SILVER(10_000)}`,
};

/**
 * A cancellation does not name its invoice: it takes from the customer's last purchase that can still cover it. So a customer's
 * rows are gone through one after the other, with the list of what is left of each purchase.
 */
export const ONLINE_RETAIL: RawHistory = {
  terms: {
    currency: 'GBP',
    timezone: 'Europe/London',
    events: `  purchase: { amount: { type: GBP, max: 1_000_000.00 }, country: text }
  refund: { reverses: purchase by amount, amount: GBP }`,
    silver: 1000,
    months: 3,
  },
  tables: (file) => `
CREATE TABLE rows AS
  SELECT customer_id AS who, row_number() OVER (PARTITION BY customer_id ORDER BY line) AS n,
    invoice_date[:10]::DATE AS day, invoice_no[1] = 'C' AS is_back, round(abs(amount::DECIMAL(14, 3)) * 1000)::BIGINT // 10 AS cents
  FROM (
    SELECT *, row_number() OVER () AS line
    FROM read_csv('${file}', header = true, all_varchar = true)
  )
  WHERE customer_id <> '' AND round(abs(amount::DECIMAL(14, 3)) * 1000)::BIGINT % 10 = 0;
CREATE TABLE steps AS
  WITH RECURSIVE walk AS (
    SELECT who, 0::BIGINT AS n, []::STRUCT(n BIGINT, rest BIGINT)[] AS open, NULL::BIGINT AS taken_from
    FROM (SELECT DISTINCT who FROM rows)
    UNION ALL
    SELECT walk.who, r.n,
      CASE
        WHEN NOT r.is_back THEN list_append(open, {'n': r.n, 'rest': r.cents})
        ELSE list_transform(open, lambda x: {'n': x.n, 'rest': CASE WHEN x.n = list_max(
          list_transform(list_filter(open, lambda y: y.rest > 0 AND y.rest >= r.cents), lambda y: y.n)
        ) THEN x.rest - r.cents ELSE x.rest END})
      END,
      CASE WHEN r.is_back THEN list_max(
        list_transform(list_filter(open, lambda y: y.rest > 0 AND y.rest >= r.cents), lambda y: y.n)
      ) END
    FROM walk JOIN rows r ON r.who = walk.who AND r.n = walk.n + 1
  )
  SELECT who, n, taken_from FROM walk WHERE taken_from IS NOT NULL;
CREATE TABLE buys AS SELECT who, n, day, cents FROM rows WHERE NOT is_back;
CREATE TABLE backs AS
  SELECT who, s.taken_from AS n, r.n AS step, r.day, r.cents FROM steps s JOIN rows r USING (who, n);
CREATE TABLE joins AS SELECT who, min(day) AS day FROM buys GROUP BY who;
CREATE TABLE run AS SELECT min(day) AS first, (SELECT max(day) FROM (SELECT day FROM buys UNION ALL SELECT day FROM backs)) AS until, 100 AS unit FROM buys;
CREATE TABLE awards AS SELECT who, n, day, cents // 100 AS points FROM buys WHERE cents >= 100;
CREATE TABLE takings AS
  SELECT who, n, day AS taken_on, coalesce(lag(stays) OVER (PARTITION BY who, n ORDER BY step), points) - stays AS points
  FROM (
    SELECT b.who, b.n, b.step, b.day, a.points, a.day AS earned,
      a.points * (p.cents - sum(b.cents) OVER (PARTITION BY b.who, b.n ORDER BY b.step)) // p.cents AS stays
    FROM backs b JOIN awards a USING (who, n) JOIN buys p USING (who, n)
  )
  WHERE day <= last_day(earned + INTERVAL 3 MONTH);
CREATE TABLE silver AS SELECT who, day AS reached, day AS lapsed FROM buys WHERE false;
${UNUSED(3)}`,
};

/** Purchases, surveys and redemptions, of customers that are made up. Points that are used come from the oldest lots. */
export const GENERATED: RawHistory = {
  terms: {
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    events: `  purchase: { amount: JPY }
  survey: { recommend: integer, satisfied: integer }`,
    rewards: 'rewards:\n  cup: { price: 30 points, expense: 250 JPY }\n',
    silver: 30_000,
    months: 3,
  },
  tables: (file) => `
CREATE TABLE raw AS
  SELECT member AS who, "at" AS moment, "at"[:10]::DATE AS day, type, amount::BIGINT AS amount, reward, quantity::BIGINT AS quantity,
    recommend::INTEGER AS recommend, satisfied::INTEGER AS satisfied
  FROM read_json('${file}', format = 'newline_delimited', columns = {
    'member': 'VARCHAR', 'id': 'VARCHAR', 'at': 'VARCHAR', 'type': 'VARCHAR', 'amount': 'BIGINT', 'reward': 'VARCHAR',
    'quantity': 'BIGINT', 'recommend': 'INTEGER', 'satisfied': 'INTEGER'});
CREATE TABLE buys AS
  SELECT who, row_number() OVER (ORDER BY who, moment) AS n, day, amount AS cents FROM raw WHERE type = 'purchase';
CREATE TABLE backs AS SELECT who, n, day, cents FROM buys WHERE false;
CREATE TABLE joins AS SELECT who, day FROM raw WHERE type = 'enroll';
CREATE TABLE run AS SELECT min(day) AS first, max(day) AS until, 1 AS unit FROM raw;
CREATE TABLE awards AS
  SELECT who, day, last_day(day + INTERVAL 3 MONTH)::DATE AS ends, cents // 100 AS points FROM buys WHERE cents >= 100;
CREATE TABLE uses AS SELECT who, day, 30 * quantity AS points FROM raw WHERE type = 'redeem' AND reward = 'cup';
CREATE TABLE expiries AS
  SELECT who, ends, sofar - coalesce(lag(sofar) OVER (PARTITION BY who ORDER BY ends), 0) AS points
  FROM (
    -- What had to end by now and was not used by then; what ended before stays ended.
    SELECT who, ends, greatest(0, max(due) OVER (PARTITION BY who ORDER BY ends)) AS sofar
    FROM (
      SELECT who, ends,
        sum(sum(points)) OVER (PARTITION BY who ORDER BY ends)
        - coalesce((SELECT sum(u.points) FROM uses u WHERE u.who = a.who AND u.day <= a.ends), 0) AS due
      FROM awards a GROUP BY who, ends
    )
  );
CREATE TABLE moves AS
  SELECT who, day, points AS issued, 0 AS reversed, 0 AS used, 0 AS expired FROM awards
  UNION ALL SELECT who, day, 0, 0, points, 0 FROM uses
  UNION ALL SELECT who, ends + 1, 0, 0, 0, points FROM expiries CROSS JOIN run WHERE ends < until AND points > 0;
CREATE TABLE kept_points AS SELECT who, day, NULL::DATE AS gone FROM awards;
CREATE TABLE costs AS SELECT day, points // 30 * 250 AS cents FROM uses;
CREATE TABLE answers AS SELECT who, moment, day, recommend, satisfied FROM raw WHERE type = 'survey';
${SILVER(30_000)}`,
};
