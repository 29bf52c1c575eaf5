/** Variants of a product that are looked at for the cheapest that can be had. */
const VARIANTS = 10;

const VARIANT = `
  id
  availableForSale
  price { amount currencyCode }
  compareAtPrice { amount currencyCode }`;

/**
 * What up to 250 products are like to somebody in a market (Storefront API, contract 6.6): price, stock
 * and publication of that market, texts in that language. A node is null where nobody there sees it.
 */
export const OFFERS = `#graphql
  query Offers($ids: [ID!]!, $country: CountryCode, $language: LanguageCode, $picture: ImageTransformInput)
  @inContext(country: $country, language: $language) {
    nodes(ids: $ids) {
      ... on Product {
        id
        title
        handle
        onlineStoreUrl
        featuredImage { url(transform: $picture) }
        selectedOrFirstAvailableVariant {${VARIANT}
        }
        variants(first: ${VARIANTS}) {
          nodes {${VARIANT}
          }
        }
      }
    }
  }
`;

/** One document for several products, by aliases `r0`, `r1`, …: at most ten related ones each. */
export function relatedDocument(count: number): string {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const variables = indexes.map((i) => `$p${i}: ID!`).join(", ");
  const fields = indexes.map(
    (i) => `
    r${i}: productRecommendations(productId: $p${i}, intent: RELATED) { id }`,
  );
  return `#graphql
  query Related(${variables}) {${fields.join("")}
  }`;
}
