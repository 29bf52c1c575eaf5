/** The shop and the WhatsApp number of the demo, as both stand-ins know them. */
export const DEMO_SHOP = "demo.myshopify.com";

export const DEMO_NUMBER = {
  wabaId: "102900000000001",
  portfolioId: "300100000000001",
  phoneNumberId: "106500000000001",
  displayPhone: "+49 30 9012345",
  verifiedName: "Leinenwerk",
} as const;
