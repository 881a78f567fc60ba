import { spawnSync } from 'node:child_process';

/** One day of the line-level source, added up to invoices, with the figures that a run over it must show. */
export interface InvoiceDay {
  /** The columns of invoices.csv; `customer_id` is empty where the source names nobody. */
  readonly csv: string;
  readonly invoices: number;
  readonly withoutCustomer: number;
  /** What customers bought, in pence; cancellations aside. */
  readonly pence: number;
}

export function readsParquet(python: string): boolean {
  return spawnSync(python, ['-c', 'import pyarrow.parquet'], { stdio: 'ignore' }).status === 0;
}

const script = `
import json, sys, datetime
import pyarrow.parquet as pq
day = datetime.date.fromisoformat(sys.argv[2])
start = datetime.datetime.combine(day, datetime.time())
end = start + datetime.timedelta(days=1)
table = pq.read_table(sys.argv[1], filters=[("invoice_date", ">=", start), ("invoice_date", "<", end)])
invoices = {}
for line in table.to_pylist():
    key = (line["invoice_date"], "" if line["customer_id"] is None else str(line["customer_id"]), line["invoice_no"])
    invoices.setdefault(key, []).append(line)
rows = ["customer_id,invoice_date,invoice_no,amount,items,lines,country"]
pence = without = 0
for (at, customer, number), lines in sorted(invoices.items()):
    mills = sum(int(line["quantity"]) * int(line["unit_price"] * 1000) for line in lines)
    sign, whole, part = "-" if mills < 0 else "", abs(mills) // 1000, abs(mills) % 1000
    items = sum(line["quantity"] for line in lines)
    rows.append(f"{customer},{at:%Y-%m-%d %H:%M:%S},{number},{sign}{whole}.{part:03},{items},{len(lines)},{lines[0]['country']}")
    if customer == "":
        without += 1
    elif not number.startswith("C") and mills % 10 == 0:
        pence += mills // 10
print(json.dumps({"csv": "\\n".join(rows) + "\\n", "invoices": len(rows) - 1, "withoutCustomer": without, "pence": pence}))
`;

/** Adds the day up with Python, which has its own reader of Parquet and its own arithmetic. */
export function invoiceDay(python: string, file: string, day: string): InvoiceDay {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, file, day], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as InvoiceDay;
}
