import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitDatabase } from "#app/adapters/db/await-database.server.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/postgres.ts";

const LAST = "20261122250401_work_waiting";
let database: TestDatabase;
let app: pg.Pool;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  app = new pg.Pool({ connectionString: database.appUrl, max: 1 });
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

const waited: string[] = [];
const onWait = (error: unknown) => waited.push(String(error));

test("a migrated database is ready at once, also one that is newer than we are", async () => {
  await owner.query(
    "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', '', '20990101000000_next', now())",
  );
  await awaitDatabase(app, onWait, 0);
  expect(waited).toEqual([]);
});

test("one that lacks a migration is waited for, and works once it is there", async () => {
  const { rows } = await owner.query<{ id: string }>(
    "update _prisma_migrations set finished_at = null where migration_name = $1 returning id",
    [LAST],
  );
  await expect(awaitDatabase(app, onWait, 0)).rejects.toThrow(
    `The database lacks 1 migrations, the first being ${LAST}: run \`npm run migrate\``,
  );
  const ready = awaitDatabase(app, onWait, 10_000);
  await expect.poll(() => waited.length).toBeGreaterThan(0);
  await owner.query("update _prisma_migrations set finished_at = now() where id = $1", [
    rows[0]?.id,
  ]);
  await ready;
});

test("one that was never migrated says what to do", async () => {
  const url = new URL(database.appUrl);
  url.pathname = "/postgres";
  const bare = new pg.Pool({ connectionString: url.href, max: 1 });
  await expect(awaitDatabase(bare, onWait, 0)).rejects.toThrow("run `npm run migrate`");
  await bare.end();
});
