import "@shopify/ui-extensions";

declare module "./src/checkout.tsx" {
  const shopify: import("@shopify/ui-extensions/purchase.checkout.contact.render-after").Api;
}

declare module "./src/thank-you.tsx" {
  const shopify: import("@shopify/ui-extensions/purchase.thank-you.block.render").Api;
}

declare module "./src/order-status.tsx" {
  const shopify: import("@shopify/ui-extensions/customer-account.order-status.block.render").Api;
}
