import { inTurn, type NextRequest } from "./prepared-request.ts";

/** A phone's browser: a tap, not a preview. */
const HEADERS = [
  "User-Agent",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
  "Accept",
  "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language",
  "de-DE,de;q=0.9,en;q=0.8",
];

/** Taps on the links, one after the other; each has to lead to its own target. */
export function linkRequests(links: readonly { code: string; target: string }[]): NextRequest {
  return inTurn(
    links.map(({ code, target }) => ({
      method: "GET" as const,
      path: `/r/${code}`,
      headers: HEADERS,
      body: null,
      status: 302,
      location: target,
    })),
  );
}
