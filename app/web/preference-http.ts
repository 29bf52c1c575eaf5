import type { IncomingMessage, ServerResponse } from "node:http";
import { changePreferences, openPreferences } from "#app/modules/preferences/index.ts";
import {
  type PreferenceAnswer,
  type PreferenceVisit,
  type PreferenceWish,
  preferenceWishSchema,
} from "#app/modules/preferences/preferences.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import { answer } from "./answer.ts";
import { noPreferencePage, preferencePage, type PreferenceSaid } from "./preference-page.ts";
import { preferenceLanguage } from "./preference-words/all.ts";
import { readBody } from "./read-body.ts";

/** The form has one short field. */
const MAX_BYTES = 2048;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

interface Facts {
  token: string;
  ip: string;
  /** came through this shop's own domain: tokens of others are unknown there */
  onlyShopId?: string;
}

function send(
  { request, response }: Exchange,
  found: { opened: PreferenceAnswer; said: PreferenceSaid },
): number {
  const { opened, said } = found;
  const asked = new URL(request.url ?? "/", "http://localhost").searchParams.get("lang");
  const persons = opened.outcome === "page" ? opened.view.language : null;
  const accepted = request.headers["accept-language"];
  const language = preferenceLanguage({ asked, persons, accepted });
  switch (opened.outcome) {
    case "page": {
      const status = said === "again" ? 400 : 200;
      answer(response, status, preferencePage(opened.view, { language, said }));
      return status;
    }
    case "unknown":
      answer(response, 404, noPreferencePage("unknown", language));
      return 404;
    case "too_many": {
      const body = noPreferencePage("tooMany", language);
      answer(response, 429, { ...body, headers: { ...body.headers, "Retry-After": "60" } });
      return 429;
    }
  }
}

function visitOf({ request }: Exchange, facts: Facts): PreferenceVisit {
  return { ...facts, userAgent: request.headers["user-agent"] ?? null };
}

/** What a button of ours sends; null for anything else. */
function wishOf(body: Buffer): PreferenceWish | null {
  const stop = new URLSearchParams(body.toString("utf8")).getAll("stop");
  const wish = preferenceWishSchema.safeParse(stop[0]);
  return wish.success && stop.length === 1 ? wish.data : null;
}

/**
 * GET, HEAD and POST /p/:token, and what /proxy/p/:token does once its caller is known. Looking changes
 * nothing, whoever looks: WhatsApp's previews, scanners, crawlers. A POST needs no other proof than the
 * token in its address: there is no cookie that a foreign page could ride on, and who has the token may
 * end messages.
 */
export async function handlePreferences(
  deps: Deps,
  exchange: Exchange,
  facts: Facts,
): Promise<number> {
  const visit = visitOf(exchange, facts);
  if (exchange.request.method !== "POST") {
    return send(exchange, { opened: await openPreferences(deps, visit), said: null });
  }
  const read = await readBody(exchange.request, { maxBytes: MAX_BYTES });
  if (read.outcome === "aborted") return 400;
  if (read.outcome !== "read") {
    answer(exchange.response, 413, { text: "The form is larger than ours." });
    return 413;
  }
  const wish = wishOf(read.body);
  if (wish === null) {
    return send(exchange, { opened: await openPreferences(deps, visit), said: "again" });
  }
  const opened = await changePreferences(deps, visit, wish);
  return send(exchange, { opened, said: { done: wish } });
}
