"""KPIs of programs/tea-house from its raw history and the ledger's use rows, counted again for each day asked.

Reads `{ history, uses, days }` as JSON on standard input: the rows of the history, `[day, kind, quantity]` of what the ledger
says was enjoyed (stars used for cups, tasting visits of gold members), and the days of observation. Prints per day repeat_rate, nps and cost_rate as fractions.
"""

import json
import sys
from datetime import date
from fractions import Fraction

from ledger import plus_months


def day_of(row):
    return date.fromisoformat(row["at"][:10])


work = json.load(sys.stdin)
rows = work["history"]
enrolled = {r["member"]: day_of(r) for r in rows if r["type"] == "enroll"}
for r in rows:
    enrolled.setdefault(r["member"], day_of(r))
by_id = {r["id"]: r for r in rows if "id" in r}


def spend_left(until):
    """What is left of each purchase once the refunds up to a day are taken off; gone ones are not in it."""
    left = {r["id"]: r["amount"] for r in rows if r["type"] == "purchase" and day_of(r) <= until}
    for r in rows:
        if r["type"] == "refund" and day_of(r) <= until:
            left[r["of"]] -= r["amount"] if "amount" in r else left[r["of"]]
            if left[r["of"]] == 0:
                del left[r["of"]]
    return left


def observe(today):
    after = plus_months(today, -12)
    left = spend_left(today)
    inside = [by_id[i] for i in left if after < day_of(by_id[i]) <= today]
    counts = {}
    for r in inside:
        counts[r["member"]] = counts.get(r["member"], 0) + 1
    once = sum(1 for n in counts.values() if n >= 1)
    repeat = Fraction(sum(1 for n in counts.values() if n >= 2), once) if once else None

    answers = {}
    for r in rows:
        if r["type"] == "survey" and after < day_of(r) <= today:
            answers[r["member"]] = r["recommend"]
    given = list(answers.values())
    nps = Fraction(100 * (sum(1 for a in given if a >= 9) - sum(1 for a in given if a <= 6)), len(given)) if given else None

    # A cup costs 250 yen; a tasting room 1 500 yen for each visit by a member who is gold at that moment.
    paid = 0
    for day, kind, quantity in work["uses"]:
        if kind == "cup" and after < date.fromisoformat(day) <= today:
            paid += 250 * (quantity // 150)
        if kind == "tasting" and after < date.fromisoformat(day) <= today:
            paid += 1500
    sold = sum(left[r["id"]] for r in inside)
    cost = Fraction(paid, sold) if sold else None
    return [None if x is None else [str(x.numerator), str(x.denominator)] for x in (repeat, nps, cost)]


json.dump([observe(date.fromisoformat(d)) for d in work["days"]], sys.stdout)
