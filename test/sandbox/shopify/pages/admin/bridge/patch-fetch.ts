/// <reference lib="dom" />
import type { IdTokens } from "./id-token.ts";

const RETRY = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE = "X-Shopify-API-Request-Failure-Reauthorize-Url";

/**
 * Requests to the app's own origin carry an id token; a refused one is repeated once with a new token, and where
 * the server asks for permission again, the admin goes there (contract 1.5).
 */
export function patchFetch(tokens: IdTokens, leaveFor: (url: string) => void): void {
  const plain = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const isOwn = new URL(request.url).origin === location.origin;
    if (!isOwn || request.headers.has("Authorization")) return plain(request);
    const again = request.clone();
    let response = await plain(withToken(request, await tokens.current()));
    if (response.headers.has(RETRY)) {
      response = await plain(withToken(again, await tokens.fresh()));
    }
    const url = response.headers.get(REAUTHORIZE);
    if (url) leaveFor(new URL(url, location.href).href);
    return response;
  };
}

function withToken(request: Request, token: string): Request {
  request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
