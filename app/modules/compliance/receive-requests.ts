import { noteAccess } from "#app/modules/contacts/index.ts";
import { SHOPIFY_ITSELF } from "#app/modules/contacts/access.types.ts";
import type { IntakeEvent } from "#app/modules/intake/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { parseCompliance } from "./compliance-body.types.ts";
import { redactShopJob } from "./compliance.jobs.ts";
import { erasePerson } from "./erase-person.ts";
import { exportPerson } from "./export-person.ts";
import type { RequestKind } from "./privacy-report.types.ts";
import { closeRequest, openRequest } from "./requests.store.server.ts";
import { isGone } from "./redact-shop.ts";

/** Shopify asks merchants to answer within 30 days (GDPR Art. 12(3): a month). */
const ANSWER_DAYS = 30;

function newRequest(event: IntakeEvent, kind: RequestKind, shopifyRequestId: string | null) {
  const { eventId, receivedAt } = event;
  const dueAt = addDays(receivedAt, ANSWER_DAYS);
  const requestKey = `shopify:${eventId}`;
  return { kind, source: "shopify" as const, requestKey, shopifyRequestId, receivedAt, dueAt };
}

/**
 * customers/data_request: collects everything of the person for the merchant, who finds it on the privacy
 * page and hands it on. Safe to run again: a second run makes a second copy, and the request names the last.
 */
export async function receiveDataRequest(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const { shopifyRequestId, ...who } = parseCompliance(event.body);
  await deps.db.inShop(shopId, async (tx) => {
    const id = await openRequest(tx, shopId, newRequest(event, "data_request", shopifyRequestId));
    const made = await exportPerson(deps, tx, { shopId, ...who }, "shopify");
    const { exportId, contactIds } = made;
    const people = exportId === null ? 0 : Math.max(1, contactIds.length);
    const state = exportId === null ? "nobody" : "done";
    const at = deps.clock.now();
    await closeRequest(tx, shopId, { id, state, people, ...(exportId && { exportId }), at });
    if (exportId === null) return;
    await noteAccess(deps, tx, {
      shopId,
      staffId: SHOPIFY_ITSELF,
      action: "exported",
      purpose: "shopify_request",
      contactId: contactIds.length === 1 ? (contactIds[0] ?? null) : null,
      people,
    });
  });
}

/** customers/redact: erases the person and what the named orders tie to them. Safe to run again. */
export async function receiveRedact(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const { shopifyRequestId, ...who } = parseCompliance(event.body);
  const id = await deps.db.inShop(shopId, (tx) =>
    openRequest(tx, shopId, newRequest(event, "redact", shopifyRequestId)),
  );
  const { people, rows } = await erasePerson(
    deps,
    { shopId, ...who },
    { reason: "customer_redact" },
  );
  // The request itself names the person: that its body goes does not make them known.
  const had = Object.keys(rows).some((table) => table !== "intake_event");
  const state = people > 0 || had ? "done" : "nobody";
  const at = deps.clock.now();
  await deps.db.inShop(shopId, (tx) => closeRequest(tx, shopId, { id, state, people, at }));
}

/**
 * shop/redact comes 48 hours after an uninstall, also when the shop was installed again in between (contract
 * 7.1): then nothing is removed, and the page says so.
 */
export async function receiveShopRedact(deps: Deps, event: IntakeEvent): Promise<void> {
  const { shopId } = event;
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const triggeredAt = event.triggeredAt ?? event.receivedAt;
  if (await isGone(deps, shop, triggeredAt)) {
    return deps.jobs.enqueue(redactShopJob, { shopId }, { jobId: `redact-shop-${shopId}` });
  }
  await deps.db.inShop(shopId, async (tx) => {
    const id = await openRequest(tx, shopId, newRequest(event, "shop_redact", null));
    const at = deps.clock.now();
    await closeRequest(tx, shopId, { id, state: "not_needed", people: 0, at });
  });
  deps.log.info("shop.redact_not_needed", { shopId });
}
