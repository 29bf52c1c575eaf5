import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import type { TableMap } from "./data-map.types.ts";
import type { Wanted } from "./person.types.ts";
import { name, rowsOf } from "./person-rows.store.server.ts";
import type { ExportRow } from "./privacy-report.types.ts";

export type RawRow = Record<string, unknown>;

/** Which column names the contact whose key opens the row. */
function keyColumn(map: TableMap): string | null {
  if (map.table === "contact") return "id";
  return map.open.includes("contact_id") ? "contact_id" : null;
}

/**
 * A person's rows of one table as they are stored, sealed columns in base64. `__contact` says whose key
 * opens them.
 */
export async function personRows(tx: Tx, map: TableMap, wanted: Wanted): Promise<RawRow[]> {
  const which = rowsOf(map, wanted);
  if (which === null || map.shown.length === 0) return [];
  const columns = map.shown.map((column) => {
    const kind = map.columns[column]?.kind;
    const isBytes = kind === "sealed" || kind === "person_sealed";
    return isBytes
      ? Prisma.sql`encode(${name(column)}, 'base64') as ${name(column)}`
      : Prisma.sql`${name(column)}`;
  });
  const contact = keyColumn(map);
  const own = contact === null ? Prisma.sql`null` : name(contact);
  return tx.$queryRaw<RawRow[]>`
    select ${own} as "__contact", ${Prisma.join(columns, ", ")} from ${name(map.table)} where ${which}
    order by ${name(map.shown[0] ?? "shop_id")}`;
}

export async function insertExport(
  tx: Tx,
  made: {
    shopId: string;
    contactIds: string[];
    personHashes: string[];
    source: string;
    createdAt: Date;
    expiresAt: Date;
    content: Uint8Array<ArrayBuffer>;
  },
): Promise<string> {
  const row = await tx.dataExport.create({ data: made, select: { id: true } });
  return row.id;
}

export async function exportById(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<(ExportRow & { contactIds: string[]; content: Uint8Array }) | null> {
  return tx.dataExport.findFirst({ where: { shopId, id } });
}

export async function noteDownload(tx: Tx, shopId: string, id: string, at: Date): Promise<void> {
  await tx.dataExport.updateMany({
    where: { shopId, id, downloadedAt: null },
    data: { downloadedAt: at },
  });
}

/** The latest first, without their content. */
export async function recentExports(tx: Tx, shopId: string, limit: number): Promise<ExportRow[]> {
  return tx.dataExport.findMany({
    where: { shopId },
    select: { id: true, source: true, createdAt: true, expiresAt: true, downloadedAt: true },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
}
