import { randomBytes, randomInt } from "node:crypto";
import { optInBody } from "#test/support/opt-ins.ts";
import { anyOf, noteTick, type Told } from "./good-requests.ts";
import {
  anyAddress,
  FORM,
  headersOf,
  JSON_BODY,
  type LoadRequest,
  proxyQuery,
  sessionToken,
} from "./load-request.ts";
import { freshPhone, type LoadPerson } from "./public-site.ts";

/** Whoever floods does it from here. */
const FLOODER = "203.0.113.66";
const TOKEN_BYTES = 117;
const HUGE = "x".repeat(256 * 1024);

/** People whom nobody ever asks to end anything: whatever happens to them is wrong. */
export type Victims = readonly LoadPerson[];

function hostile(
  kind: string,
  wanted: readonly number[],
  request: Pick<LoadRequest, "method" | "path" | "headers"> & { body?: string },
): LoadRequest {
  return { kind, isHostile: true, wanted, ...request };
}

function page(
  kind: string,
  of: { token: string; from?: string; body?: string; wanted: readonly number[]; method?: string },
): LoadRequest {
  const { token, from = anyAddress(), body, wanted, method = "POST" } = of;
  return hostile(kind, wanted, {
    method,
    path: `/p/${token}`,
    headers: headersOf(from, FORM),
    ...(body === undefined ? {} : { body }),
  });
}

/** One bit of a genuine token, anywhere but in its mark, which is but a hint. */
function altered(token: string): string {
  const bytes = Buffer.from(token, "base64url");
  const places = [randomInt(0, 32), randomInt(40, bytes.length)];
  const at = anyOf(places);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << randomInt(8));
  return bytes.toString("base64url");
}

function mixed(one: string, other: string): string {
  const [a, b] = [Buffer.from(one, "base64url"), Buffer.from(other, "base64url")];
  return Buffer.concat([a.subarray(0, 32), b.subarray(32)]).toString("base64url");
}

const NOT_OURS = [404, 429];

export const guess = (): LoadRequest =>
  page("guess a token", {
    token: randomBytes(TOKEN_BYTES).toString("base64url"),
    body: "stop=all",
    from: FLOODER,
    wanted: NOT_OURS,
  });

export const garbled = (): LoadRequest =>
  page("garbled token", {
    token: anyOf([
      "x",
      "%00%00",
      "..%2F..%2Fapp",
      "%F0%9F%99%82".repeat(9),
      "A".repeat(300),
      "null",
    ]),
    body: "stop=all",
    wanted: NOT_OURS,
  });

export function alteredToken(victims: Victims): LoadRequest {
  const token = altered(anyOf(victims).token);
  return page("altered token", { token, body: "stop=all", wanted: NOT_OURS });
}

export function mixedToken(victims: Victims, told: Told): LoadRequest {
  const token = mixed(anyOf(victims).token, anyOf(told.people).token);
  return page("token of two persons", { token, body: "stop=all", wanted: NOT_OURS });
}

/** What previews, scanners and crawlers do with a genuine link. */
export function preview(victims: Victims): LoadRequest {
  const agent = anyOf(["WhatsApp/2.24.20.78 A", "facebookexternalhit/1.1", "curl/8.5.0"]);
  return hostile("preview", [200], {
    method: anyOf(["GET", "HEAD"]),
    path: `/p/${anyOf(victims).token}?stop=all`,
    headers: { ...headersOf(anyAddress()), "user-agent": agent },
  });
}

export function wrongMethod(victims: Victims): LoadRequest {
  const method = anyOf(["PUT", "DELETE", "PATCH"]);
  const { token } = anyOf(victims);
  return page("wrong method", { token, method, body: "stop=all", wanted: [405] });
}

export function wrongForm(victims: Victims): LoadRequest {
  const body = anyOf([
    "",
    "stop=everything",
    "stop=all&stop=offers",
    '{"stop":"all"}',
    "grant=all",
  ]);
  return page("wrong form", { token: anyOf(victims).token, body, wanted: [400] });
}

export function hugeForm(victims: Victims): LoadRequest {
  const body = `stop=all&x=${HUGE}`;
  return page("huge body", { token: anyOf(victims).token, body, wanted: [413] });
}

/** The page of the shop's own domain, without Shopify's signature or with that of another shop. */
export function wrongProxy(victims: Victims, told: Told): LoadRequest {
  const { token, shop } = anyOf(victims);
  const other = anyOf(told.shops.filter(({ id }) => id !== shop.id));
  const [query, wanted]: [string, number] = anyOf([
    [proxyQuery(shop.domain, "guessed"), 401],
    ["", 401],
    [proxyQuery(other.domain, told.site.shopifySecret), 404],
  ]);
  return hostile("wrong signature of the proxy", [wanted], {
    method: "POST",
    path: `/proxy/p/${token}?${query}`,
    headers: headersOf(anyAddress(), FORM),
    body: "stop=all",
  });
}

function optIn(
  kind: string,
  wanted: readonly number[],
  of: { bearer: string; body: string; from?: string },
): LoadRequest {
  const authorization = `Bearer ${of.bearer}`;
  return hostile(kind, wanted, {
    method: "POST",
    path: "/api/opt-in",
    headers: headersOf(of.from ?? anyAddress(), { ...JSON_BODY, authorization }),
    body: of.body,
  });
}

const tickFor = (phone: string) => optInBody({ phone, checkoutToken: null });

export function wrongToken({ site, shops }: Told): LoadRequest {
  const { domain } = anyOf(shops);
  const { apiKey, shopifySecret } = site;
  const expired = { exp: Math.floor(Date.now() / 1000) - 60 };
  const bearer = anyOf([
    sessionToken({ domain, apiKey, secret: "guessed" }),
    sessionToken({ domain, apiKey, secret: shopifySecret }, expired),
    sessionToken({ domain, apiKey: "another-app", secret: shopifySecret }),
    "a.b.c",
  ]);
  const body = JSON.stringify(tickFor(freshPhone()));
  return optIn("opt-in with a wrong token", [401], { bearer, body });
}

/** A genuine token, with words that nobody published, a body that is none, or one that is endless. */
export function alteredTick({ site, shops }: Told): LoadRequest {
  const { domain } = anyOf(shops);
  const bearer = sessionToken({ domain, apiKey: site.apiKey, secret: site.shopifySecret });
  const good = tickFor(freshPhone());
  const [body, status]: [string, number] = anyOf([
    [JSON.stringify({ ...good, shownText: `${good.shownText} Und mehr.` }), 400],
    [JSON.stringify({ ...good, phone: "1".repeat(39) }), 422],
    [JSON.stringify({ ...good, topics: ["everything"] }), 400],
    ["{", 400],
    [HUGE, 413],
  ]);
  return optIn("opt-in with an altered body", [status], { bearer, body });
}

/** More ticks from one address than a household makes: what is let through counts, the rest is refused. */
export function flood(told: Told): LoadRequest {
  const { site } = told;
  const shop = anyOf(told.shops);
  const phone = freshPhone();
  const of = { domain: shop.domain, apiKey: site.apiKey, secret: site.shopifySecret };
  const bearer = sessionToken(of);
  const body = JSON.stringify(tickFor(phone));
  return {
    ...optIn("flood of ticks", [200, 429], { bearer, body, from: FLOODER }),
    check: noteTick(told, { phone, shop }),
  };
}
