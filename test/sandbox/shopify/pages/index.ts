import type { Express } from "express";
import type { PageContext } from "../context.ts";

/** Mounts the storefront, the checkout host and the admin frame. */
export function mountPages(_app: Express, _context: PageContext): void {}
