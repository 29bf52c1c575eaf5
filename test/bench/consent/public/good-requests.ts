import { randomInt } from "node:crypto";
import { consentTopics, type ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { optInBody } from "#test/support/opt-ins.ts";
import {
  anyAddress,
  FORM,
  headersOf,
  isUnanswered,
  JSON_BODY,
  type LoadRequest,
  proxyQuery,
  sessionToken,
} from "./load-request.ts";
import { freshPhone, type LoadPerson, type LoadShop, type PublicSite } from "./public-site.ts";

/** What the load has been told is so; the database has to agree in the end. */
export interface Told {
  site: PublicSite;
  shops: readonly LoadShop[];
  people: readonly LoadPerson[];
  /** numbers whose tick was answered with 200, or was sent and never answered, by number */
  ticked: Map<string, { shop: LoadShop; isAnswered: boolean }>;
  /** the last ticks, to be sent again */
  ticks: LoadRequest[];
}

/** Writes down what became of a tick. What was refused must leave no trace, so it is not written down. */
export function noteTick(told: Told, { phone, shop }: { phone: string; shop: LoadShop }) {
  return async (status: number): Promise<number> => {
    const isAnswered = status === 200;
    const known = told.ticked.get(phone);
    if (isAnswered || (isUnanswered(status) && !known))
      told.ticked.set(phone, { shop, isAnswered });
    return 0;
  };
}

export function anyOf<T>(all: readonly T[]): T {
  const one = all[randomInt(all.length)];
  if (one === undefined) throw new Error("Nothing to choose from");
  return one;
}

async function stillOn(
  { owner }: PublicSite,
  person: LoadPerson,
  topics: readonly ConsentTopic[],
): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from consent_state
     where contact_id = $1 and topic = any($2) and state <> 'withdrawn'`,
    [person.contactId, [...topics]],
  );
  return rows[0]?.count ?? 0;
}

export function look({ people }: Told): LoadRequest {
  return {
    kind: "look at the page",
    isHostile: false,
    method: "GET",
    path: `/p/${anyOf(people).token}`,
    headers: headersOf(anyAddress()),
    wanted: [200],
  };
}

/** The state must be withdrawn at the moment of the answer, not a little later. */
export function stop(told: Told, isByProxy: boolean): LoadRequest {
  const { site, people } = told;
  const person = anyOf(people);
  const wish = anyOf([...consentTopics, "all"] as const);
  const topics = wish === "all" ? consentTopics : [wish];
  const path = isByProxy
    ? `/proxy/p/${person.token}?${proxyQuery(person.shop.domain, site.shopifySecret)}`
    : `/p/${person.token}`;
  return {
    kind: isByProxy ? "end it on the shop's domain" : "end it on the page",
    isHostile: false,
    method: "POST",
    path,
    headers: headersOf(anyAddress(), FORM),
    body: `stop=${wish}`,
    wanted: [200],
    check: async (status) => {
      if (isUnanswered(status)) {
        for (const topic of topics) person.perhaps.add(topic);
        return 0;
      }
      for (const topic of topics) person.on.delete(topic);
      return stillOn(site, person, topics);
    },
  };
}

/** A tick for somebody new, from an address of their own. */
export function tick(told: Told): LoadRequest {
  const { site, shops } = told;
  const shop = anyOf(shops);
  const phone = freshPhone();
  const secret = { apiKey: site.apiKey, secret: site.shopifySecret };
  const bearer = sessionToken({ domain: shop.domain, ...secret });
  const request: LoadRequest = {
    kind: "tick the box",
    isHostile: false,
    method: "POST",
    path: "/api/opt-in",
    headers: headersOf(anyAddress(), { ...JSON_BODY, authorization: `Bearer ${bearer}` }),
    body: JSON.stringify(optInBody({ phone, checkoutToken: null })),
    wanted: [200],
    check: noteTick(told, { phone, shop }),
  };
  told.ticks.push(request);
  if (told.ticks.length > 200) told.ticks.shift();
  return request;
}

/** The extension tries again: same token, same body, nothing new. The one it repeats may have been lost. */
export function repeatTick(told: Told): LoadRequest {
  const request = told.ticks.length > 0 ? anyOf(told.ticks) : tick(told);
  return { ...request, kind: "tick sent again" };
}
