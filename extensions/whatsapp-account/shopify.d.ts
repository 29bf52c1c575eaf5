import "@shopify/ui-extensions";

declare module "./src/profile.tsx" {
  const shopify: import("@shopify/ui-extensions/customer-account.profile.block.render").Api;
}
