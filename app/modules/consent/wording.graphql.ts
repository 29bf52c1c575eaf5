/** Who keeps the metafields: the shop for UI extensions, the installation for Liquid of our theme blocks. */
export const WORDING_OWNERS = `#graphql
  query WordingOwners {
    shop {
      id
    }
    currentAppInstallation {
      id
    }
  }
`;

export const PUBLISH_WORDING = `#graphql
  mutation PublishWording($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields {
        key
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;
