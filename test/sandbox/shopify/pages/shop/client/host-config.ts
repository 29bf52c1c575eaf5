import { z } from "zod/mini";

const text = z.string();
const maybe = z.nullable(text);

/** What the server writes into the page for the extension's host (host-page.ts). */
const hostConfigSchema = z.object({
  target: text,
  appUrl: text,
  texts: z.record(text, text),
  language: text,
  extensionLanguage: text,
  checkoutToken: text,
  shop: z.object({ id: text, name: text, storefrontUrl: text, myshopifyDomain: text }),
  settings: z.record(text, text),
  buyer: z.object({ email: maybe, contactPhone: maybe, shippingPhone: maybe, country: maybe }),
  canSetCartMetafields: z.boolean(),
});
export type HostConfig = z.infer<typeof hostConfigSchema>;

export function readHostConfig(json: string): HostConfig {
  return hostConfigSchema.parse(JSON.parse(json));
}
