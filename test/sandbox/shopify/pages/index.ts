import type { Express } from "express";
import type { PageContext } from "../context.ts";
import { mountAdmin } from "./admin/index.ts";
import { mountShop } from "./shop/mount-shop.ts";

/** Mounts the storefront with its checkout, and the admin frame. */
export function mountPages(app: Express, context: PageContext): void {
  mountShop(app, context);
  mountAdmin(app, context);
}
