// WhatsApp's stand-in as a process of its own, as Meta is one: settings by environment.
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { setting } from "../support/setting.ts";

const standIn = await startWhatsAppStandIn({
  port: Number(setting("PORT")),
  appSecret: setting("WHATSAPP_APP_SECRET"),
  verifyToken: setting("WHATSAPP_VERIFY_TOKEN"),
  webhookUrl: setting("STAND_IN_WEBHOOK_URL"),
  retry: { baseMs: 200, maxMs: 2000, tries: 200 },
});
process.once("SIGTERM", () => {
  void standIn.close().then(() => process.exit(0));
});
