"""Reads `{ shape, until, histories: [[row, …], …] }` as JSON on standard input, prints the ledgers as JSON."""

import json
import sys
from datetime import date

from ledger import replay
from shapes import SHAPES

work = json.load(sys.stdin)
program = SHAPES[work["shape"]]
until = date.fromisoformat(work["until"])
json.dump([replay(program(), rows, until) for rows in work["histories"]], sys.stdout, ensure_ascii=False)
