import type { IncomingMessage, ServerResponse } from "node:http";
import { type LinkVisit, openLink } from "#app/modules/links/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import { answer } from "./answer.ts";
import { linkPage } from "./link-page.ts";

const PURPOSE_HEADERS = ["sec-purpose", "purpose", "x-moz", "x-purpose"] as const;

interface VisitFacts {
  code: string;
  ip: string;
  /** came through this shop's own domain: links of others are unknown there */
  onlyShopId?: string;
}

function visitOf(request: IncomingMessage, facts: VisitFacts): LinkVisit {
  const purposes = PURPOSE_HEADERS.map((name) => request.headers[name]);
  return {
    ...facts,
    method: request.method ?? "GET",
    userAgent: request.headers["user-agent"] ?? null,
    purposeHeaders: purposes.filter((value) => typeof value === "string"),
  };
}

/** GET and HEAD /r/:code, and what /proxy/r/:code does once its caller is known. The redirect may not be cached: each tap is to reach us. */
export async function handleLink(
  deps: Deps,
  exchange: { request: IncomingMessage; response: ServerResponse },
  facts: VisitFacts,
): Promise<number> {
  const { request, response } = exchange;
  const opened = await openLink(deps, visitOf(request, facts));
  switch (opened.outcome) {
    case "redirect":
      answer(response, 302, {
        headers: { Location: opened.location, "Referrer-Policy": "no-referrer" },
      });
      return 302;
    case "page":
      answer(response, 410, linkPage(opened));
      return 410;
    case "not_found":
      answer(response, 404, { text: "Not found" });
      return 404;
    case "too_many":
      answer(response, 429, { text: "Too many requests", headers: { "Retry-After": "60" } });
      return 429;
    default:
      return assertNever(opened);
  }
}
