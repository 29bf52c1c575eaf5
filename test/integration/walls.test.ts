import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/support/postgres.ts";
import { fillRow, findGaps, tablesOf } from "./walls/catalogue.ts";

/** Neither has a policy for the app: only their functions reach them. */
const NOBODYS = new Set(["rate_counter", "clock_offset", "portfolio_recipient"]);
/** A shop has one row of these: there is no second one to write. */
const ONE_PER_SHOP = new Set([
  "shop",
  "budget",
  "link_base",
  "template_choice",
  "consent_wording_current",
  "recommendation_model",
]);
/** Their own triggers refuse it before the wall does. */
const KEEPS_ITS_SHOP = ["message", "template", "consent_wording"];

/** Written by the database itself, with every event of the ledger. */
const CHAIN = new Set(["consent_link", "consent_head"]);

let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;
const [mine, theirs] = [randomUUID(), randomUUID()];
let tables: string[] = [];

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** The app inside one shop's wall, or before any; everything it did is undone. */
async function asApp<T>(shopId: string | null, work: () => Promise<T>): Promise<T> {
  await app.query("begin");
  try {
    if (shopId !== null) await app.query("select set_config('app.shop', $1, true)", [shopId]);
    return await work();
  } finally {
    await app.query("rollback");
  }
}

/** The statement's row count, or the SQLSTATE that it was refused with. */
async function attempt(shopId: string | null, text: string, values: unknown[] = []) {
  return asApp(shopId, async () => {
    try {
      return (await app.query(text, values)).rowCount;
    } catch (error) {
      if (error instanceof pg.DatabaseError) return error.code;
      throw error;
    }
  });
}

const DENIED = "42501";

const owned = () => tables.filter((table) => !NOBODYS.has(table));
const key = (table: string) => (table === "shop" ? "id" : "shop_id");

type Outcome = Awaited<ReturnType<typeof attempt>>;

async function overTables(names: Iterable<string>, run: (table: string) => Promise<Outcome>) {
  const outcomes: Record<string, Outcome> = {};
  for (const name of names) outcomes[name] = await run(name);
  return outcomes;
}

function everyTable(names: Iterable<string>, outcome: Outcome): Record<string, Outcome> {
  return Object.fromEntries([...names].map((name) => [name, outcome]));
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = await connect(database.ownerUrl);
  app = await connect(database.appUrl);
  tables = await tablesOf(owner);
  for (const shop of [mine, theirs]) {
    for (const table of tables) {
      if (!CHAIN.has(table)) await owner.query(await fillRow(owner, table, shop));
    }
  }
});

afterAll(async () => {
  await owner.end();
  await app.end();
  await database.drop();
});

test("the catalogue names the tables that this test walks", () => {
  expect(tables).toContain("message");
  expect(tables).toContain("consent_event");
  expect(tables.length).toBeGreaterThanOrEqual(23);
});

test("every table has row-level security, enabled, forced, and with the shop's policy", async () => {
  expect(await findGaps(owner, NOBODYS)).toEqual([]);
});

test("a table that was added without a wall is found", async () => {
  const scratch = await createTestDatabase();
  const client = await connect(scratch.ownerUrl);
  await client.query("create table bare (shop_id uuid)");
  await client.query("create table unforced (shop_id uuid)");
  await client.query("alter table unforced enable row level security");
  await client.query("create table lax (shop_id uuid)");
  await client.query("alter table lax enable row level security, force row level security");
  await client.query("create policy one_shop on lax using (true) with check (true)");
  await client.query("create view all_messages as select * from message");
  const gaps = (await findGaps(client, NOBODYS)).join("\n");
  expect(gaps).toContain("bare: row-level security is not enabled");
  expect(gaps).toContain("unforced: row-level security is not forced");
  expect(gaps).toContain("unforced: no policy keeps the app to one shop");
  expect(gaps).toContain("lax: policy one_shop lets the app out of its shop");
  expect(gaps).toContain("all_messages: the view reads with its owner's rights");
  await client.end();
  await scratch.drop();
});

describe.each([
  ["no shop", null],
  ["another shop", theirs],
])("with %s, in every table", (_name, shopId) => {
  test("nothing of a shop is seen", async () => {
    const own = await overTables(owned(), (table) =>
      attempt(shopId, `select 1 from "${table}" where ${key(table)} = $1`, [mine]),
    );
    expect(own).toEqual(everyTable(owned(), 0));
    const all = await overTables(owned(), (table) => attempt(shopId, `select 1 from "${table}"`));
    expect(all).toEqual(everyTable(owned(), shopId === null ? 0 : 1));
  });

  test("nothing of a shop is changed or deleted", async () => {
    const changed = {
      ...everyTable(owned(), 0),
      ...everyTable(["consent_event", ...CHAIN], DENIED),
    };
    const updates = await overTables(owned(), (table) => {
      const column = key(table);
      return attempt(shopId, `update "${table}" set ${column} = ${column} where ${column} = $1`, [
        mine,
      ]);
    });
    expect(updates).toEqual(changed);
    const deletes = await overTables(owned(), (table) =>
      attempt(shopId, `delete from "${table}" where ${key(table)} = $1`, [mine]),
    );
    expect(deletes).toEqual(changed);
  });

  test("nothing is written into a shop", async () => {
    const inserts = await overTables(owned(), async (table) =>
      attempt(shopId, await fillRow(owner, table, mine)),
    );
    expect(inserts).toEqual(everyTable(owned(), DENIED));
  });

  test("the tables of nobody stay closed", async () => {
    const reads = await overTables(NOBODYS, (table) => attempt(shopId, `select 1 from ${table}`));
    expect(reads).toEqual(everyTable(NOBODYS, 0));
    const deletes = await overTables(NOBODYS, (table) => attempt(shopId, `delete from ${table}`));
    expect(deletes).toEqual(everyTable(NOBODYS, 0));
    const inserts = await overTables(NOBODYS, async (table) =>
      attempt(shopId, await fillRow(owner, table, mine)),
    );
    expect(inserts).toEqual(everyTable(NOBODYS, DENIED));
  });
});

test("no row moves out of its shop into another", async () => {
  const moves = await overTables(owned(), (table) =>
    attempt(theirs, `update "${table}" set ${key(table)} = $1`, [mine]),
  );
  const refused = everyTable(KEEPS_ITS_SHOP, "23000");
  expect(moves).toEqual({ ...everyTable(owned(), DENIED), ...refused });
});

test("inside its own wall the app sees its rows and writes new ones", async () => {
  const reads = await overTables(owned(), (table) => attempt(mine, `select 1 from "${table}"`));
  expect(reads).toEqual(everyTable(owned(), 1));
  const others = owned().filter((table) => !ONE_PER_SHOP.has(table) && !CHAIN.has(table));
  const inserts = await overTables(others, async (table) =>
    attempt(mine, await fillRow(owner, table, mine)),
  );
  expect(inserts).toEqual(everyTable(others, 1));
});

test("truncating is nobody's right", async () => {
  const outcomes = await overTables(tables, (table) => attempt(mine, `truncate "${table}"`));
  expect(outcomes).toEqual(everyTable(tables, DENIED));
});

describe("the app's role", () => {
  test("is neither superuser, nor above the walls, nor the owner of anything in public", async () => {
    const { rows } = await owner.query<Record<string, boolean>>(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
       where rolname in ('beckon_app', 'beckon_system')`,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(Object.values(row)).toEqual([false, false, false, false, false]);
    const owns = await owner.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relowner = 'beckon_app'::regrole",
    );
    expect(owns.rows).toEqual([]);
  });

  test("is a member of no other role", async () => {
    const { rows } = await owner.query(
      "select roleid::regrole::text from pg_auth_members where member = 'beckon_app'::regrole",
    );
    expect(rows).toEqual([]);
  });

  test.each([
    ["switch a wall off", "alter table message disable row level security"],
    ["take the force off", "alter table message no force row level security"],
    ["drop a policy", "drop policy one_shop on message"],
    ["add a policy", "create policy all_shops on message using (true)"],
    ["give itself the way around", "alter role beckon_app bypassrls"],
    ["become the superuser", "set role postgres"],
    ["become the system role", "set role beckon_system"],
    ["start a session as the superuser", "set session authorization postgres"],
    ["make a table", "create table public.mine (id int)"],
    ["make a function", "create function public.f() returns int language sql as 'select 1'"],
    ["drop the ledger's guard", "drop trigger consent_event_append_only on consent_event"],
    ["silence triggers", "set session_replication_role = replica"],
    ["read the migrations", "select * from _prisma_migrations"],
    ["write the migrations", "delete from _prisma_migrations"],
    ["read files", "copy message from '/etc/passwd'"],
  ])("cannot %s", async (_what, statement) => {
    expect(await attempt(mine, statement)).toBe(DENIED);
  });

  test("reads no other shop with row-level security switched off for its session", async () => {
    await app.query("set row_security = off");
    expect(await attempt(mine, "select * from message")).toBe(DENIED);
    await app.query("reset row_security");
  });
});

describe("functions that cross shops", () => {
  test("belong to beckon_system, fix their search path, and are the app's alone", async () => {
    const { rows } = await owner.query<{
      name: string;
      owner: string;
      config: string[] | null;
      public: boolean;
      app: boolean;
    }>(
      `select p.oid::regprocedure::text as name, p.proowner::regrole::text as owner, p.proconfig as config,
         has_function_privilege('beckon_app', p.oid, 'execute') as app,
         exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as public
       from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(15);
    const fixed = { owner: "beckon_system", public: false, app: true };
    const config = ["search_path=public, pg_temp"];
    expect(rows).toEqual(rows.map(({ name }) => ({ name, ...fixed, config })));
  });

  test("cannot be redirected by a table of the same name in the session's own schema", async () => {
    const stolen = await asApp(null, async () => {
      await app.query("create temporary table link (code text)");
      return (await app.query("select * from link_by_code('x')")).rowCount;
    });
    expect(stolen).toBe(0);
  });

  test("beckon_system cannot log in, and may change only what its functions need", async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select c.relname || ' ' || p.privilege as name from pg_class c
       cross join unnest(array['INSERT','UPDATE','DELETE','TRUNCATE']) as p(privilege)
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and has_table_privilege('beckon_system', c.oid, p.privilege) order by 1`,
    );
    expect(rows.map((row) => row.name)).toEqual([
      "claim DELETE",
      "clock_offset DELETE",
      "clock_offset INSERT",
      "clock_offset UPDATE",
      "consent_event DELETE",
      "consent_head INSERT",
      "consent_head UPDATE",
      "consent_link DELETE",
      "consent_link INSERT",
      "consent_state DELETE",
      "intake_event INSERT",
      "intake_hold INSERT",
      "portfolio_recipient DELETE",
      "portfolio_recipient INSERT",
      "portfolio_recipient UPDATE",
      "rate_counter DELETE",
      "rate_counter INSERT",
      "rate_counter UPDATE",
      "shop INSERT",
    ]);
    const login = await owner.query(
      "select rolcanlogin from pg_roles where rolname = 'beckon_system'",
    );
    expect(login.rows).toEqual([{ rolcanlogin: false }]);
    const create = await owner.query(
      "select has_schema_privilege('beckon_system', 'public', 'create') as may",
    );
    expect(create.rows).toEqual([{ may: false }]);
  });
});

describe("the consent ledger", () => {
  test.each(["update consent_event set topic = topic", "delete from consent_event"])(
    "refuses its owner: %s",
    async (statement) => {
      await expect(owner.query(statement)).rejects.toThrow("append-only");
    },
  );

  test("refuses its owner to empty it", async () => {
    await expect(owner.query("truncate consent_event")).rejects.toThrow("append-only");
    await expect(owner.query("truncate consent_event cascade")).rejects.toThrow("append-only");
    expect((await owner.query("select 1 from consent_event")).rowCount).toBe(2);
  });
});
