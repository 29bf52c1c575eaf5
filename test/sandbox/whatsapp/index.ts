export { startWhatsAppStandIn } from "./start-whatsapp-stand-in.ts";
export type { WhatsAppStandIn, WhatsAppStandInOptions } from "./start-whatsapp-stand-in.ts";
