/** Shopify answers it only while the shop's token counts. */
export const STILL_INSTALLED = `#graphql
  query StillInstalled { shop { id } }`;
