import { request } from "undici";

/** What an extension's worker would hold against the endpoint; empty means the browser lets the answer through. */
export type ExtensionAnswer = {
  status: number | null;
  body: string;
  refusals: string[];
};
export type ExtensionRequest = {
  url: string;
  token: string;
  body: string;
  origin?: string | undefined;
};

const EXTENSION_ORIGIN = "https://extensions.shopifycdn.com";
const ASKED_HEADERS = ["authorization", "content-type"];

/**
 * Posts as a UI extension does: preflight first, then POST, under the rules of a browser worker
 * (contract 4.6: any origin allowed, the two headers allowed, no redirects, CORS on every answer).
 */
export async function sendAsExtension(call: ExtensionRequest): Promise<ExtensionAnswer> {
  const origin = call.origin ?? EXTENSION_ORIGIN;
  const preflight = await request(call.url, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": ASKED_HEADERS.join(","),
    },
  });
  await preflight.body.dump();
  const refusals = preflightRefusals(preflight.statusCode, preflight.headers, origin);
  if (refusals.length > 0) return { status: null, body: "", refusals };

  const answer = await request(call.url, {
    method: "POST",
    headers: {
      origin,
      authorization: `Bearer ${call.token}`,
      "content-type": "application/json",
    },
    body: call.body,
  });
  const body = await answer.body.text();
  const status = answer.statusCode;
  if (isRedirect(status)) return { status, body, refusals: ["the answer is a redirect"] };
  const isReadable = allowsOrigin(answer.headers, origin);
  return { status, body, refusals: isReadable ? [] : ["the answer carries no CORS header"] };
}

type Headers = Record<string, string | string[] | undefined>;

function preflightRefusals(status: number, headers: Headers, origin: string): string[] {
  if (isRedirect(status)) return ["the preflight is a redirect"];
  if (status < 200 || status > 299) return [`the preflight is answered ${status}`];
  const allowed = listOf(headers["access-control-allow-headers"]);
  const missing = ASKED_HEADERS.filter((name) => !allowed.includes(name));
  return [
    ...(allowsOrigin(headers, origin) ? [] : ["the preflight does not allow the origin"]),
    ...missing.map((name) => `the preflight does not allow the header ${name}`),
  ];
}

function allowsOrigin(headers: Headers, origin: string): boolean {
  const allowed = headers["access-control-allow-origin"];
  return allowed === "*" || allowed === origin;
}

function listOf(header: string | string[] | undefined): string[] {
  return String(header ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
}

function isRedirect(status: number): boolean {
  return status >= 300 && status <= 399;
}
