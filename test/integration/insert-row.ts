import type pg from "pg";

/** Rows as they stand in the middle of things: the guards that keep them from beginning there are silent. */
export async function insertRow(
  owner: pg.Pool,
  table: string,
  row: Record<string, unknown>,
): Promise<void> {
  const names = Object.keys(row);
  const marks = names.map((_, index) => `$${index + 1}`).join(", ");
  const client = await owner.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into ${table} (${names.join(", ")}) values (${marks})`,
      Object.values(row),
    );
    await client.query("reset session_replication_role");
  } finally {
    client.release();
  }
}
