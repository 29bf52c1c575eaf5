import { readContacts } from "#app/modules/contacts/index.ts";
import type { PurchaseAnswer, PurchaseCheck } from "#app/ports/announcements.ts";
import { askPurchases, type ShopifyQuestion } from "#app/modules/orders/index.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * The last question before a claim: has Shopify seen an order of this checkout, cart or person? One
 * aliased query for the whole batch (design, flow a).
 * @throws ShopifyError when Shopify does not answer: the messages wait
 */
export async function checkPurchases(
  deps: Deps,
  shopId: string,
  checks: PurchaseCheck[],
): Promise<Map<string, PurchaseAnswer>> {
  const { domain, contacts } = await deps.db.inShop(shopId, async (tx) => ({
    domain: (await readShop(tx, shopId)).domain,
    contacts: await readContacts(deps, tx, { shopId, ids: checks.map((one) => one.contactId) }),
  }));
  const questions = checks.map((check): ShopifyQuestion => {
    const card = contacts.get(check.contactId);
    const [phone] = card?.phones.values() ?? [];
    return {
      key: check.messageId,
      checkoutToken: check.checkoutToken,
      cartToken: check.cartToken,
      customerId: card?.customerId ?? null,
      phone: phone ?? null,
      since: check.since,
    };
  });
  const checkedAt = deps.clock.now();
  const answers = await askPurchases(deps, domain, questions);
  return new Map([...answers].map(([key, bought]) => [key, { bought, checkedAt }]));
}
