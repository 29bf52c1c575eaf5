import type { Tx } from "#app/ports/db.ts";
import { chooseTemplate, type TemplateChoice, type Wanted } from "./template-state.rules.ts";
import { changeTemplate, templatesOfShop } from "./templates.store.server.ts";

/** The template that a message of this purpose would be sent with now, and whether it may. */
export async function templateFor(tx: Tx, shopId: string, wanted: Wanted): Promise<TemplateChoice> {
  return chooseTemplate(await templatesOfShop(tx, shopId), wanted);
}

/** Takes a template out of use because WhatsApp refused a send with it; webhook or poll bring it back. */
export async function pauseTemplate(
  tx: Tx,
  target: { shopId: string; templateId: string },
  pause: { final: boolean; reason: string },
): Promise<void> {
  const status = pause.final ? "DISABLED" : "PAUSED";
  await changeTemplate(tx, target, { status, rejectedReason: pause.reason });
}
