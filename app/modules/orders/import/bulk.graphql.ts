/** What the app may read: without `read_all_orders` the history ends 60 days ago (contract 6.7). */
export const GRANTED_SCOPES = `#graphql
  query GrantedScopes {
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;

/** Children right under their parents: so a file is read in one go, an object at a time. */
export const RUN_BULK = `#graphql
  mutation ReadHistory($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export const BULK_STATE = `#graphql
  query HistoryState($id: ID!) {
    bulkOperation(id: $id) {
      status
      errorCode
      objectCount
      url
    }
  }
`;

/** All orders that Shopify lets us see, each followed by its lines. */
export const ORDERS_BULK = `#graphql
  query OrderHistory {
    orders {
      edges {
        node {
          id
          name
          checkoutToken
          cartToken
          email
          phone
          customer {
            id
            defaultEmailAddress {
              emailAddress
            }
            defaultPhoneNumber {
              phoneNumber
            }
          }
          createdAt
          processedAt
          updatedAt
          cancelledAt
          test
          sourceName
          displayFinancialStatus
          totalPriceSet {
            shopMoney {
              amount
              currencyCode
            }
          }
          shippingAddress {
            countryCodeV2
            phone
          }
          billingAddress {
            countryCodeV2
            phone
          }
          fulfillments {
            status
            displayStatus
            updatedAt
            deliveredAt
          }
          lineItems {
            edges {
              node {
                id
                quantity
                currentQuantity
                isGiftCard
                originalUnitPriceSet {
                  shopMoney {
                    amount
                  }
                }
                product {
                  id
                }
                variant {
                  id
                }
              }
            }
          }
        }
      }
    }
  }
`;
