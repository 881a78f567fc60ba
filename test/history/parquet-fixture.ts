import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The bytes of a Parquet file that another program writes from a query: not our own writer, and not the reader's. */
export async function parquetBy(query: string, options = ''): Promise<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-parquet-'));
  try {
    const file = join(folder, 'x.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'; COPY (${query}) TO '${file}' (FORMAT parquet${options})`);
    connection.closeSync();
    instance.closeSync();
    return new Uint8Array(readFileSync(file)).buffer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
