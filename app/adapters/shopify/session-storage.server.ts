import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { z } from "zod";
import type { Db } from "#app/ports/db.ts";
import type { Vault } from "#app/ports/vault.ts";

const propertiesSchema = z.array(
  z.tuple([z.string(), z.union([z.string(), z.number(), z.boolean()])]),
);

/** Only offline sessions are kept: "offline_{shop}" (contract 1.4). */
function shopOf(sessionId: string): string | null {
  return /^offline_([a-z0-9][a-z0-9-]*\.myshopify\.com)$/.exec(sessionId)?.[1] ?? null;
}

/** Shopify's sessions in our database, sealed as a whole: no token ever lies open. */
export function sessionStorage(deps: { db: Db; vault: Vault }): SessionStorage {
  const { db, vault } = deps;
  const context = (shopId: string) => `${shopId}:shopify_session`;

  const load = async (id: string): Promise<Session | undefined> => {
    const shop = shopOf(id);
    const shopId = shop === null ? null : await db.crossShop.shopByDomain(shop);
    if (shopId === null) return undefined;
    const row = await db.inShop(shopId, (tx) =>
      tx.shopifySession.findFirst({ where: { shopId, id } }),
    );
    if (!row) return undefined;
    const properties: unknown = JSON.parse(vault.open(row.sealed, context(shopId)));
    return Session.fromPropertyArray(propertiesSchema.parse(properties), true);
  };

  const remove = async (ids: string[]): Promise<boolean> => {
    for (const id of ids) {
      const shop = shopOf(id);
      const shopId = shop === null ? null : await db.crossShop.shopByDomain(shop);
      if (shopId === null) continue;
      await db.inShop(shopId, (tx) => tx.shopifySession.deleteMany({ where: { shopId, id } }));
    }
    return true;
  };

  return {
    storeSession: async (session) => {
      if (shopOf(session.id) !== session.shop) return false;
      const shopId = await db.crossShop.ensureShop(session.shop);
      const sealed = vault.seal(JSON.stringify(session.toPropertyArray(true)), context(shopId));
      const values = { sealed, expiresAt: session.expires ?? null };
      await db.inShop(shopId, (tx) =>
        tx.shopifySession.upsert({
          where: { shopId_id: { shopId, id: session.id } },
          create: { shopId, id: session.id, ...values },
          update: values,
        }),
      );
      return true;
    },
    loadSession: load,
    deleteSession: (id) => remove([id]),
    deleteSessions: remove,
    findSessionsByShop: async (shop) => {
      const session = await load(`offline_${shop}`);
      return session ? [session] : [];
    },
  };
}
