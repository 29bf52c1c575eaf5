import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";
import type { Log } from "#app/ports/log.ts";
import { type ShopifyAdmin, ShopifyError } from "#app/ports/shopify-admin.ts";
import { type GraphqlAnswer, readGraphqlAnswer } from "./graphql-answer.server.ts";
import type { ShopifyFetch } from "./shopify-fetch.server.ts";

interface Parts {
  request: ShopifyFetch;
  /** a token good for some minutes; refreshes the stored one when it is about to expire */
  tokenOf(shop: string): Promise<string>;
  log: Log;
  apiVersion: string;
}

const TRIES = 4;
const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 400;

/** The library throws a Response (500) when refreshing fails, and errors of its own otherwise. */
function tokenError(cause: unknown): ShopifyError {
  if (cause instanceof ShopifyError) return cause;
  if (cause instanceof Response) {
    const facts = { code: "token_refresh_failed", retryable: true, httpStatus: cause.status };
    return new ShopifyError("Shopify gave no fresh token", facts);
  }
  const name = cause instanceof Error ? cause.constructor.name : "";
  const gone =
    name === "SessionNotFoundError" || name === "InvalidJwtError" || name === "HttpResponseError";
  // Not the cause's own message: the library's can quote a whole token.
  return new ShopifyError(`No usable token for the shop (${name})`, {
    code: gone ? "no_session" : "token_unavailable",
    retryable: !gone,
  });
}

/** One question at a time per shop: parallel refreshes would each spend the refresh token. */
function singleFlight(tokenOf: Parts["tokenOf"]): Parts["tokenOf"] {
  const underWay = new Map<string, Promise<string>>();
  return (shop) => {
    const asked = underWay.get(shop);
    if (asked) return asked;
    const started = tokenOf(shop).finally(() => underWay.delete(shop));
    underWay.set(shop, started);
    return started;
  };
}

/** Where each API is asked, and in which header it wants the token, if any. */
const APIS = {
  admin: { path: "/admin/api", header: "X-Shopify-Access-Token" },
  storefront: { path: "/api", header: "Shopify-Storefront-Private-Token" },
  public_storefront: { path: "/api", header: null },
} as const;

async function ask(
  parts: Parts,
  query: { shop: string; api: keyof typeof APIS; token: string; body: string },
): Promise<GraphqlAnswer> {
  const { path, header } = APIS[query.api];
  try {
    const url = `https://${query.shop}${path}/${parts.apiVersion}/graphql.json`;
    const response = await parts.request(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(header === null ? {} : { [header]: query.token }),
      },
      body: query.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await readGraphqlAnswer(response, { withholds: query.api === "admin" });
  } catch (error) {
    const name = error instanceof Error ? error.name : "error";
    const facts = { code: "unreachable", retryable: true };
    return {
      outcome: "failed",
      error: new ShopifyError(`No answer: ${name}`, facts),
      waitMs: null,
    };
  }
}

/** Shopify's APIs with the shop's offline token. Waits as Shopify asks, four tries, then ShopifyError. */
export function shopifyAdmin(parts: Parts): ShopifyAdmin {
  const tokenOf = singleFlight(parts.tokenOf);
  const neededToken = async (api: keyof typeof APIS, shop: string) => {
    if (APIS[api].header === null) return "";
    return tokenOf(shop).catch((error: unknown) => {
      throw tokenError(error);
    });
  };
  return {
    query: async ({ shop, api = "admin", document, variables, schema }) => {
      const token = await neededToken(api, shop);
      const body = JSON.stringify({ query: document, variables: variables ?? {} });
      for (let attempt = 1; ; attempt++) {
        const answer = await ask(parts, { shop, api, token, body });
        if (answer.outcome === "data") return readData(schema, answer.data);
        if (!answer.error.retryable || attempt >= TRIES) throw answer.error;
        const { code } = answer.error;
        parts.log.debug("shopify.retry", { shop, api, attempt, code });
        await pause(answer.waitMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1));
      }
    },
  };
}

function readData<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new ShopifyError(`Shopify's answer does not fit: ${paths}`, {
    code: "unexpected_answer",
    retryable: false,
  });
}
