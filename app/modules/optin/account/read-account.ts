import {
  type ConsentState,
  type ConsentTopic,
  consentTopics,
} from "#app/modules/consent/consent.types.ts";
import { builtInVersion, publishedValue } from "#app/modules/consent/edit-wording.rules.ts";
import { wordingsNow } from "#app/modules/consent/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addressBlock } from "#app/shared/address-block.ts";
import { maskPhone } from "#app/shared/phone.ts";
import { installedShop } from "../installed-shop.ts";
import { type AccountNumber, accountNumbers } from "./account-numbers.ts";

/** What a customer who is logged in is shown of their own consent. */
export interface AccountView {
  /** the shop's name: the account pages tell an extension none */
  shop: string;
  /** the shop's own sentence, in the form of its metafield; null where it keeps ours */
  wording: unknown;
  numbers: { ref: string; phone: string; states: Record<ConsentTopic, ConsentState> }[];
}

export type AccountAnswer =
  | { outcome: "read"; view: AccountView }
  | { outcome: "refused"; status: 403 | 429; code: string; message: string };

/** Per minute. People look; scripts that try tokens are slowed. */
const LIMITS = { customer: 60, ip: 120 } as const;

function shown({ contactId, phone, standings }: AccountNumber): AccountView["numbers"][number] {
  const stateOf = (topic: ConsentTopic) => standings.get(topic)?.state ?? "none";
  const [reminders, recommendations, offers, tap_tracking] = consentTopics.map(stateOf);
  const none = "none" as const;
  return {
    ref: contactId,
    phone: maskPhone(phone),
    states: {
      reminders: reminders ?? none,
      recommendations: recommendations ?? none,
      offers: offers ?? none,
      tap_tracking: tap_tracking ?? none,
    },
  };
}

/** The profile is given no metafields by Shopify, so the sentence comes along. */
async function ownWording(tx: Tx, shopId: string): Promise<unknown> {
  const { version, rows } = await wordingsNow(tx, shopId);
  return version === builtInVersion() ? null : JSON.parse(publishedValue(version, rows));
}

async function isWithinLimits(deps: Deps, shopId: string, who: { customerId: string; ip: string }) {
  const take = (bucket: string, max: number) => deps.db.crossShop.takeRate(bucket, 60, max);
  const customer = await take(`account:${shopId}:${who.customerId}`, LIMITS.customer);
  return customer && (await take(`account-ip:${addressBlock(who.ip)}`, LIMITS.ip));
}

/**
 * Where the customer of a checked session token stands, by number. A token without a customer sees
 * nothing: it is handed to every visitor.
 */
export async function readAccount(
  deps: Deps,
  request: { claims: { shopDomain: string; customerId: string | null }; ip: string },
): Promise<AccountAnswer> {
  const { customerId, shopDomain } = request.claims;
  if (customerId === null) {
    const message = "Nobody is logged in: this token names no customer.";
    return { outcome: "refused", status: 403, code: "customer_missing", message };
  }
  const shop = await installedShop(deps, shopDomain);
  if (!shop) {
    const message = "Beckon is not installed in this shop.";
    return { outcome: "refused", status: 403, code: "shop_not_installed", message };
  }
  if (!(await isWithinLimits(deps, shop.id, { customerId, ip: request.ip }))) {
    const message = "Too many requests. Wait a minute and try again.";
    return { outcome: "refused", status: 429, code: "account_limit", message };
  }
  const view = await deps.db.inShop(shop.id, async (tx) => {
    const numbers = await accountNumbers(deps, tx, { shop, customerId });
    return { shop: shop.name, wording: await ownWording(tx, shop.id), numbers: numbers.map(shown) };
  });
  return { outcome: "read", view };
}
