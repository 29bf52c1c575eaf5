import { readContacts } from "#app/modules/contacts/index.ts";
import { ordersByIds } from "#app/modules/orders/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import type { MessageFact } from "#app/ports/announcements.ts";
import { addMinutes } from "#app/shared/duration.ts";
import {
  type RecommendationSettings,
  recommendationSettingsOf,
} from "../recommendation-settings.types.ts";
import { type CaseRow, casesOfMessages, reopenCases } from "./cases.store.server.ts";
import { marketOf, offersByMarket } from "./offers-by-market.ts";
import { stillHolds } from "./still-holds.rules.ts";

/** A message that was written longer ago than this is held against stock and prices of now. */
const OFFER_MAX_AGE_MINUTES = 10;

function isOld({ decidedAt }: CaseRow, now: Date): boolean {
  return decidedAt === null || now > addMinutes(decidedAt, OFFER_MAX_AGE_MINUTES);
}

/** The merchant has switched it off since, or put a product of it on the list of those never recommended. */
function isUnwanted({ kind, products }: CaseRow, settings: RecommendationSettings): boolean {
  if (!settings.isOn || (kind === "replenishment" && !settings.replenishment)) return true;
  return products.some(({ productId }) => settings.excludedProductIds.includes(productId));
}

async function questionsOf(deps: Deps, shopId: string, messageIds: string[]) {
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const now = deps.clock.now();
    const cases = [...(await casesOfMessages(tx, shopId, messageIds))];
    const settings = recommendationSettingsOf(shop.recommendationSettings);
    const unwanted = cases.filter(([, row]) => isUnwanted(row, settings)).map(([key]) => key);
    const old = cases.filter(([key, row]) => isOld(row, now) && !unwanted.includes(key));
    const rows = old.map(([, row]) => row);
    const orderIds = rows.map(({ orderId }) => orderId);
    const orders = await ordersByIds(tx, shopId, orderIds);
    const ids = rows.map(({ contactId }) => contactId);
    const contacts = await readContacts(deps, tx, { shopId, ids });
    const questions = old.map(([key, row]) => {
      const order = orders.get(row.orderId) ?? { country: null };
      const contact = contacts.get(row.contactId) ?? null;
      const productIds = row.products.map(({ productId }) => productId);
      return { key, productIds, products: row.products, ...marketOf({ contact, order }, shop) };
    });
    return { domain: shop.domain, unwanted, questions };
  });
}

/**
 * Which of these messages show something that is out of stock, gone or has another price by now, asked of
 * Shopify right before they are claimed, or that the merchant no longer wants sent. `null`: Shopify does not
 * answer, so nothing may be sent.
 */
export async function outdatedOffers(
  deps: Deps,
  shopId: string,
  messageIds: string[],
): Promise<Set<string> | null> {
  if (messageIds.length === 0) return new Set();
  const { domain, unwanted, questions } = await questionsOf(deps, shopId, messageIds);
  if (questions.length === 0) return new Set(unwanted);
  try {
    const offers = await offersByMarket(deps, domain, questions);
    const outdated = questions.filter(({ key, products }) =>
      products.some((product) => !stillHolds(product, offers.get(key)?.get(product.productId))),
    );
    return new Set([...unwanted, ...outdated.map(({ key }) => key)]);
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    deps.log.warn("recommendations.offers_unknown", { shopId, message: error.message });
    return null;
  }
}

/** Messages ended because stock or price changed: their cases are decided anew, at once. */
export async function decideAgain(
  tx: Tx,
  fact: { shopId: string; messages: (MessageFact & { reason: string })[]; at: Date },
): Promise<void> {
  const { shopId, messages, at } = fact;
  const messageIds = messages
    .filter(({ kind, reason }) => kind === "recommendation" && reason === "offer_changed")
    .map(({ messageId }) => messageId);
  if (messageIds.length === 0) return;
  await reopenCases(tx, shopId, { messageIds, reason: "offer_changed", at });
}
