import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { deleteExpired, writeRefused } from "./media.store.server.ts";
import { nextTryAt } from "./picture.rules.ts";

/** WhatsApp refused this upload in a message (131053): the next messages go without the picture. */
export async function refusePicture(
  deps: Pick<Deps, "clock">,
  tx: Tx,
  upload: { shopId: string; mediaId: string },
): Promise<void> {
  await writeRefused(tx, upload, nextTryAt("refused_by_whatsapp", 1, deps.clock.now()));
}

/** Forgets uploads that have expired at WhatsApp. */
export async function tidyMedia(deps: Deps, shopId: string): Promise<number> {
  return deps.db.inShop(shopId, (tx) => deleteExpired(tx, shopId, deps.clock.now()));
}
