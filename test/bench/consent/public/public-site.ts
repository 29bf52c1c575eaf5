import { randomUUID } from "node:crypto";
import type pg from "pg";
import { consentTopics, type ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { recordConsent } from "#app/modules/consent/index.ts";
import { ensureContact } from "#app/modules/contacts/index.ts";
import { preferenceToken } from "#app/modules/links/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/** A running web process, and what the load needs to know of it. */
export interface PublicSite {
  url: string;
  deps: Deps;
  owner: Pick<pg.Client, "query">;
  apiKey: string;
  shopifySecret: string;
}

export interface LoadShop {
  id: string;
  domain: string;
}

/** Somebody of whom it is known at every moment what must be on. */
export interface LoadPerson {
  shop: LoadShop;
  contactId: string;
  token: string;
  on: Set<ConsentTopic>;
  /** what a request without an answer may have ended */
  perhaps: Set<ConsentTopic>;
}

const SHOP_NAME = "Leinenwerk";
const SETTINGS = JSON.stringify({
  confirmation: { mode: "single", singleCountries: ["DE"], expiresAfterHours: 72 },
});

export async function addShops(
  site: PublicSite,
  count: number,
  settings: string = SETTINGS,
): Promise<LoadShop[]> {
  const shops = Array.from({ length: count }, () => {
    const id = randomUUID();
    return { id, domain: `s${id.slice(0, 8)}.myshopify.com` };
  });
  for (const { id, domain } of shops) {
    await site.owner.query(
      `insert into shop (id, domain, name, status, consent_settings, installed_at, updated_at)
       values ($1, $2, $3, 'installed', $4, now(), now())`,
      [id, domain, SHOP_NAME, settings],
    );
  }
  return shops;
}

let numbers = 0;
/** A number that nobody else has; German, so that a single tick counts. */
export function freshPhone(): string {
  numbers += 1;
  return `+4915${String(100_000_000 + numbers)}`;
}

/** People who agreed to everything. */
export async function addPeople(
  { deps }: PublicSite,
  shops: readonly LoadShop[],
  count: number,
): Promise<LoadPerson[]> {
  const people: LoadPerson[] = [];
  for (let n = 0; n < count; n += 1) {
    const shop = shops[n % shops.length];
    if (!shop) throw new Error("People need a shop");
    const { id: shopId } = shop;
    const phone = freshPhone();
    const token = await deps.db.inShop(shopId, async (tx) => {
      const identifier = { kind: "phone" as const, value: phone };
      const contact = await ensureContact(deps, tx, {
        shopId,
        identifier,
        locale: "de",
        country: "DE",
      });
      const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
      const agreed = {
        kind: "granted",
        source: "checkout",
        identifierHash: deps.vault.hash(shopId, "phone", phone),
        at: deps.clock.now(),
      } as const;
      await recordConsent(
        deps,
        tx,
        who,
        consentTopics.map((topic) => ({ topic, ...agreed })),
      );
      return { contactId: contact.id, token: preferenceToken(deps, who, randomUUID()) };
    });
    people.push({ shop, ...token, on: new Set(consentTopics), perhaps: new Set() });
  }
  return people;
}
