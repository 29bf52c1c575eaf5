import express, { type Request, type Response, type Router } from "express";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Faults } from "../faults.ts";
import { answerTokenRequest, tokenParamsSchema, type OAuthApp } from "../tokens/oauth.ts";
import type { OAuthGrant } from "../tokens/oauth.types.ts";
import type { BulkOperations } from "../bulk/bulk.types.ts";
import type { RequestLog } from "./request-log.ts";
import type { Store } from "../store.ts";
import type { AdminContext } from "./admin-context.ts";
import { ADMIN_API_VERSION, adminSchema } from "./admin-schema.ts";
import { executeAdmin, throttled, type AdminAnswer, type AdminRequest } from "./execute-admin.ts";
import { createRateBucket, type RateBucket } from "./rate-bucket.ts";

export type AdminRoutes = {
  store: Store;
  app: OAuthApp;
  faults: Faults;
  log: RequestLog;
  bulk: BulkOperations;
  unsupported: Set<string>;
};

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The shop's own host as the caller addressed it: `x-forwarded-host`, since all shops share one port here. */
function shopOf(request: Request): string {
  return String(request.headers["x-forwarded-host"] ?? request.headers.host ?? "");
}

/** Token endpoint and Admin GraphQL, refusing what Shopify refuses (contract 1.4, 8). */
export function adminRoutes(parts: AdminRoutes): Router {
  const router = express.Router();
  const buckets = new Map<string, RateBucket>();
  const body = [express.json({ limit: "20mb" }), express.urlencoded({ extended: false })];

  router.post("/admin/oauth/access_token", ...body, (request, response) => {
    answerToken(parts, request, response).catch(failed(response));
  });
  router.post("/admin/api/:version/graphql.json", ...body, (request, response) => {
    const shop = shopOf(request);
    const bucket = bucketOf(buckets, parts.store, shop);
    answerGraphql(parts, { request, response, shop, bucket }).catch(failed(response));
  });
  return router;
}

/** A fault of the stand-in itself, which a test must not take for a refusal of Shopify's. */
function failed(response: Response): (error: unknown) => void {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    response.status(500).json({ errors: `The stand-in failed: ${message}` });
  };
}

async function answerToken(parts: AdminRoutes, request: Request, response: Response) {
  await sleep(parts.faults.latencyMs);
  if (parts.faults.graphqlOutage) return response.status(503).json({ errors: "Unavailable" });
  const shop = shopOf(request);
  const params = tokenParamsSchema.catch({}).parse(request.body);
  const { status, body } = answerTokenRequest(parts.store, parts.app, { shop, params });
  parts.log.add({ kind: "oauth", shop, status, detail: body });
  return response.status(status).json(body);
}

type Arrived = { request: Request; response: Response; shop: string; bucket: RateBucket };

async function answerGraphql(parts: AdminRoutes, arrived: Arrived): Promise<void> {
  const { request, response, shop } = arrived;
  await sleep(parts.faults.latencyMs);
  const refusal = refusalOf(parts, request, shop);
  if (refusal) {
    parts.log.add({ kind: "graphql", shop, status: refusal.status, detail: refusal.body });
    return void response.status(refusal.status).json(refusal.body);
  }
  const asked = requestSchema.safeParse(request.body);
  if (!asked.success) {
    return void response.status(400).json({ errors: { query: "Required parameter missing" } });
  }
  const { query, variables, operationName } = asked.data;
  const graphql = { query, variables: variables ?? {}, operationName: operationName ?? null };
  await answer(parts, { ...arrived, graphql, grant: grantOf(parts, request) });
}

type Asked = {
  response: Response;
  shop: string;
  graphql: AdminRequest;
  bucket: RateBucket;
  grant: OAuthGrant | undefined;
};

async function answer(parts: AdminRoutes, asked: Asked): Promise<void> {
  const { shop, graphql, bucket, response } = asked;
  const result = parts.faults.throttle
    ? throttled(10, bucket)
    : await executeAdmin(contextFor(parts, asked), bucket, graphql);
  parts.log.add({ kind: "graphql", shop, status: 200, detail: summary(graphql, result) });
  response.json(result);
}

function contextFor(parts: AdminRoutes, { shop, grant }: Asked): AdminContext {
  const data = parts.store.shops.get(shop);
  if (!data) throw new Error(`No shop ${shop}`);
  return {
    store: parts.store,
    data,
    admin: adminSchema(),
    bulk: parts.bulk,
    scopes: new Set(grant?.scope.split(",")),
    searches: [],
    unsupported: parts.unsupported,
  };
}

/** What the log keeps of a request: enough to see what was refused, no variables (they name persons). */
function summary(graphql: AdminRequest, answer: AdminAnswer): object {
  return {
    query: graphql.query.slice(0, 2000),
    errors: answer.errors?.map((error) => error.message) ?? [],
    cost: answer.extensions?.cost?.actualQueryCost ?? null,
    warnings: answer.extensions?.search ?? [],
  };
}

function bucketOf(buckets: Map<string, RateBucket>, store: Store, shop: string): RateBucket {
  const plan = store.shops.get(shop)?.shop.plan ?? "Standard";
  const key = `${shop}|${plan}`;
  const bucket = buckets.get(key) ?? createRateBucket(plan);
  buckets.set(key, bucket);
  return bucket;
}

function grantOf(parts: AdminRoutes, request: Request): OAuthGrant | undefined {
  return parts.store.grants.get(String(request.headers["x-shopify-access-token"] ?? ""));
}

const INVALID_TOKEN =
  "[API] Invalid API key or access token (unrecognized login or wrong password)";
const NON_EXPIRING =
  "[API] Non-expiring access tokens are no longer accepted for the Admin API. Start using expiring offline tokens.";

/** What is refused before GraphQL is looked at; null when the request may go on. */
function refusalOf(
  parts: AdminRoutes,
  request: Request,
  shop: string,
): { status: number; body: object } | null {
  if (request.params["version"] !== ADMIN_API_VERSION || !parts.store.shops.has(shop)) {
    return { status: 404, body: { errors: "Not Found" } };
  }
  if (parts.faults.graphqlOutage) return { status: 503, body: { errors: "Service Unavailable" } };
  const grant = grantOf(parts, request);
  const isValid = grant?.shop === shop && (grant.expiresAt ?? Infinity) > Date.now();
  if (!isValid) return { status: 401, body: { errors: INVALID_TOKEN } };
  if (grant.expiresAt === null) return { status: 403, body: { errors: NON_EXPIRING } };
  return null;
}
