import express, { type Request, type Router } from "express";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ADMIN_API_VERSION, storefrontSchema } from "../admin-api/admin-schema.ts";
import type { RequestLog } from "../admin-api/request-log.ts";
import type { Faults } from "../faults.ts";
import type { Store } from "../store.ts";
import { executeStorefront, type StorefrontAccess } from "./execute-storefront.ts";

export type StorefrontParts = {
  store: Store;
  faults: Faults;
  log: RequestLog;
  unsupported: Set<string>;
};

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const UNAUTHORIZED = { errors: [{ message: "", extensions: { code: "UNAUTHORIZED" } }] };
const THROTTLED = { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] };

/** `POST /api/{version}/graphql.json` of a shop, with the app's own token, sent as the private one, or with none. */
export function storefrontApi(parts: StorefrontParts): Router {
  const router = express.Router();
  router.post("/api/:version/graphql.json", express.json({ limit: "5mb" }), (request, response) => {
    answer(parts, request)
      .then(({ status, body }) => response.status(status).json(body))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        response.status(500).json({ errors: `The stand-in failed: ${message}` });
      });
  });
  return router;
}

type Access = Pick<StorefrontAccess, "scopes" | "maxComplexity">;
type Answer = { status: number; body: object };

async function answer(parts: StorefrontParts, request: Request): Promise<Answer> {
  await sleep(parts.faults.latencyMs);
  const shop = String(request.headers["x-forwarded-host"] ?? request.headers.host ?? "");
  const given = await answerShop(parts, request, shop);
  const { query } = requestSchema.catch({ query: "" }).parse(request.body);
  const errors = "errors" in given.body ? given.body.errors : [];
  const detail = { query: query.slice(0, 2000), errors };
  parts.log.add({ kind: "storefront", shop, status: given.status, detail });
  return given;
}

async function answerShop(parts: StorefrontParts, request: Request, shop: string): Promise<Answer> {
  const data = parts.store.shops.get(shop);
  if (request.params["version"] !== ADMIN_API_VERSION || !data) {
    return { status: 404, body: { errors: "Not Found" } };
  }
  if (parts.faults.graphqlOutage) return { status: 503, body: { errors: "Service Unavailable" } };
  const access = accessOf(parts.store, request, shop);
  if (!access) return { status: 401, body: UNAUTHORIZED };
  if (parts.faults.throttle) return { status: 200, body: THROTTLED };
  const asked = requestSchema.safeParse(request.body);
  if (!asked.success) return { status: 400, body: { errors: "Required parameter missing" } };
  const { query, variables, operationName } = asked.data;
  const context = { ...parts, ...access, data, admin: storefrontSchema() };
  const graphql = { query, variables: variables ?? {}, operationName: operationName ?? null };
  return { status: 200, body: await executeStorefront(context, graphql) };
}

/** Everybody sees the products of an online store; only the complexity of what they ask is limited. */
const PUBLIC = {
  scopes: new Set(["unauthenticated_read_product_listings"]),
  maxComplexity: 1000,
};

/** The app's own offline token serves as the private one; null where it is none, of another shop, or expired. */
function accessOf(store: Store, request: Request, shop: string): Access | null {
  const { headers } = request;
  const token = headers["shopify-storefront-private-token"];
  const others = ["x-shopify-storefront-access-token", "x-shopify-access-token"];
  if (token === undefined) return others.some((name) => name in headers) ? null : PUBLIC;
  const grant = store.grants.get(String(token));
  if (grant?.shop !== shop || grant.expiresAt === null || grant.expiresAt <= Date.now())
    return null;
  return { scopes: new Set(grant.scope.split(",")), maxComplexity: Infinity };
}
