import type { Metafield, ShopData } from "../../../state.ts";

const KEY = "consent_wording";

function valueOf(fields: Metafield[], namespace: string): string | null {
  const found = fields.find((one) => one.namespace === namespace && one.key === KEY);
  return found?.value ?? null;
}

/** The shop's own consent wording as UI extensions get it: the text of the app's metafield on the shop. */
export function wordingOfShop({ metafields }: ShopData): string | null {
  return valueOf(metafields.shop, "$app");
}

/** The same as Liquid of the app's blocks gets it: `app.metafields` is of the installation, and a json value is read. */
export function wordingOfApp({ metafields }: ShopData): unknown {
  const value = valueOf(metafields.app, "beckon");
  const read: unknown = value === null ? null : JSON.parse(value);
  return read;
}
