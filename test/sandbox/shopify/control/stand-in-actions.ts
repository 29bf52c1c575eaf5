import type { Router } from "express";
import { sendAsExtension } from "../tokens/extension-request.ts";
import { mintAdminToken, mintExtensionToken } from "../tokens/session-tokens.ts";
import { toStoredShop } from "../snapshot.ts";
import type { Store } from "../store.ts";
import { noFaults } from "../faults.ts";
import type { ControlContext } from "./control-context.ts";
import type { Mount } from "./control-routes.ts";
import * as schemas from "./control-schemas.ts";
import { seedShops } from "./seed-store.ts";

/** What the stand-in itself does: seeds, tokens, webhook modes, faults, logs. */
export function mountStandInActions(post: Mount, router: Router, context: ControlContext): void {
  const { store, faults, signer } = context;
  post("/seed", schemas.seedSchema, (seed) => {
    seedShops(store, seed);
    return { shops: [...store.shops.keys()] };
  });
  post("/session-token", schemas.sessionTokenSchema, ({ kind, ...options }) => ({
    token: kind === "admin" ? mintAdminToken(signer, options) : mintExtensionToken(signer, options),
  }));
  post("/extension-request", schemas.extensionRequestSchema, (call) => {
    const token = call.token ?? mintExtensionToken(signer, call);
    const url = new URL(call.path, context.appUrl).href;
    const body = typeof call.body === "string" ? call.body : JSON.stringify(call.body);
    return sendAsExtension({ url, token, body, origin: call.origin });
  });
  post("/tokens", schemas.tokensSchema, ({ shop, expire }) => {
    expireTokens(store, shop, expire);
    return { expired: expire };
  });
  post("/scopes", schemas.scopesSchema, ({ shop, scopes, add }) => {
    for (const grant of store.grants.values()) {
      if (grant.shop !== shop) continue;
      grant.scope = [...new Set([...(scopes ?? grant.scope.split(",")), ...add])].join(",");
    }
    return { scopes, add };
  });
  post("/faults", schemas.faultsSchema, (change) => {
    for (const [key, value] of Object.entries(change)) {
      if (value !== undefined) Reflect.set(faults, key, value);
    }
    store.changed({ kind: "faults" });
    return { ...faults };
  });
  post("/bulk", schemas.bulkSchema, (change) => {
    for (const [key, value] of Object.entries(change)) {
      if (value !== undefined) Reflect.set(context.bulk.faults, key, value);
    }
    return { ...context.bulk.faults };
  });
  mountWebhooks(post, context);
  mountReading(router, context);
  post("/reset", schemas.resetSchema, ({ keepShops }) => {
    reset(context, keepShops);
    return { reset: true };
  });
}

function mountWebhooks(post: Mount, { store, webhooks }: ControlContext): void {
  post("/webhooks", schemas.modeSchema, ({ mode }) => {
    webhooks.setMode(mode);
    store.changed({ kind: "webhooks", mode: webhooks.mode() });
    return { mode: webhooks.mode(), pending: webhooks.pending().length };
  });
  post("/webhooks/send", schemas.rawWebhookSchema, ({ body, ...raw }) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return { webhookId: webhooks.sendRaw({ ...raw, body: text }) };
  });
  post("/webhooks/drain", schemas.drainSchema, async ({ timeoutMs }) => ({
    drained: await webhooks.drained(timeoutMs),
    pending: webhooks.pending().length,
  }));
}

function mountReading(router: Router, context: ControlContext): void {
  const { store, webhooks, requests, faults, unsupported } = context;
  router.get("/log", (request, response) => {
    const since = Number(request.query["since"] ?? 0);
    const requestsSince = Number(request.query["requestsSince"] ?? since);
    response.json({
      deliveries: webhooks.log.since(since),
      requests: requests.since(requestsSince),
      pending: webhooks.pending().length,
    });
  });
  router.get("/state", (request, response) => {
    const only = request.query["shop"];
    const shops = [...store.shops.values()].filter((data) => !only || data.shop.domain === only);
    response.json({
      origin: store.origin,
      now: store.now().toISOString(),
      webhooks: { mode: webhooks.mode(), pending: webhooks.pending().length },
      faults,
      unsupportedFields: [...unsupported],
      shops: shops.map(toStoredShop),
    });
  });
}

/** Real Shopify cannot be told to; tests of refresh and of lost installs need it. */
function expireTokens(store: Store, shop: string, what: "access" | "refresh" | "revoke"): void {
  for (const [token, grant] of store.grants) {
    if (grant.shop !== shop) continue;
    if (what === "revoke") store.grants.delete(token);
    else if (what === "access") grant.expiresAt = Date.now() - 1;
    else grant.refreshExpiresAt = Date.now() - 1;
  }
}

function reset(context: ControlContext, keepShops: boolean): void {
  const { store, webhooks, requests, faults, unsupported } = context;
  webhooks.reset();
  context.bulk.reset();
  requests.clear();
  unsupported.clear();
  Object.assign(faults, noFaults());
  store.orderIndex.clear();
  if (!keepShops) {
    store.shops.clear();
    store.grants.clear();
  }
  for (const { carts, checkouts, orders, customers } of store.shops.values()) {
    for (const map of [carts, checkouts, orders, customers]) map.clear();
  }
  store.changed({ kind: "reset" });
}
