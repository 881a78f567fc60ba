"""The programs beside this file (shapes/*.yaml), each put into Python by hand."""

from datetime import date
from fractions import Fraction
from math import floor

from ledger import (Group, Ladder, Level, Points, Program, Quantity, Reward, Rule, Times, end_of, plus_days,
                    plus_months, start_of)


def spend(events):
    return sum(e.left("amount") for e in events)


def per(step, amount):
    """`1 star per STEP of AMOUNT`: whole units, toward minus infinity."""
    return floor(Fraction(amount) / step)


def field(name):
    return lambda m: m.e.fields[name]


def points_shape():
    step = lambda m: 60 if m.today >= date(2025, 7, 1) else 54
    rate = lambda m: {-1: Fraction(0), 0: Fraction(1, 4), 1: Fraction(1, 2)}[m.level("status")]
    year = lambda m: spend(m.within_this("purchase", "year"))
    end_year = lambda reached: end_of("year", plus_months(reached, 3))
    star = Points("star", available=lambda d: plus_days(d, 1),
                  last=lambda m, d: end_of("month", plus_months(d, 2)))
    return Program(
        points=[star],
        ladders=[Ladder("status", "regular", [
            Level("silver", lambda m: year(m) >= 6000, end_year),
            Level("gold", lambda m: year(m) >= 15000, end_year)])],
        rules=[
            Rule("base", on=["purchase"], give=[("star", lambda m: per(step(m), m.e.fields["amount"]))],
                 limits=[Quantity(90, "star", "month")]),
            Rule("bonus", on=["purchase"], give=[("star", lambda m: rate(m) * m.awards.get("base", 0))]),
            Rule("hi_silver", reach=("status", "silver"), give=[("star", lambda m: 31)],
                 available=lambda d: d, last=lambda m, d: plus_days(d, 20)),
            Rule("hi_gold", reach=("status", "gold"), give=[("star", lambda m: 53)]),
            Rule("seen", on=["visit"], give=[("star", lambda m: 7)],
                 limits=[Times(2, "day"), Quantity(20, "star", "month")]),
            Rule("opening", dated=date(2025, 5, 5), give=[("star", lambda m: per(100, spend(m.within_last("purchase", days=30))))]),
        ],
        rewards={"cup": Reward(("star", 40)), "pot": Reward(("star", 75), when=lambda m: m.level("status") >= 0)},
        reverses={"refund": ("purchase", "amount"), "cancel": ("redeem", None)})


def settle_shape():
    month = lambda m: spend(m.within_this("purchase", "month"))
    def steps(m):
        return 30 if month(m) >= 5000 else 10 if month(m) >= 2000 else 0
    star = Points("star", last=lambda m, d: plus_months(d, 1))
    coin = Points("coin", forgive=True)
    return Program(
        points=[star, coin],
        rules=[
            Rule("club", on=["purchase", "refund"], settle=("star", lambda m: per(70, month(m)), "month"),
                 limits=[Quantity(60, "star", "month"), Times(4, "week")]),
            Rule("steps", on=["purchase"], settle=("coin", steps, "month")),
            Rule("pay", on=["spend_visit"], take=[("coin", lambda m: 12)], give=[("star", lambda m: 5)],
                 limits=[Times(2, "month")]),
            Rule("back", every="month", after=2,
                 give=[("star", lambda m: per(100, spend(m.within_previous("purchase", "month")))),
                       ("coin", lambda m: len(m.within_last("visit", days=14)))]),
            Rule("left", on=["visit"], when=lambda m: m.balances["star"] >= 50, forfeit=[("star", lambda m: 9)]),
        ],
        rewards={"cup": Reward(("star", 30), give=[("coin", 2)])},
        reverses={"refund": ("purchase", "amount"), "cancel": ("redeem", None)})


def tiers_shape():
    rolling = lambda m: spend(m.within_last("purchase", months=6))
    star = Points("star", last=lambda m, d: plus_days(d, 40))
    return Program(
        points=[star],
        ladders=[
            Ladder("status", "regular", [
                Level("bronze", lambda m: rolling(m) >= 2000, lambda d: plus_months(d, 1)),
                Level("silver", lambda m: rolling(m) >= 5000, lambda d: end_of("quarter", d)),
                Level("gold", lambda m: rolling(m) >= 9000, lambda d: plus_days(d, 25))], drop_one=True),
            Ladder("club", "guest", [
                Level("member", lambda m: m.m.available("star") - m.m.debt["star"] >= 60),
                Level("vip", lambda m: False)]),
            Ladder("rank", "low", [
                Level("mid", lambda m: len(m.within_previous("visit", "month")) >= 2),
                Level("top", lambda m: len(m.within_previous("visit", "month")) >= 3 and m.m.tier["status"] >= 0,
                      lambda d: plus_days(d, 45))], review="month", after=2),
        ],
        rules=[
            Rule("base", on=["purchase"], give=[("star", lambda m: per(100, m.e.fields["amount"]))]),
            Rule("extra", on=["purchase"], when=lambda m: m.level("status") >= 1 or m.level("club") >= 0,
                 give=[("star", lambda m: 3)]),
            Rule("hi_gold", reach=("status", "gold"), give=[("star", lambda m: 40)]),
            Rule("hi_silver", reach=("status", "silver"), give=[("star", lambda m: 21)], limits=[Times(1, "quarter")]),
            Rule("fee", reach=("club", "member"), take=[("star", lambda m: 45)]),
            Rule("bye", lapse=("club", "member"), give=[("star", lambda m: 25)], limits=[Times(2, "month")]),
            Rule("bye_silver", lapse=("status", "silver"), give=[("star", lambda m: 11)]),
            Rule("try_vip", on=["visit"], when=lambda m: m.e.fields["dare"], hold=("club", "vip", lambda m: plus_days(m.today, 9)),
                 limits=[Times(1, "month")]),
            Rule("try_top", on=["visit"], when=lambda m: not m.e.fields["dare"],
                 hold=("rank", "top", lambda m: plus_days(m.today, 5)), limits=[Times(1, "quarter")]),
            Rule("hi_top", reach=("rank", "top"), give=[("star", lambda m: 2)]),
            Rule("bye_mid", lapse=("rank", "mid"), give=[("star", lambda m: 1)]),
            Rule("monthly", every="month", after=1, when=lambda m: m.level("status") >= 0,
                 give=[("star", lambda m: 10 + per(1000, spend(m.within_previous("purchase", "month"))))]),
            Rule("weekly", every="week", when=lambda m: m.balances["star"] >= 100, give=[("star", lambda m: 4)]),
        ],
        rewards={"cup": Reward(("star", 35))},
        reverses={"refund": ("purchase", "amount"), "undo": ("visit", None), "cancel": ("redeem", None)})


def limits_shape():
    def slide(months):
        def last(m, earned):
            found = [e.day for e in m.history if e.type == "purchase" and e.share > 0]
            return plus_months(max(found) if found else earned, months)
        return last
    star = Points("star", last=slide(2), slides=True)
    gem = Points("gem", forgive=True, last=lambda m, d: plus_days(d, 10))
    return Program(
        points=[star, gem],
        groups=[Group("extras", "highest", [Quantity(100, "star", "month")]), Group("both", "all", [Times(3, "week")])],
        rules=[
            Rule("stamp", on=["purchase"], give=[("star", lambda m: 10)],
                 limits=[Times(1, "month", "shop"), Times(2, "day")]),
            Rule("first_time", on=["purchase"], give=[("gem", lambda m: 20)], limits=[Times(1, None, "shop")]),
            Rule("app_day", on=["purchase"], group="extras", when=lambda m: m.e.fields["app"],
                 give=[("star", lambda m: per(100, m.e.fields["amount"]))], limits=[Quantity(45, "star", "week")]),
            Rule("big_day", on=["purchase"], group="extras", when=lambda m: m.e.fields["amount"] >= 2000,
                 give=[("star", lambda m: 25)], limits=[Times(1, "day")]),
            Rule("any_day", on=["purchase"], group="extras", give=[("star", lambda m: 6)]),
            Rule("g1", on=["purchase", "visit"], group="both", give=[("gem", lambda m: 4)], limits=[Times(2, "week")]),
            Rule("g2", on=["purchase", "visit"], group="both", give=[("star", lambda m: 2)]),
            Rule("swap", on=["visit"], when=lambda m: m.balances["star"] >= 60, take=[("star", lambda m: 60)],
                 give=[("gem", lambda m: 13)], limits=[Quantity(13, "gem", "week")]),
            Rule("swap_too", on=["visit"], when=lambda m: m.balances["star"] >= 60, take=[("star", lambda m: 50)],
                 give=[("gem", lambda m: 9)]),
            Rule("echo", on=["visit"], give=[("star", lambda m: m.awards.get("swap_too", 0))]),
            Rule("again", on=["purchase"], when=lambda m: len([e for e in m.within_last("purchase", days=7)
                                                                if e.fields["shop"] == m.e.fields["shop"]]) >= 3,
                 give=[("gem", lambda m: 3)]),
        ],
        rewards={"cup": Reward(("star", 40), give=[("gem", 7)]), "ring": Reward(("gem", 15))},
        reverses={"refund": ("purchase", "amount"), "undo": ("visit", None), "cancel": ("redeem", None)})


def decimals_shape():
    def gold_day(m):
        if m.tier["status"] >= 0:
            return m.today
        return m.last_at["status"][0]
    def last(m, earned):
        known = [d for d in (earned, gold_day(m)) if d is not None]
        return plus_months(max(known), 1)
    def quarter(m):
        return spend(m.within_this("purchase", "quarter"))
    def status_year(m):
        # Starts again just after the step that changed the tier; later periods by date.
        anchor = m.m.since["status"]
        start = start_of((anchor, 3), m.today)
        events = m.events("purchase", start, m.end)
        if start == anchor:
            events = [e for e in events if m.m.history.index(e) >= m.m.moves["status"]]
        return spend(events)
    def streak(m):
        days = {start_of("week", e.day) for e in m.events("purchase", None, m.end)}
        n, at = 0, start_of("week", m.today)
        while at in days:
            n, at = n + 1, plus_days(at, -7)
        return n
    mile = Points("mile", scale=1, rounding="half_even", last=last, slides=True)
    pt = Points("pt", scale=2, rounding="half_up", available=lambda d: plus_days(d, 3),
                last=lambda m, d: end_of("week", plus_days(d, 14)))
    up = Points("up", rounding="up")
    return Program(
        points=[mile, pt, up],
        ladders=[Ladder("status", "regular", [
            Level("gold", lambda m: status_year(m) >= 4000, lambda d: plus_months(d, 2)),
            Level("black", lambda m: status_year(m) >= 7000, lambda d: plus_months(d, 1))])],
        rules=[
            Rule("base", on=["purchase"], give=[("mile", lambda m: Fraction(m.e.fields["amount"] * 25, 10000)),
                                                ("pt", lambda m: Fraction(m.e.fields["amount"], 700))],
                 limits=[Quantity(200, "pt", "quarter")]),
            Rule("odd", on=["purchase"], give=[("up", lambda m: Fraction(m.e.fields["amount"], 333))],
                 limits=[Times(3, "week")]),
            Rule("keen", on=["purchase"], when=lambda m: streak(m) >= 3, give=[("up", lambda m: streak(m))]),
            Rule("hi", reach=("status", "gold"), give=[("up", lambda m: 9), ("mile", lambda m: Fraction(5, 2))]),
            Rule("hi_black", reach=("status", "black"), give=[("up", lambda m: 90)]),
            Rule("bye", lapse=("status", "gold"), give=[("up", lambda m: 1)]),
            Rule("quarterly", every="quarter", give=[("up", lambda m: per(1000, spend(m.within_previous("purchase", "quarter"))))]),
            Rule("weekly", every="week", when=lambda m: m.level("status") >= 0,
                 give=[("mile", lambda m: Fraction(1, 10) * len(m.within_previous("purchase", "week")))]),
        ],
        rewards={"trip": Reward(("mile", 40)), "cup": Reward(("up", 12))},
        reverses={"refund": ("purchase", "amount"), "cancel": ("redeem", None)})


def paying_shape():
    star = Points("star", available=lambda d: plus_days(d, 2), last=lambda m, d: end_of("month", plus_months(d, 1)))
    return Program(
        points=[star],
        rules=[
            Rule("hello", enroll=True, give=[("star", lambda m: 30)], available=lambda d: d),
            Rule("pay", on=["purchase"], take=[("star", lambda m: m.e.fields["paid"])]),
            Rule("base", on=["purchase"], give=[("star", lambda m: per(50, m.e.fields["amount"]))]),
            Rule("promo", on=["visit"], give=[("star", lambda m: 11)], available=lambda d: d, last=lambda m, d: plus_days(d, 4)),
            Rule("slow", on=["visit"], give=[("star", lambda m: 6)], available=lambda d: end_of("month", d),
                 last=lambda m, d: plus_days(d, 15), limits=[Times(1, "week")]),
            Rule("misuse", on=["misuse"], forfeit=[("star", lambda m: 20)]),
            Rule("most", on=["misuse"], when=lambda m: m.balances["star"] < 0, give=[("star", lambda m: 8)]),
            Rule("undone", on=["refund"], give=[("star", lambda m: 2)], during=(date(2025, 2, 1), date(2025, 6, 30)),
                 limits=[Times(5, "quarter")]),
        ],
        rewards={"cup": Reward(("star", 25)), "book": Reward(("star", 60))},
        reverses={"refund": ("purchase", "amount"), "cancel": ("redeem", None), "undo": ("visit", None)})


SHAPES = {
    "points": points_shape,
    "settle": settle_shape,
    "tiers": tiers_shape,
    "limits": limits_shape,
    "decimals": decimals_shape,
    "paying": paying_shape,
}
