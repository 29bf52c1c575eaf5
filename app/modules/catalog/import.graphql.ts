/**
 * The whole catalogue for `bulkOperationRunQuery(query:, groupObjects: true)` (Shopify, contract 6.7):
 * a product's line, then those of its variants and collections. `productOfLines` reads them.
 */
export const PRODUCTS_BULK = `#graphql
  query Catalogue {
    products {
      edges {
        node {
          id
          title
          handle
          productType
          vendor
          tags
          status
          publishedAt
          createdAt
          updatedAt
          featuredMedia {
            preview {
              image {
                url
              }
            }
          }
          variants {
            edges {
              node {
                id
                price
                compareAtPrice
                availableForSale
              }
            }
          }
          collections {
            edges {
              node {
                id
                handle
              }
            }
          }
        }
      }
    }
  }
`;
