/** Which extension of the project runs at which target, and what a page must know to host it. */
export const TARGETS = {
  checkout: "purchase.checkout.contact.render-after",
  "thank-you": "purchase.thank-you.block.render",
  "order-status": "customer-account.order-status.block.render",
  profile: "customer-account.profile.block.render",
} as const;

export type Place = keyof typeof TARGETS;
export type Target = (typeof TARGETS)[Place];
export type ExtensionName = "whatsapp-opt-in" | "whatsapp-account";

export function extensionAt(target: Target): ExtensionName {
  return target === TARGETS.profile ? "whatsapp-account" : "whatsapp-opt-in";
}
