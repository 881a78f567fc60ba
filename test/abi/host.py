"""Runs modules of Kizuna under wasmtime, from docs/abi.md alone.

Reads {"cases": [{"module": base64, "until": day, "members": [...]}]} and writes a list of {"rows", "outcomes", "errors"}: lists of
cells, as texts; null = none. Whole numbers beyond 53 bits come as texts.
"""

import base64
import json
import struct
import sys
from fractions import Fraction

from wasmtime import Engine, Instance, Module, Store, Trap, WasmtimeError

ABI = 2
KINDS = ["earn", "use", "expire", "reverse", "forfeit", "decline", "reach", "lapse"]
ROW_BYTES = 64
TOTALS_BYTES = 64
NO_DAY = -(1 << 31)
DAY = 86_400


def custom_section(module, name):
    """The bytes of a module's custom section: id 0, size, then its name and what it holds."""

    def unsigned(at):
        value = shift = 0
        while True:
            byte = module[at]
            value |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                return value, at

    at = 8
    while at < len(module):
        kind = module[at]
        size, start = unsigned(at + 1)
        at = start + size
        if kind == 0:
            length, text = unsigned(start)
            if module[text : text + length] == name:
                return module[text + length : at]
    raise ValueError("no manifest")


def starts(lists):
    ends = [0]
    for each in lists:
        ends.append(ends[-1] + len(each))
    return ends


class Columns:
    """The arrays of a chunk, in the order of the table of pointers."""

    def __init__(self, layout, members):
        self.codes = {word: code for code, word in enumerate(layout["words"])}
        self.arrays = []
        rows = [(number, event) for number, member in enumerate(members) for event in member["events"]]
        self.ids = [event["id"] for _, event in rows]
        types = {event["name"]: number for number, event in enumerate(layout["events"])}
        of_type = [[] for _ in layout["events"]]
        index, row_of = [], {}
        for row, (member, event) in enumerate(rows):
            own = of_type[types[event["type"]]]
            index.append(len(own))
            own.append(event["fields"])
            row_of[member, event["id"]] = row
        self.small([member["enrolled"] for member in members])
        self.small(starts([member["events"] for member in members]))
        self.small([types[event["type"]] for _, event in rows])
        self.small(index)
        self.small([event["at"] // DAY for _, event in rows])
        self.small([event["at"] % DAY for _, event in rows])
        self.small([row_of.get((member, event.get("of")), -1) for member, event in rows])
        self.columns(layout["attributes"], [member["attributes"] for member in members])
        for event, own in zip(layout["events"], of_type):
            if event["name"] == "redeem":
                own = [{"quantity": 1, **fields} for fields in own]
            self.columns(event["columns"], own)
            for lines in event["lines"]:
                lists = [fields.get(lines["name"], []) for fields in own]
                self.small(starts(lists))
                self.columns(lines["columns"], [line for each in lists for line in each])

    def small(self, values):
        self.arrays.append(struct.pack(f"<{len(values)}i", *values))

    def columns(self, columns, rows):
        for column in columns:
            values = [row.get(column["name"]) for row in rows]
            if column["store"] == "i64":
                self.arrays.append(struct.pack(f"<{len(values)}q", *(int(value or 0) for value in values)))
            else:
                self.small([self.code(value) for value in values])
            if column["optional"]:
                self.arrays.append(bytes(value is not None for value in values))

    def code(self, value):
        if isinstance(value, str):
            return self.codes.setdefault(value, len(self.codes))
        return int(value or 0)


class Results:
    """Rows and outcomes out of the module's memory."""

    def __init__(self, manifest, members, ids):
        self.manifest, self.members, self.ids = manifest, members, ids

    def id_of(self, row):
        return None if row < 0 else self.ids[row]

    def row(self, data):
        member, kind, at, what, by, cause, lot, expires, quantity, balance, pending = struct.unpack(
            "<iiqiiiii4xqqq", data
        )
        sources = self.manifest["rules"] + self.manifest["rewards"]
        if KINDS[kind] in ("reach", "lapse"):
            ladder = self.manifest["ladders"][what >> 16]
            name, numbers = f"{ladder['name']}.{ladder['levels'][what & 0xFFFF]}", [None] * 3
        else:
            name, numbers = self.manifest["points"][what]["name"], [quantity, balance, pending]
        return [
            self.members[member]["member"],
            at,
            KINDS[kind],
            name,
            None if by < 0 else sources[by],
            self.id_of(cause),
            lot or None,
            None if expires == NO_DAY else expires,
            *numbers,
        ]

    def outcome(self, data):
        places = self.manifest["outcome"]
        member, stopped = struct.unpack_from("<ii", data)
        cells = [self.members[member]["member"], stopped]
        for number in range(len(self.manifest["points"])):
            cells += struct.unpack_from("<8q", data, places["points"] + TOTALS_BYTES * number)
        for number, ladder in enumerate(self.manifest["ladders"]):
            level, since, held = struct.unpack_from("<3i", data, places["ladders"] + 12 * number)
            cells += [ladder["levels"][level], since, None if held == NO_DAY else held]
        segments = self.manifest["segments"]
        flags = struct.unpack_from(f"<{len(segments)}i", data, places["segments"])
        cells.append("" if stopped else " ".join(name for name, flag in zip(segments, flags) if flag))
        if not stopped:
            cells += [self.score(data, place) for place in places["scores"]]
        return cells

    def score(self, data, place):
        at = place["offset"]
        if struct.unpack_from("<i", data, at)[0] == 0:
            return None
        if place["kind"] == "quantity":
            return struct.unpack_from("<q", data, at + 8)[0]
        quotient = Fraction(
            self.wide(data, at + 8, place["limbs"][0]), self.wide(data, place["denominator"], place["limbs"][1])
        )
        quotient = min(max(quotient, Fraction(0)), Fraction(100))
        return f"{quotient.numerator}/{quotient.denominator}"

    @staticmethod
    def wide(data, at, limbs):
        size = int.from_bytes(data[at + 4 : at + 4 + 4 * limbs], "little")
        return -size if data[at] else size


def replay(engine, case):
    module = base64.b64decode(case["module"])
    manifest = json.loads(custom_section(module, b"kizuna"))
    if manifest["abi"] != ABI:
        raise ValueError(f"version {manifest['abi']}")
    store = Store(engine)
    exports = Instance(store, Module(engine, module), []).exports(store)
    memory = exports["memory"]

    def call(name, *arguments):
        return exports[name](store, *arguments)

    def value(name):
        return exports[name].value(store)

    members = case["members"]
    columns = Columns(manifest["layout"], members)
    call("begin", case["until"], 0, 0)
    room = [-(-len(each) // 8) * 8 for each in columns.arrays]
    table = call("reserve", 8 * len(room) + sum(room))
    address = table + 8 * len(room)
    for number, (each, size) in enumerate(zip(columns.arrays, room)):
        memory.write(store, struct.pack("<I", address), table + 4 * number)
        memory.write(store, each, address)
        address += size
    call("load", table)

    results = Results(manifest, members, columns.ids)
    rows, outcomes, errors = [], [], []

    def take():
        for vector, stride, decode, into in (
            (manifest["rows"], ROW_BYTES, results.row, rows),
            (manifest["outcomes"], manifest["outcome"]["bytes"], results.outcome, outcomes),
        ):
            start, length = struct.unpack("<II", memory.read(store, vector, vector + 8))
            data = memory.read(store, start, start + length * stride)
            into.extend(decode(data[at : at + stride]) for at in range(0, length * stride, stride))
        call("taken")

    member = 0
    while member < len(members):
        try:
            member = call("run", member, len(members))
        except (Trap, WasmtimeError):
            fault = value("fault")
            if fault == 0:
                raise
            place, member = manifest["faults"][fault - 1], value("member")
            what = manifest["names"][value("working")]
            cause = results.id_of(value("cause"))
            errors.append([members[member]["member"], cause, value("at"), what, place["start"], place["end"]])
            call("rerun", member, value("steps"))
            exports["fault"].set_value(store, 0)
            member += 1
        take()
    return {"rows": texts(rows), "outcomes": texts(outcomes), "errors": texts(errors)}


def texts(lists):
    return [[None if cell is None else str(cell) for cell in cells] for cells in lists]


def main():
    engine = Engine()
    json.dump([replay(engine, case) for case in json.load(sys.stdin)["cases"]], sys.stdout)


if __name__ == "__main__":
    main()
