export const SHOP_FACTS = `#graphql
  query ShopFacts {
    shop {
      name
      currencyCode
      ianaTimezone
      primaryDomain {
        host
        localization {
          defaultLocale
        }
      }
    }
  }
`;
