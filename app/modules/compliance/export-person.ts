import { findContactsById } from "#app/modules/contacts/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { dataMap } from "./data-map.rules.ts";
import type { TableMap } from "./data-map.types.ts";
import { hashesOfContacts } from "./erasure.store.server.ts";
import { insertExport, personRows, type RawRow } from "./export.store.server.ts";
import type { PersonExport } from "./export.types.ts";
import { findPerson, type PersonQuestion } from "./find-person.ts";
import { EXPORT_DAYS } from "./retention.rules.ts";
import type { Wanted } from "./person.types.ts";

type Needs = Pick<Deps, "vault" | "clock">;
type Keys = ReadonlyMap<string, Uint8Array>;

/** A sealed text is JSON where we wrote JSON. */
function readable(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" ? parsed : text;
  } catch {
    return text;
  }
}

interface Opening {
  shopId: string;
  map: TableMap;
  keys: Keys;
}

function openValue(
  deps: Pick<Deps, "vault">,
  { shopId, map, keys }: Opening,
  cell: { column: string; value: unknown; contact: string },
): unknown {
  const { column, value, contact } = cell;
  const what = map.columns[column];
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "string" || value === "") return value;
  if (what?.kind !== "sealed" && what?.kind !== "person_sealed") return value;
  const bytes = Buffer.from(value, "base64");
  if (what.kind === "sealed") return readable(deps.vault.open(bytes, `${shopId}:${what.context}`));
  const key = keys.get(contact);
  return key ? readable(deps.vault.openFor(key, contact, bytes)) : null;
}

function openRow(deps: Pick<Deps, "vault">, opening: Opening, row: RawRow) {
  const contact = typeof row["__contact"] === "string" ? row["__contact"] : "";
  const cells = Object.entries(row).filter(([column]) => column !== "__contact");
  return Object.fromEntries(
    cells.map(([column, value]) => [column, openValue(deps, opening, { column, value, contact })]),
  );
}

/** Everything we hold of the persons, opened, table by table. */
export async function readPersonData(deps: Needs, tx: Tx, wanted: Wanted): Promise<PersonExport> {
  const { shopId } = wanted;
  const shop = await readShop(tx, shopId);
  const contacts = await findContactsById(tx, shopId, wanted.contactIds);
  const keys = new Map(contacts.map((one) => [one.id, one.dataKey]));
  const own = await hashesOfContacts(tx, shopId, wanted.contactIds);
  const whole = { ...wanted, hashes: [...new Set([...wanted.hashes, ...own])] };
  const sections: PersonExport["sections"] = [];
  for (const map of dataMap) {
    if (map.table === "data_export") continue; // a copy of this one
    const rows = await personRows(tx, map, whole);
    const records = rows.map((row) => openRow(deps, { shopId, map, keys }, row));
    if (records.length > 0) sections.push({ table: map.table, records });
  }
  const madeAt = deps.clock.now().toISOString();
  return { format: "beckon-export-1", shop: shop.domain, madeAt, sections };
}

export interface MadeExport {
  exportId: string | null;
  contactIds: string[];
}

/**
 * Collects a person's data for the merchant to hand on, sealed, for some days. Null where there is
 * nothing. The caller writes down who asked.
 */
export async function exportPerson(
  deps: Needs,
  tx: Tx,
  question: PersonQuestion,
  source: "shopify" | "merchant",
): Promise<MadeExport> {
  const { shopId } = question;
  const wanted = await findPerson(deps, tx, question);
  const data = await readPersonData(deps, tx, wanted);
  const { contactIds, hashes } = wanted;
  if (data.sections.length === 0) return { exportId: null, contactIds };
  const createdAt = deps.clock.now();
  const exportId = await insertExport(tx, {
    shopId,
    contactIds,
    personHashes: hashes,
    source,
    createdAt,
    expiresAt: addDays(createdAt, EXPORT_DAYS),
    content: deps.vault.seal(JSON.stringify(data), `${shopId}:data_export`),
  });
  return { exportId, contactIds };
}
