/**
 * What a history comes to at each month's end, in SQL over raw rows: one row for each observation, `until` as text. It reads
 *
 *   buys(who, n, day, cents)        purchases
 *   backs(who, n, day, cents)       what was taken back of them
 *   moves(who, day, issued, reversed, used, expired)   points, dated as they are posted
 *   joins(who, day)                 enrolments
 *   silver(who, reached, lapsed)    stays on the higher level
 *   answers(who, moment, day, recommend, satisfied)
 *   costs(day, cents)
 *   run(first, until, unit)         first day, last day, smallest units of the currency
 */
export const FIGURES = `
WITH ends AS (
  SELECT last_day(month)::DATE AS until
  FROM run, generate_series(date_trunc('month', first), until, INTERVAL 1 MONTH) AS months(month)
  WHERE last_day(month) < run.until
  UNION SELECT until FROM run
), days AS (
  SELECT until AS day FROM ends
  UNION SELECT (until - INTERVAL 6 MONTH)::DATE FROM ends
), taken AS (
  SELECT days.day AS today, who, n, sum(cents) AS back
  FROM days JOIN backs ON backs.day <= days.day GROUP BY ALL
), live AS (
  SELECT days.day AS today, b.who, b.day, b.cents - coalesce(back, 0) AS left_over
  FROM days JOIN buys b ON b.day <= days.day
  LEFT JOIN taken t ON t.today = days.day AND t.who = b.who AND t.n = b.n
  WHERE back IS NULL OR back < b.cents
), each AS (
  SELECT today, who, count(*) AS ever, sum(left_over) AS spend,
    count(*) FILTER (day > today - INTERVAL 12 MONTH) AS in_year,
    coalesce(sum(left_over) FILTER (day > today - INTERVAL 12 MONTH), 0) AS spend_year,
    count(*) FILTER (day > today - INTERVAL 6 MONTH) AS in_half,
    max(day) AS latest
  FROM live GROUP BY ALL
), purchases AS (
  SELECT today AS until,
    count(*) AS buyers, sum(spend) AS cents, sum(spend_year) AS cents_in_year,
    count(*) FILTER (in_year >= 1) AS bought_in_year, count(*) FILTER (in_year >= 2) AS twice_in_year,
    count(*) FILTER (in_half >= 1 AND in_half = ever) AS new_buyers,
    count(*) FILTER (in_half >= 1 AND in_half = ever AND ever >= 2) AS new_twice,
    count(*) FILTER (in_half >= 1) AS active,
    count(*) FILTER (today - latest <= 30) AS bought_in_30_days
  FROM each GROUP BY today
), retained AS (
  SELECT e.until, count(*) AS were_active, count(*) FILTER (coalesce(now.in_half, 0) >= 1) AS kept
  FROM ends e JOIN each was ON was.today = (e.until - INTERVAL 6 MONTH)::DATE AND was.in_half >= 1
  LEFT JOIN each now ON now.today = e.until AND now.who = was.who
  GROUP BY e.until
), flows AS (
  SELECT until, sum(issued) AS issued, sum(reversed) AS reversed, sum(used) AS used, sum(expired) AS expired,
    sum(issued) FILTER (day > until - INTERVAL 12 MONTH) AS issued_in_year,
    sum(reversed) FILTER (day > until - INTERVAL 12 MONTH) AS reversed_in_year,
    sum(used) FILTER (day > until - INTERVAL 12 MONTH) AS used_in_year
  FROM ends JOIN moves ON day <= until GROUP BY until
), takers AS (
  SELECT until, count(DISTINCT who) AS took_part FROM (
    SELECT until, who FROM ends JOIN kept_points ON day <= until AND day > until - INTERVAL 12 MONTH AND (gone IS NULL OR gone > until)
    UNION ALL
    SELECT until, who FROM ends JOIN moves ON day <= until AND day > until - INTERVAL 12 MONTH AND used > 0
  ) GROUP BY until
), stays AS (
  SELECT until, who,
    count(*) AS reaches, count(*) FILTER (reached > until - INTERVAL 6 MONTH) AS lately,
    count(*) FILTER (lapsed <= until AND lapsed > until - INTERVAL 6 MONTH) AS lapses
  FROM ends JOIN silver ON reached <= until GROUP BY ALL
), tiers AS (
  SELECT until, count(*) AS ever_silver,
    count(*) FILTER (reaches = lately) AS new_silver,
    count(*) FILTER (reaches > lately) AS silver_before,
    count(*) FILTER (lapses >= 1) AS lapsed_silver
  FROM stays GROUP BY until
), members AS (
  SELECT until, count(*) AS members, count(*) FILTER (day > until - INTERVAL 1 MONTH) AS joined
  FROM ends JOIN joins ON day <= until GROUP BY until
), latest AS (
  SELECT until, who, arg_max(recommend, moment) AS recommend
  FROM ends JOIN answers ON day <= until AND day > until - INTERVAL 12 MONTH GROUP BY ALL
), rated AS (
  SELECT until, who, arg_max(satisfied, moment) AS satisfied FROM ends JOIN answers ON day <= until GROUP BY ALL
), asked AS (
  SELECT until, count(*) AS answers, count(*) FILTER (recommend >= 9) AS promoters, count(*) FILTER (recommend <= 6) AS detractors
  FROM latest GROUP BY until
), happy AS (
  SELECT until, count(*) AS rated, count(*) FILTER (satisfied >= 4) AS content FROM rated GROUP BY until
), paid AS (
  SELECT until, sum(cents) AS cost_cents FROM ends JOIN costs ON day <= until AND day > until - INTERVAL 12 MONTH GROUP BY until
)
SELECT strftime(until, '%Y-%m-%d') AS until, coalesce(COLUMNS(* EXCLUDE (until)), 0) FROM (
  SELECT * EXCLUDE (cost_cents, first), cost_cents / unit AS cost_in_year,
    members - coalesce(silver_before, 0) AS could_become_silver
  FROM ends CROSS JOIN (SELECT unit, first FROM run)
  LEFT JOIN purchases USING (until)
  LEFT JOIN retained USING (until)
  LEFT JOIN flows USING (until)
  LEFT JOIN takers USING (until)
  LEFT JOIN tiers USING (until)
  LEFT JOIN members USING (until)
  LEFT JOIN asked USING (until)
  LEFT JOIN happy USING (until)
  LEFT JOIN paid USING (until)
)`;
