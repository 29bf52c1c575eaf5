import { noteAccess } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PersonExport, exportSchema } from "./export.types.ts";
import { readPersonData } from "./export-person.ts";
import { exportById, noteDownload } from "./export.store.server.ts";
import { findPerson } from "./find-person.ts";

export interface ExportReader {
  shopId: string;
  staffId: string;
  /** of the stored copy, or of the contact */
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A copy that waits for the merchant; null when there is none, or no more. Its reading is written down. */
export async function readExport(
  deps: Pick<Deps, "clock" | "db" | "vault">,
  reader: ExportReader,
): Promise<PersonExport | null> {
  const { shopId, staffId, id } = reader;
  if (!UUID.test(id)) return null;
  return deps.db.inShop(shopId, async (tx) => {
    const found = await exportById(tx, shopId, id);
    const now = deps.clock.now();
    if (!found || found.expiresAt <= now) return null;
    const { contactIds, content } = found;
    await noteDownload(tx, shopId, id, now);
    await noteAccess(deps, tx, {
      shopId,
      staffId,
      action: "exported",
      purpose: "privacy_page",
      contactId: contactIds[0] ?? null,
      people: Math.max(1, contactIds.length),
    });
    const text = deps.vault.open(content, `${shopId}:data_export`);
    return exportSchema.parse(JSON.parse(text));
  });
}

/** What we have of one contact at this moment; null when nobody has this id, or nothing is left. */
export async function exportContact(
  deps: Pick<Deps, "clock" | "db" | "vault">,
  reader: ExportReader,
): Promise<PersonExport | null> {
  const { shopId, staffId, id } = reader;
  if (!UUID.test(id)) return null;
  return deps.db.inShop(shopId, async (tx) => {
    const question = { shopId, identifiers: [], contactIds: [id], orderIds: [] };
    const wanted = await findPerson(deps, tx, question);
    if (wanted.contactIds.length === 0) return null;
    await noteAccess(deps, tx, {
      shopId,
      staffId,
      action: "exported",
      purpose: "contact_page",
      contactId: id,
    });
    return readPersonData(deps, tx, wanted);
  });
}
