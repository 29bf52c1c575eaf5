import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;
const MIGRATIONS = join(import.meta.dirname, "../../../prisma/migrations");
const NOT_MIGRATED = "The database was never migrated: run `npm run migrate`";

async function appliedMigrations(pool: pg.Pool): Promise<string[]> {
  const text =
    "select migration_name as name from _prisma_migrations where finished_at is not null";
  try {
    const { rows } = await pool.query<{ name: string }>(text);
    return rows.map(({ name }) => name);
  } catch (error) {
    // No such table, or none that we may read: there is nothing of ours, or something very old.
    const isOld = error instanceof pg.DatabaseError && /^(42P01|42501)$/.test(error.code ?? "");
    throw isOld ? new Error(NOT_MIGRATED) : error;
  }
}

/** @throws when the database does not answer, or lacks a migration that this version works with */
async function assertReady(pool: pg.Pool): Promise<void> {
  const applied = new Set(await appliedMigrations(pool));
  const known = await readdir(MIGRATIONS, { withFileTypes: true });
  const missing = known.filter((entry) => entry.isDirectory() && !applied.has(entry.name));
  const [first] = missing.map(({ name }) => name).toSorted();
  if (first === undefined) return;
  const lacks = `The database lacks ${missing.length} migrations, the first being ${first}`;
  throw new Error(`${lacks}: run \`npm run migrate\``);
}

/**
 * Waits for a database that is starting, recovering or being migrated, so that the order in which things are
 * started does not matter. One that is newer than we are is good: the version before works on while the next
 * one comes.
 * @throws its last error when it is not ready within `patienceMs`
 */
export async function awaitDatabase(
  pool: pg.Pool,
  onWait: (error: unknown) => void,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      return await assertReady(pool);
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      onWait(error);
      await pause(PAUSE_MS);
    }
  }
}
