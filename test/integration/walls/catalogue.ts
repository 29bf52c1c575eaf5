import { randomUUID } from "node:crypto";
import type pg from "pg";

/** All tables of ours; the migration tool's own is none. */
export async function tablesOf(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and relkind in ('r', 'p') and relname <> '_prisma_migrations' order by relname`,
  );
  return rows.map((row) => row.name);
}

interface Column {
  name: string;
  type: string;
}

/** Columns that take one of a few words. */
const WORDS: Readonly<Record<string, string>> = {
  "contact_merge.kind": "merge",
  "contact_merge.decided_by": "rule",
  "recommendation_case.kind": "after_purchase",
  "tap_total.kind": "reminder",
};

/** A literal of that type which is unlike any other of its column where the type has room for that. */
function literal({ name, type }: Column, shop: string): string {
  if (name === "shop_id") return `'${shop}'::uuid`;
  const literals: Record<string, () => string> = {
    uuid: () => `'${randomUUID()}'::uuid`,
    text: () => `'${randomUUID()}'`,
    integer: () => String(Math.floor(Math.random() * 2 ** 31)),
    bigint: () => "1",
    boolean: () => "false",
    jsonb: () => "'{}'::jsonb",
    bytea: () => "'\\x00'::bytea",
    date: () => `'2026-11-22'::date - ${Math.floor(Math.random() * 2 ** 20)}`,
    "uuid[]": () => `'{}'::uuid[]`,
    "text[]": () => "'{}'::text[]",
    "timestamp(3) with time zone": () => "'2026-11-22T10:00:00Z'::timestamptz",
  };
  const make = literals[type];
  if (!make) throw new Error(`fillRow knows no value for ${name} of type ${type}: add one`);
  return make();
}

/** An insert of one valid row of that shop, from what the catalogue says of the table. */
export async function fillRow(owner: pg.Client, table: string, shop: string): Promise<string> {
  const { rows } = await owner.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull
       and (not atthasdef or attname = 'id') order by attnum`,
    [`public."${table}"`],
  );
  const values = rows.map((column) => {
    const word = WORDS[`${table}.${column.name}`];
    if (word !== undefined) return `'${word}'`;
    return table === "shop" && column.name === "id" ? `'${shop}'::uuid` : literal(column, shop);
  });
  const names = rows.map((column) => `"${column.name}"`);
  return `insert into "${table}" (${names.join(", ")}) values (${values.join(", ")})`;
}

interface Wall {
  name: string;
  kind: string;
  enabled: boolean;
  forced: boolean;
  invoker: boolean;
  /** policies that bind the app, with what they let it see and write */
  policies: { name: string; using: string | null; check: string | null }[] | null;
}

const WALLS = `
  select c.relname as name, c.relkind as kind, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
    coalesce('security_invoker=true' = any(c.reloptions), false) as invoker,
    (select json_agg(json_build_object('name', p.polname, 'using', pg_get_expr(p.polqual, p.polrelid),
       'check', pg_get_expr(p.polwithcheck, p.polrelid)))
     from pg_policy p where p.polrelid = c.oid
       and (p.polroles = '{0}' or 'beckon_app'::regrole = any(p.polroles))) as policies
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relname <> '_prisma_migrations' order by c.relname`;

const KEEPS_TO_ONE_SHOP = /^\((shop_id|id) = current_shop\(\)\)$/;

function gapsOf(wall: Wall, mayHaveNoPolicy: boolean): string[] {
  const { name, kind, policies, enabled, forced, invoker } = wall;
  if (kind === "v") return invoker ? [] : [`${name}: the view reads with its owner's rights`];
  if (kind === "m" || kind === "f") return [`${name}: no wall is possible for this kind`];
  const missing = (policies ?? []).length === 0 && !mayHaveNoPolicy;
  const lax = (policies ?? []).filter(
    ({ using, check }) =>
      !KEEPS_TO_ONE_SHOP.test(using ?? "") || !KEEPS_TO_ONE_SHOP.test(check ?? ""),
  );
  return [
    ...(enabled ? [] : [`${name}: row-level security is not enabled`]),
    ...(forced ? [] : [`${name}: row-level security is not forced`]),
    ...(missing ? [`${name}: no policy keeps the app to one shop`] : []),
    ...lax.map((policy) => `${name}: policy ${policy.name} lets the app out of its shop`),
  ];
}

/** What is missing in the walls, in words; empty when every table and view of the schema has its own. */
export async function findGaps(owner: pg.Client, withoutPolicy: Set<string>): Promise<string[]> {
  const { rows } = await owner.query<Wall>(WALLS);
  return rows.flatMap((wall) => gapsOf(wall, withoutPolicy.has(wall.name)));
}
