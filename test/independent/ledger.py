"""A second reading of the language's sections 5 to 9, written from its text alone.

It walks every day, recounts every sum from the raw events, and knows a few programs by hand (shapes.py); it reads no
program. Standard library only. It exists to disagree with the reference engine where one of the two is wrong.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

FOREVER = date.max


# --- the calendar -------------------------------------------------------------------------------------------------


def plus_months(day, count):
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(1)).day
    return date(year, month + 1, min(day.day, last))


def plus_days(day, count):
    return day + timedelta(count)


def start_of(period, day):
    if period == "day":
        return day
    if period == "week":
        return day - timedelta(day.weekday())
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if period == "year":
        return date(day.year, 1, 1)
    if isinstance(period, tuple):  # (anchor, months)
        anchor, months = period
        k = 0
        while plus_months(anchor, (k + 1) * months) <= day:
            k += 1
        while plus_months(anchor, k * months) > day:
            k -= 1
        return plus_months(anchor, k * months)
    raise ValueError(period)


def end_of(period, day):
    step = day
    # The last day that still lies in the same period.
    if period == "month":
        return plus_months(day.replace(day=1), 1) - timedelta(1)
    while start_of(period, step + timedelta(1)) == start_of(period, day):
        step += timedelta(1)
    return step


def previous(period, day):
    """First and last day of the last complete period."""
    last = start_of(period, day) - timedelta(1)
    return start_of(period, last), last


# --- rounding -----------------------------------------------------------------------------------------------------


def rounded(value, mode):
    low = floor(value)
    rest = value - low
    if mode == "down":
        return low if value >= 0 or rest == 0 else low + 1
    if mode == "up":
        return low if rest == 0 else (low + 1 if value > 0 else low)
    if rest != Fraction(1, 2):
        return low if rest < Fraction(1, 2) else low + 1
    if mode == "half_up":
        return low + 1 if value > 0 else low
    return low if low % 2 == 0 else low + 1


# --- what a program is made of ------------------------------------------------------------------------------------


class Points:
    def __init__(self, name, scale=0, rounding="down", available=None, last=None, slides=False, forgive=False):
        self.name, self.scale, self.rounding, self.forgive = name, scale, rounding, forgive
        self.available = available or (lambda earned: earned)
        # (member, earned) -> last day or None; `slides`: it reads history and is asked again whenever it matters.
        self.last = last or (lambda member, earned: None)
        self.slides = slides

    def text(self, units):
        digits = str(abs(units)).rjust(self.scale + 1, "0")
        whole, part = digits[: len(digits) - self.scale], digits[len(digits) - self.scale :].rstrip("0")
        return ("-" if units < 0 else "") + whole + ("." + part if part else "")


class Times:
    def __init__(self, n, period=None, field=None):
        self.n, self.period, self.field = n, period, field


class Quantity:
    def __init__(self, amount, points, period):
        self.amount, self.points, self.period = amount, points, period


class Rule:
    """give/take/forfeit: list of (points name, f(moment) in whole units of that type, a Fraction or int)."""

    def __init__(self, name, on=(), every=None, after=0, dated=None, reach=None, lapse=None, enroll=False, when=None,
                 give=(), take=(), forfeit=(), settle=None, hold=None, limits=(), group=None, during=None,
                 available=None, last=None):
        self.name, self.on, self.every, self.after, self.dated = name, on, every, after, dated
        self.reach, self.lapse, self.enroll = reach, lapse, enroll
        self.when = when or (lambda moment: True)
        self.give, self.take, self.forfeit, self.settle, self.hold = give, take, forfeit, settle, hold
        self.limits, self.group, self.during = limits, group, during
        self.available, self.last = available, last


class Group:
    def __init__(self, name, pick="all", limits=()):
        self.name, self.pick, self.limits = name, pick, limits


class Level:
    def __init__(self, name, reach, until=None):
        self.name, self.reach, self.until = name, reach, until


class Ladder:
    def __init__(self, name, base, levels, review="event", after=0, drop_one=False):
        self.name, self.base, self.levels = name, base, levels
        self.review, self.after, self.drop_one = review, after, drop_one


class Reward:
    def __init__(self, price, give=(), when=None):
        self.price, self.give, self.when = price, give, when or (lambda moment: True)


class Program:
    def __init__(self, points, rules, ladders=(), groups=(), rewards=None, reverses=None):
        self.points = {p.name: p for p in points}
        self.rules, self.ladders, self.rewards = rules, ladders, rewards or {}
        self.groups = {g.name: g for g in groups}
        # event type -> (reversed type, field or None)
        self.reverses = reverses or {"refund": ("purchase", "amount")}


# --- what happens to a member -------------------------------------------------------------------------------------


class Event:
    def __init__(self, raw, day, clock):
        self.id, self.type, self.fields = raw.get("id"), raw["type"], raw
        self.day, self.clock = day, clock
        self.share = Fraction(1)
        self.postings = []  # awards and takes that it caused, in posting order
        self.moved = None  # the order in which tiers changed (T6)

    def whole(self, field):
        return self.fields[field]

    def left(self, field, by="amount"):
        value = self.fields[field] * self.share
        return value if field == by else floor(value)


class Lot:
    def __init__(self, number, points, rule, earned, available, last, rest):
        self.number, self.points, self.rule, self.earned = number, points, rule, earned
        self.available, self.last, self.rest = available, last, rest
        self.usable = False
        self.lost = 0  # expired or forfeited, not yet counted as returned


class Firing:
    def __init__(self, rule, day, event):
        self.rule, self.day, self.event, self.awards = rule, day, event, []


class Award:
    def __init__(self, rule, points, quantity, lot):
        self.rule, self.points, self.quantity, self.lot = rule, points, quantity, lot
        self.kept, self.counted = quantity, quantity


class Use:
    def __init__(self, rule, points, quantity, lots):
        self.rule, self.points, self.quantity, self.lots, self.kept = rule, points, quantity, lots, quantity


class Moment:
    """What expressions see: the snapshot of balances and tiers, today, and where windows end."""

    def __init__(self, member, event, at_start, base=None):
        self.m, self.e, self.today = member, event, member.today
        self.base = base or member.today  # windows count from here (delayed periods: the period's start)
        self.end = self.base - timedelta(1) if at_start else self.base
        self.balances = {p: member.available(p) - member.debt[p] for p in member.program.points}
        self.pendings = {p: member.pending(p) for p in member.program.points}
        self.tiers = {l.name: member.tier[l.name] for l in member.program.ladders}
        self.awards = {}

    def events(self, type_, start=None, end=None):
        return [e for e in self.m.history if e.type == type_ and e.share > 0
                and (start is None or e.day >= start) and (end is None or e.day <= end)]

    def within_last(self, type_, months=0, days=0):
        after = plus_months(self.end, -months) if months else self.end - timedelta(days)
        return self.events(type_, after + timedelta(1), self.end)

    def within_this(self, type_, period):
        return self.events(type_, start_of(period, self.base), self.end)

    def within_previous(self, type_, period):
        return self.events(type_, *previous(period, self.base))

    def level(self, ladder):
        return self.tiers[ladder]


class Member:
    def __init__(self, program, enrolled):
        self.program, self.enrolled, self.today, self.clock = program, enrolled, enrolled, "00:00"
        self.history, self.lots, self.firings, self.rows = [], [], [], []
        self.debt = {p: 0 for p in program.points}
        self.tier = {l.name: -1 for l in program.ladders}
        self.since = {l.name: enrolled for l in program.ladders}
        self.held = {l.name: [None] * len(l.levels) for l in program.ladders}
        self.flag = {l.name: [False] * len(l.levels) for l in program.ladders}
        self.last_at = {l.name: [None] * len(l.levels) for l in program.ladders}  # last day held, while not held now
        self.moves = {l.name: 0 for l in program.ladders}
        self.touched = set()
        self.posted = False

    # -- balances and rows

    def usable_lots(self, points):
        lots = [l for l in self.lots if l.points == points and l.usable and l.rest > 0]
        return sorted(lots, key=lambda l: (l.last() or FOREVER, l.earned, l.number))

    def available(self, points):
        return sum(l.rest for l in self.lots if l.points == points and l.usable)

    def pending(self, points):
        return sum(l.rest for l in self.lots if l.points == points and not l.usable)

    def row(self, kind, what, quantity=None, by=None, cause=None, lot=None, expires=None):
        points = self.program.points.get(what)
        if points:
            sign = "+" if quantity > 0 and kind != "decline" else ""
            balance = points.text(self.available(what) - self.debt[what]) + "/" + points.text(self.pending(what))
            quantity = sign + points.text(quantity)
        else:
            balance = "-"
        last = "-" if expires is None else "forever" if expires == FOREVER else expires.isoformat()
        cells = [f"{self.today.isoformat()} {self.clock}", kind, what, quantity or "-", by or "-",
                 cause.id if cause else "-", f"L{lot.number}" if lot else "-", last, balance]
        self.rows.append(" | ".join(cells))

    # -- lots

    def new_lot(self, points, rule, quantity, available, last):
        lot = Lot(len(self.lots) + 1, points, rule, self.today, available, last, quantity)
        self.lots.append(lot)
        self.ripen(lot)
        return lot

    def ripen(self, lot):
        last = lot.last()
        if lot.usable or lot.available > self.today or (last is not None and last < lot.available):
            return
        lot.usable = True
        paid = min(self.debt[lot.points], lot.rest)
        self.debt[lot.points] -= paid
        lot.rest -= paid

    def draw(self, kind, points, quantity, by, cause):
        """Takes from available lots in order of use, one row each; gives what it could not take, and the lots."""
        lots = []
        for lot in self.usable_lots(points):
            part = min(quantity, lot.rest)
            if part <= 0:
                break
            lot.rest -= part
            quantity -= part
            if kind == "forfeit":
                lot.lost += part
            lots.append(lot)
            self.row(kind, points, -part, by, cause, lot)
        return quantity, lots

    def award(self, rule, by, points, quantity, cause, firing):
        kind = self.program.points[points]
        earned = self.today
        available = ((rule and rule.available) or kind.available)(earned)
        last_of = (rule and rule.last) or kind.last
        slides = kind.slides and not (rule and rule.last)
        fixed = None if slides else last_of(self, earned)
        lot = self.new_lot(points, by, quantity, available, (lambda: last_of(self, earned)) if slides else (lambda: fixed))
        award = Award(by, points, quantity, lot)
        if firing:
            firing.awards.append(award)
        if cause:
            cause.postings.append(award)
        self.row("earn", points, quantity, by, cause, lot, lot.last())

    def use(self, by, points, quantity, cause):
        _, lots = self.draw("use", points, quantity, by, cause)
        if cause:
            cause.postings.append(Use(by, points, quantity, lots))

    # -- reversal

    def reverse(self, event):
        original = next((e for e in self.history if e.id == event.fields["of"]), None)
        if original is None:  # a redemption that was declined is not in history
            return
        _, field = self.program.reverses[event.type]
        if field is None or event.fields.get(field) is None:
            original.share = Fraction(0)
        else:
            whole = original.fields[field]
            left = original.share * whole - event.fields[field]
            original.share = Fraction(left, whole) if left > 0 else Fraction(0)
        for posting in original.postings:
            points = self.program.points[posting.points]
            keeps = rounded(posting.quantity * original.share, points.rounding)
            back, posting.kept = posting.kept - keeps, keeps
            if back > 0 and isinstance(posting, Award):
                self.take_back(posting, back, event)
            elif back > 0:
                self.come_back(posting, back, event)

    def take_back(self, award, quantity, cause):
        own = award.lot
        part = min(quantity, own.rest)
        if part > 0:
            own.rest -= part
            award.counted -= part
            self.row("reverse", award.points, -part, award.rule, cause, own)
        quantity -= part
        lost = min(quantity, own.lost)
        own.lost -= lost
        quantity -= lost
        missing, _ = self.draw("reverse", award.points, quantity, award.rule, cause)
        award.counted -= quantity - missing
        if missing > 0 and not self.program.points[award.points].forgive:
            award.counted -= missing
            self.debt[award.points] += missing
            self.row("reverse", award.points, -missing, award.rule, cause)

    def come_back(self, use, quantity, cause):
        # The latest last day among the lots used; where it slides, it goes on sliding.
        last = max(use.lots, key=lambda lot: (lot.last() or FOREVER, lot.earned)).last
        if last() is not None and last() < self.today:
            return
        lot = self.new_lot(use.points, use.rule, quantity, self.today, last)
        self.row("reverse", use.points, quantity, use.rule, cause, lot, last())

    # -- rules

    def room(self, owner_rules, limit, event, points=None):
        """What is left of one limit, counted over the firings of the given rules."""
        start = None if limit.period is None else start_of(limit.period, self.today)
        firings = [f for f in self.firings if f.rule.name in owner_rules
                   and (start is None or start_of(limit.period, f.day) == start)]
        if isinstance(limit, Times):
            if limit.field is not None:
                firings = [f for f in firings if f.event.fields[limit.field] == event.fields[limit.field]]
            return limit.n - sum(1 for f in firings if not f.awards or any(a.counted > 0 for a in f.awards))
        return limit.amount - sum(a.counted for f in firings for a in f.awards if a.points == limit.points)

    def candidate(self, rule, moment):
        """The rule's gives after its own limits, or None when it does not fire."""
        if rule.during and not rule.during[0] <= self.today <= rule.during[1]:
            return None
        if not rule.when(moment):
            return None
        scaled = lambda points, value: rounded(Fraction(value) * 10 ** self.program.points[points].scale,
                                               self.program.points[points].rounding)
        gives = [[p, scaled(p, amount(moment))] for p, amount in rule.give]
        if rule.settle:
            points, amount, period = rule.settle
            start = start_of(period, self.today)
            given = sum(a.counted for f in self.firings if f.rule is rule and start_of(period, f.day) == start
                        for a in f.awards)
            gives = [[points, scaled(points, amount(moment)) - given]]
        takes = [(p, scaled(p, amount(moment))) for p, amount in rule.take]
        forfeits = [(p, scaled(p, amount(moment))) for p, amount in rule.forfeit]
        gives = [g for g in gives if g[1] > 0]
        takes = [t for t in takes if t[1] > 0]
        forfeits = [f for f in forfeits if f[1] > 0]
        if not gives and not takes and not forfeits and not rule.hold:
            return None
        gives = self.cut(gives, [rule.name], rule.limits, moment.e, bool(takes))
        if gives is None:
            return None
        return rule, gives, takes, forfeits

    def cut(self, gives, rules, limits, event, whole):
        had = bool(gives)
        for limit in limits:
            room = self.room(rules, limit, event)
            if isinstance(limit, Times):
                if room <= 0:
                    return None
                continue
            for give in gives:
                if give[0] != limit.points:
                    continue
                if whole and give[1] > room:
                    return None
                give[1] = max(0, min(give[1], room))
                room -= give[1]
        gives = [g for g in gives if g[1] > 0]
        return None if had and not gives else gives

    def grouped(self, group, candidate, event):
        rule, gives, takes, forfeits = candidate
        members = [r.name for r in self.program.rules if r.group == group.name]
        gives = self.cut(gives, members, group.limits, event, bool(takes))
        return None if gives is None else (rule, gives, takes, forfeits)

    def fire(self, candidate, moment):
        rule, gives, takes, forfeits = candidate
        for points, quantity in takes:
            if self.available(points) < quantity:
                self.row("decline", points, quantity, rule.name, moment.e)
                return
        firing = Firing(rule, self.today, moment.e)
        self.firings.append(firing)
        self.posted = True
        for points, quantity in takes:
            self.use(rule.name, points, quantity, moment.e)
        for points, quantity in forfeits:
            self.draw("forfeit", points, quantity, rule.name, moment.e)
        for points, quantity in gives:
            self.award(rule, rule.name, points, quantity, moment.e, firing)
            moment.awards[rule.name] = moment.awards.get(rule.name, 0) + quantity
        if rule.hold:
            ladder, level, until = rule.hold
            self.hold(ladder, level, until(moment))

    def hold(self, ladder, level, until):
        of = next(l for l in self.program.ladders if l.name == ladder)
        index = [l.name for l in of.levels].index(level)
        if until >= self.today and (self.held[ladder][index] is None or until > self.held[ladder][index]):
            self.held[ladder][index] = until
        self.touched.add(ladder)

    def run_rules(self, rules, moment):
        index = 0
        rules = list(rules)
        while index < len(rules):
            rule = rules[index]
            group = self.program.groups.get(rule.group)
            if group is None:
                found = self.candidate(rule, moment)
                if found:
                    self.fire(found, moment)
                index += 1
                continue
            block = []
            while index < len(rules) and rules[index].group == rule.group:
                block.append(rules[index])
                index += 1
            if group.pick == "all":
                for one in block:
                    found = self.candidate(one, moment)
                    found = found and self.grouped(group, found, moment.e)
                    if found:
                        self.fire(found, moment)
                continue
            found = [c for c in (self.candidate(one, moment) for one in block) if c]
            found = [c for c in (self.grouped(group, c, moment.e) for c in found) if c]
            if not found:
                continue
            best = found[0]
            if group.pick == "highest":
                for one in found[1:]:
                    if one[1][0][1] > best[1][0][1]:
                        best = one
            self.fire(best, moment)

    # -- tiers

    def look(self, ladder, moment, first, reaches):
        name, held, flag = ladder.name, self.held[ladder.name], self.flag[ladder.name]
        old = self.tier[name]
        if reaches:
            for i, level in enumerate(ladder.levels):
                reached = level.reach(moment)
                if level.until is not None:
                    if reached:
                        until = level.until(self.today)
                        held[i] = until if held[i] is None else max(held[i], until)
                elif first or reached:
                    flag[i] = reached
        tops = lambda: max([-1] + [i for i in range(len(held)) if flag[i] or (held[i] is not None and held[i] >= self.today)])
        new = tops()
        if not first:
            new = max(new, old)
        if first and reaches and ladder.drop_one and old >= 1 and new < old - 1:
            until = ladder.levels[old - 1].until(self.today)
            held[old - 1] = until if held[old - 1] is None else max(held[old - 1], until)
            new = tops()
        if new != old:
            for i in range(len(held)):
                if old >= i > new:
                    self.last_at[name][i] = self.today - timedelta(1) if moment.e is None else self.today
            self.tier[name], self.since[name] = new, self.today
            self.moves[name] = len(self.history)
        return old, new

    def review(self, looked, event):
        """Passes over the ladders: rows of all, then rules of all; the first may lower, the others only raise."""
        first, rose = True, True
        while rose:
            moment = Moment(self, event, event is None)
            touched, self.touched = self.touched, set()
            steps = []
            for ladder in self.program.ladders:
                if ladder.name not in looked and ladder.name not in touched:
                    continue
                # A ladder reads the ladders above it as this pass has left them.
                moment.tiers = dict(self.tier)
                base = looked.get(ladder.name)
                sight = Moment(self, event, event is None, base)
                old, new = self.look(ladder, sight, first, ladder.name in looked)
                if old != new:
                    steps.append((ladder, old, new))
            for ladder, old, new in steps:
                self.posted = True
                for i in range(old, new, -1):
                    self.row("lapse", f"{ladder.name}.{ladder.levels[i].name}", cause=event)
                for i in range(old + 1, new + 1):
                    until = self.held[ladder.name][i]
                    shown = until if until is not None and until >= self.today else None
                    self.row("reach", f"{ladder.name}.{ladder.levels[i].name}", cause=event, expires=shown)
            ups = {(l.name, l.levels[i].name) for l, old, new in steps for i in range(old + 1, new + 1)}
            downs = {(l.name, l.levels[i].name) for l, old, new in steps for i in range(new + 1, old + 1)}
            self.run_rules([r for r in self.program.rules if r.reach in ups or r.lapse in downs],
                           Moment(self, event, event is None))
            rose = bool(steps)
            first = False

    # -- time

    def start_day(self):
        self.clock = "00:00"
        self.posted = False
        self.touched = set()
        for lot in sorted((l for l in self.lots if l.rest > 0 and not l.usable),
                          key=lambda l: (l.last() or FOREVER, l.earned, l.number)):
            self.ripen(lot)
        over = [l for l in self.lots if l.rest > 0 and l.last() is not None and l.last() < self.today]
        for lot in sorted(over, key=lambda l: (l.last(), l.earned, l.number)):
            gone, lot.rest = lot.rest, 0
            lot.lost += gone
            self.row("expire", lot.points, -gone, lot.rule, None, lot)
        looked = {}
        yesterday = self.today - timedelta(1)
        for ladder in self.program.ladders:
            if yesterday in self.held[ladder.name]:
                looked[ladder.name] = self.today
            if ladder.review != "event":
                start = self.today - timedelta(ladder.after)
                if start_of(ladder.review, start) == start and start > self.enrolled:
                    looked.setdefault(ladder.name, start)
        if looked:
            self.review(looked, None)
        due = []
        snapshot = Moment(self, None, True)
        for rule in self.program.rules:
            start = self.today - timedelta(rule.after)
            if rule.every and start_of(rule.every, start) == start and start > self.enrolled or rule.dated == self.today:
                sight = Moment(self, None, True, start)
                sight.balances, sight.tiers, sight.pendings = snapshot.balances, snapshot.tiers, snapshot.pendings
                due.append((rule, sight))
        for rule, sight in due:
            self.run_rules([rule], sight)
        if self.posted:
            self.review({l.name: None for l in self.program.ladders if l.review == "event"}, None)

    def happen(self, raw, clock):
        self.clock = clock
        self.touched = set()
        event = Event(raw, self.today, clock)
        if event.type == "redeem":
            if not self.redeem(event):
                return
        else:
            if event.type in self.program.reverses:
                self.reverse(event)
            self.history.append(event)
        self.run_rules([r for r in self.program.rules if event.type in r.on], Moment(self, event, False))
        self.review({l.name: None for l in self.program.ladders if l.review == "event"}, event)

    def redeem(self, event):
        reward, times = self.program.rewards[event.fields["reward"]], event.fields.get("quantity", 1)
        points, price = reward.price
        moment = Moment(self, event, False)
        if not reward.when(moment) or self.available(points) < price * times:
            self.row("decline", points, price * times, event.fields["reward"], event)
            return False
        self.history.append(event)
        self.use(event.fields["reward"], points, price * times, event)
        for given, quantity in reward.give:
            self.award(None, event.fields["reward"], given, quantity * times, event, None)
        return True


def replay(program, rows, until):
    """rows: the native history of one member, its enrolment first; gives the ledger as text."""
    enrolled = date.fromisoformat(rows[0]["at"])
    member = Member(program, enrolled)
    entries = [r for r in program.rules if r.enroll]
    if entries:
        member.run_rules(entries, Moment(member, None, False))
    member.review({l.name: None for l in program.ladders if l.review == "event"}, None)
    index = 1
    while member.today <= until:
        while index < len(rows) and rows[index]["at"][:10] == member.today.isoformat():
            member.happen(rows[index], rows[index]["at"][11:16])
            index += 1
        member.today += timedelta(1)
        if member.today <= until:
            member.start_day()
    return member.rows
