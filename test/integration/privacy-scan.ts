import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import type pg from "pg";
import { dataMap } from "#app/modules/compliance/data-map.rules.ts";
import type { Deps } from "#app/ports/deps.ts";

/** What must be found nowhere: a phone in E.164, names, addresses, words. */
export interface Needles {
  phone: string;
  texts: string[];
}

/** Base64 of a text at each of its three positions within a longer one, without the ends that depend on neighbours. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.from("x".repeat(shift) + text)
      .toString("base64")
      .replace(/=+$/, "");
    const from = [0, 2, 3][shift] ?? 0;
    return [
      encoded.slice(from, -1),
      encoded.slice(from, -1).replaceAll("+", "-").replaceAll("/", "_"),
    ];
  });
}

const inHex = (text: string): string => Buffer.from(text).toString("hex");

/** Every way in which the needles could stand somewhere: digits, spaces, national, base64, hex, URL. */
export function spellings({ phone, texts }: Needles): string[] {
  const digits = phone.replace(/^\+/, "");
  const national = `0${digits.slice(2)}`;
  const spaced = `${national.slice(0, 4)} ${national.slice(4)}`;
  const grouped = `+${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)}`;
  const plain = [digits, national, spaced, grouped, ...texts];
  return [
    ...new Set([
      ...plain,
      ...texts.map((text) => encodeURIComponent(text)),
      ...[digits, ...texts].flatMap(inBase64),
      ...[digits, ...texts].map(inHex),
    ]),
  ];
}

/** Where one of the spellings stands in a text, whatever the case. */
export function findIn(where: string, text: string, wanted: string[]): string[] {
  const low = text.toLowerCase();
  return wanted.flatMap((one) => (low.includes(one.toLowerCase()) ? [`${where}: ${one}`] : []));
}

/** Every row of every table of ours and of the queue's, bytes in hex. */
export async function scanDatabase(owner: pg.Pool, wanted: string[]): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'bullmq') and c.relkind in ('r', 'p')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`select t::text as text from ${name} t`);
    for (const { text } of rows) found.push(...findIn(name, text, wanted));
  }
  return found;
}

interface Sealed {
  shop_id: string;
  contact: string | null;
  value: Buffer;
}

type Keys = ReadonlyMap<string, Buffer>;

/** The text behind one sealed value; null when its key is gone. */
function open(deps: Pick<Deps, "vault">, keys: Keys, cell: Sealed & { context: string | null }) {
  const { shop_id, contact, value, context } = cell;
  try {
    if (context !== null) return deps.vault.open(value, `${shop_id}:${context}`);
    return deps.vault.openFor(keys.get(contact ?? "") ?? Buffer.alloc(0), contact ?? "", value);
  } catch {
    return null;
  }
}

const sealedColumns = dataMap.flatMap(({ table, open: others, columns }) =>
  Object.entries(columns).flatMap(([column, { kind, context }]) => {
    if (kind !== "sealed" && kind !== "person_sealed") return [];
    const own = others.includes("contact_id") ? "contact_id" : "null";
    const contact = table === "contact" ? "id" : own;
    return [{ table, column, contact, context: kind === "sealed" ? (context ?? "") : null }];
  }),
);

/** What stands sealed and can still be opened with the keys that we have: ciphertext hides nothing from us. */
export async function scanSealed(
  deps: Pick<Deps, "vault">,
  owner: pg.Pool,
  wanted: string[],
): Promise<{ found: string[]; opened: number; lost: number }> {
  const { rows: contacts } = await owner.query<{ id: string; data_key: Buffer }>(
    "select id, data_key from contact",
  );
  const keys = new Map(contacts.map((one) => [one.id, one.data_key]));
  const found: string[] = [];
  let [opened, lost] = [0, 0];
  for (const { table, column, contact, context } of sealedColumns) {
    const { rows } = await owner.query<Sealed>(
      `select shop_id, ${contact}::uuid as contact, "${column}" as value from "${table}" where length("${column}") > 0`,
    );
    const texts = rows.map((row) => open(deps, keys, { ...row, context }));
    const plain = texts.filter((text) => text !== null);
    opened += plain.length;
    lost += texts.length - plain.length;
    for (const text of plain) found.push(...findIn(`${table}.${column} (opened)`, text, wanted));
  }
  return { found, opened, lost };
}

async function valuesOf(redis: Redis, key: string): Promise<string[]> {
  const type = await redis.type(key);
  if (type === "hash") return Object.entries(await redis.hgetall(key)).flat();
  return type === "stream" ? [JSON.stringify(await redis.xrange(key, "-", "+"))] : [];
}

/** Every key and value of the Redis database that keeps the queue. */
export async function scanRedis(url: string, wanted: string[]): Promise<string[]> {
  if (url === "") return [];
  const redis = new Redis(url);
  const found: string[] = [];
  for (const key of await redis.keys("*")) {
    const dumped = await redis.dumpBuffer(key);
    found.push(...findIn(`redis ${key}`, `${key} ${dumped?.toString("latin1") ?? ""}`, wanted));
    const values = await valuesOf(redis, key);
    found.push(...findIn(`redis ${key}`, values.join("\n"), wanted));
  }
  redis.disconnect();
  return found;
}

/** All files below a folder, as text. */
export function scanFiles(folder: string, wanted: string[]): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return scanFiles(path, wanted);
    return findIn(path, readFileSync(path, "latin1"), wanted);
  });
}
