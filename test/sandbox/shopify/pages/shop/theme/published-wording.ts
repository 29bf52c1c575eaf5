import type { ShopData } from "../../../state.ts";

/** The value of the app's metafield with the shop's own consent wording; null while the app keeps none. */
export function publishedWording({ metafields }: ShopData): unknown {
  const field = metafields.app.find(
    ({ namespace, key }) => namespace === "beckon" && key === "consent_wording",
  );
  return field ? JSON.parse(field.value) : null;
}
