import type pg from "pg";
import type { Snapshot } from "#app/ports/db.ts";

const ROWS_AT_ONCE = 5_000;

/**
 * Reads a query's rows as they come, through a cursor: none of them stays in memory. The next portion is on
 * its way while one is worked on.
 */
async function* batches<R extends object>(
  client: pg.PoolClient,
  cursor: string,
  { text, values }: { text: string; values: unknown[] },
): AsyncGenerator<R[]> {
  await client.query(`declare ${cursor} no scroll cursor for ${text}`, values);
  const fetch = () => {
    const portion = client.query<R>(`fetch ${ROWS_AT_ONCE} from ${cursor}`);
    portion.catch(() => undefined); // whoever stops early waits for no portion; whoever waits gets the error
    return portion;
  };
  let coming = fetch();
  for (;;) {
    const { rows } = await coming;
    const isLast = rows.length < ROWS_AT_ONCE;
    if (!isLast) coming = fetch();
    if (rows.length > 0) yield rows;
    if (isLast) break;
  }
  await client.query(`close ${cursor}`);
}

/** Long reads within one shop's wall that all see the same moment, without a limit of time. */
export function snapshots(pool: pg.Pool) {
  return async <T>(shopId: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let cursors = 0;
    try {
      await client.query("begin isolation level repeatable read read only");
      await client.query("select set_config('app.shop', $1, true)", [shopId]);
      const rows: Snapshot["rows"] = (text, values) =>
        batches(client, `rows_${(cursors += 1)}`, { text, values });
      return await work({ rows });
    } finally {
      const broke = await client.query("rollback").then(
        () => undefined,
        (error: Error) => error,
      );
      client.release(broke);
    }
  };
}
