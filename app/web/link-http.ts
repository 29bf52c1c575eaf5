import type { IncomingMessage, ServerResponse } from "node:http";
import { type LinkVisit, openLink } from "#app/modules/links/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import { answer } from "./answer.ts";
import { linkPage } from "./link-page.ts";

const PURPOSE_HEADERS = ["sec-purpose", "purpose", "x-moz", "x-purpose"] as const;

function visitOf(request: IncomingMessage, code: string, ip: string): LinkVisit {
  const purposes = PURPOSE_HEADERS.map((name) => request.headers[name]);
  return {
    code,
    method: request.method ?? "GET",
    userAgent: request.headers["user-agent"] ?? null,
    purposeHeaders: purposes.filter((value) => typeof value === "string"),
    ip,
  };
}

/** GET and HEAD /r/:code. The redirect may not be cached: each tap is to reach us. */
export async function handleLink(
  deps: Deps,
  exchange: { request: IncomingMessage; response: ServerResponse },
  facts: { code: string; ip: string },
): Promise<number> {
  const { request, response } = exchange;
  const opened = await openLink(deps, visitOf(request, facts.code, facts.ip));
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
