import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { db } from "./db.server.ts";

/**
 * What shopify-app-session-storage-prisma does on the way of a webhook: one look-up by id. Nothing
 * here ever installs a shop, so nothing else is kept.
 */
export const prismaSessions: SessionStorage = {
  loadSession: async (id) => {
    const row = await db.session.findUnique({ where: { id } });
    if (!row) return undefined;
    const { expires, ...rest } = row;
    return new Session(expires ? { ...rest, expires } : rest);
  },
  findSessionsByShop: async () => [],
  storeSession: async () => false,
  deleteSession: async () => false,
  deleteSessions: async () => false,
};
