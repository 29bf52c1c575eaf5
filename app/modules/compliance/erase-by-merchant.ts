import { noteAccess } from "#app/modules/contacts/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { erasePerson } from "./erase-person.ts";
import { closeRequest, openRequest } from "./requests.store.server.ts";

/** The merchant erases somebody on their page. Who did it is written down, by id. Safe to repeat. */
export async function eraseByMerchant(
  deps: Deps,
  who: { shopId: string; contactId: string; staffId: string },
): Promise<void> {
  const { shopId, contactId, staffId } = who;
  const receivedAt = deps.clock.now();
  const id = await deps.db.inShop(shopId, async (tx) => {
    await noteAccess(deps, tx, {
      shopId,
      staffId,
      action: "erased",
      purpose: "contact_page",
      contactId,
    });
    return openRequest(tx, shopId, {
      kind: "redact",
      source: "merchant",
      requestKey: `merchant:${contactId}`,
      shopifyRequestId: null,
      receivedAt,
      dueAt: null,
    });
  });
  const question = { shopId, identifiers: [], contactIds: [contactId], orderIds: [] };
  const { people } = await erasePerson(deps, question, { reason: "merchant" });
  const state = people > 0 ? "done" : "nobody";
  await deps.db.inShop(shopId, (tx) =>
    closeRequest(tx, shopId, { id, state, people, at: deps.clock.now() }),
  );
}
