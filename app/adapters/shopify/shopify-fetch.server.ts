export type ShopifyFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

function urlOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}

/**
 * The way to Shopify's hosts. Beside a stand-in every request goes there instead and names the host
 * it was meant for in `x-forwarded-host`; the rest of the app always speaks of `https://{shop}`.
 */
export function shopifyFetch(standinUrl: string | undefined): ShopifyFetch {
  if (standinUrl === undefined) return async (input, init) => fetch(input, init);
  return async (input, init) => {
    const url = urlOf(input);
    const headers = new Headers(init?.headers);
    headers.set("x-forwarded-host", url.host);
    return fetch(new URL(url.pathname + url.search, standinUrl), { ...init, headers });
  };
}
