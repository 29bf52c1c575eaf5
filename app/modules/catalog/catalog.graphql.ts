/** What a reminder needs of the variants in carts: still to be had, and what they look like. */
export const CART_VARIANTS = `#graphql
  query CartVariants($ids: [ID!]!, $picture: ImageTransformInput) {
    nodes(ids: $ids) {
      ... on ProductVariant {
        id
        availableForSale
        media(first: 1) {
          nodes {
            preview {
              image {
                url(transform: $picture)
              }
            }
          }
        }
        product {
          handle
          status
          featuredMedia {
            preview {
              image {
                url(transform: $picture)
              }
            }
          }
        }
      }
    }
  }
`;
