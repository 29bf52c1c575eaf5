import { z } from "zod";
import type { ContactRow } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";

const inboundSchema = z.object({ text: z.string().nullable() });

/** What a person wrote, opened; null when it is gone. */
export function wordsOf(
  deps: Pick<Deps, "vault">,
  contact: Pick<ContactRow, "id" | "dataKey"> | null,
  sealed: Uint8Array | null | undefined,
): string | null {
  if (!contact || !sealed) return null;
  const opened: unknown = JSON.parse(deps.vault.openFor(contact.dataKey, contact.id, sealed));
  return inboundSchema.parse(opened).text;
}
