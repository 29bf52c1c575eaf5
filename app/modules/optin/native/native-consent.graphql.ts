/** The customer's own number and what Shopify knows of WhatsApp for it. Nothing of SMS or e-mail is read. */
export const NATIVE_CONSENT = `#graphql
  query NativeConsent($id: ID!) {
    customer(id: $id) {
      defaultPhoneNumber {
        phoneNumber
        whatsAppMarketingConsent {
          state
          updatedAt
        }
      }
    }
  }
`;

/** Writes WhatsApp consent only (contract 5): SMS and e-mail consent are mutations of their own. */
export const WRITE_NATIVE_CONSENT = `#graphql
  mutation WriteNativeConsent($input: CustomerWhatsAppMarketingConsentUpdateInput!) {
    customerWhatsAppMarketingConsentUpdate(input: $input) {
      customerPhoneNumber {
        phoneNumber
        whatsAppMarketingConsent {
          state
          updatedAt
        }
      }
      userErrors {
        code
        field
      }
    }
  }
`;
