import { withdrawConsent } from "#app/modules/consent/index.ts";
import type { ContactRow } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { NativeNews } from "./native.types.ts";

/** A native "no": everything is withdrawn, and what is planned for the person is not sent. */
export async function withdrawNatively(
  deps: Deps,
  tx: Tx,
  contact: ContactRow,
  no: { at: Date; news: Pick<NativeNews, "level" | "collectedFrom"> | null },
): Promise<void> {
  const { id: contactId, shopId, dataKey } = contact;
  await withdrawConsent(
    deps,
    tx,
    { shopId, contactId, dataKey },
    {
      source: "shopify_native",
      at: no.at,
      identifierHash: null,
      requestKey: `native:${contactId}:${no.at.getTime()}`,
      evidence: {
        nativeState: "UNSUBSCRIBED",
        nativeUpdatedAt: no.at.toISOString(),
        collectedFrom: no.news?.collectedFrom ?? "",
        optInLevel: no.news?.level ?? "",
      },
    },
  );
  await deps.announce.optedOut(tx, { shopId, contactId, at: no.at });
}
