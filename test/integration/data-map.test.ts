import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataMap } from "#app/modules/compliance/data-map.rules.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/postgres.ts";

let database: TestDatabase;
let owner: pg.Client;

interface Found {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}
let catalogue: Found[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<Found>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, -1) as type, not a.attnotnull as nullable
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'
       and a.attnum > 0 and not a.attisdropped order by 1, 2`,
  );
  catalogue = rows;
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

const inMap = dataMap.flatMap(({ table, open, columns }) =>
  [...open, ...Object.keys(columns)].map((column) => `${table}.${column}`),
);

test("every column of every table says what it holds, and no more than the database has", () => {
  const inDatabase = catalogue.map(({ table, column }) => `${table}.${column}`);
  const forgotten = inDatabase.filter((one) => !inMap.includes(one));
  // Say in app/modules/compliance/people-tables.rules.ts or shop-tables.rules.ts what these hold.
  expect(forgotten).toEqual([]);
  expect(inMap.filter((one) => !inDatabase.includes(one))).toEqual([]);
  expect(new Set(inMap).size).toBe(inMap.length);
});

test("bytes and hashes are never called open", () => {
  const open = new Set(
    dataMap.flatMap((map) => map.open.map((column) => `${map.table}.${column}`)),
  );
  /** Links of a chain of digests, and digests of what the merchant or Shopify sent. */
  const digests = new Set([
    "consent_link.hash",
    "consent_link.prev_hash",
    "consent_head.hash",
    "consent_wording.hash",
    "consent_event.wording_hash",
    "confirmation_request.wording_hash",
    "import_run.file_hash",
  ]);
  const suspicious = catalogue
    .filter(({ type, column }) => type === "bytea" || /hash|phone|email|wamid/.test(column))
    .map(({ table, column }) => `${table}.${column}`)
    .filter((one) => open.has(one) && !digests.has(one));
  // A number of the shop's own, and Meta's ids of it.
  expect(suspicious).toEqual([
    "whatsapp_number.display_phone",
    "whatsapp_number.phone_number_id",
    "whatsapp_signup.phone_number_id",
  ]);
});

test("what an erasure writes fits its column", async () => {
  const statements = dataMap.flatMap(({ table, columns }) =>
    Object.entries(columns).flatMap(([column, { onErasure }]) =>
      "write" in onErasure ? [{ table, column, value: onErasure.write }] : [],
    ),
  );
  expect(statements.length).toBeGreaterThan(10);
  for (const { table, column, value } of statements) {
    await owner.query(`update "${table}" set "${column}" = ${value} where false`);
  }
  const nulls = statements.filter(({ value }) => value === "null");
  const refused = nulls.filter(
    ({ table, column }) =>
      !catalogue.some((one) => one.table === table && one.column === column && one.nullable),
  );
  expect(refused).toEqual([]);
});

test("a table whose rows go has no column that stays, and what is shown stands in the table", () => {
  const mixed = dataMap.filter(({ rows, columns }) =>
    Object.values(columns).some(({ onErasure }) => (rows === "delete") !== "row" in onErasure),
  );
  expect(mixed.map(({ table }) => table)).toEqual([]);
  const unknown = dataMap.flatMap(({ table, open, columns, shown }) =>
    shown
      .filter((column) => !open.includes(column) && columns[column] === undefined)
      .map((column) => `${table}.${column}`),
  );
  expect(unknown).toEqual([]);
});
