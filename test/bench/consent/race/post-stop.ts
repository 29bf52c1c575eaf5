import { createHmac, randomUUID } from "node:crypto";
import type { SendSite } from "../../send/send-site.ts";
import type { SendPerson } from "../../send/send-people.ts";

/** When a request that carries a STOP was sent, and when its answer was there. */
export interface Answered {
  postedAt: number;
  answeredAt: number;
}

function bodyOf({ shop, phone }: SendPerson): string {
  const from = phone.slice(1);
  const message = {
    from,
    id: `wamid.${randomUUID()}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: "text",
    text: { body: "STOP" },
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "4930000000", phone_number_id: shop.phoneNumberId },
    contacts: [{ profile: { name: "Mara" }, wa_id: from }],
    messages: [message],
  };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: shop.wabaId, changes: [{ field: "messages", value }] }],
  });
}

/** The person writes STOP, and Meta tells web (contract 3.1). */
export async function postStop(site: SendSite, person: SendPerson): Promise<Answered> {
  const body = bodyOf(person);
  const secret = site.env["WHATSAPP_APP_SECRET"] ?? "";
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const postedAt = Date.now();
  const answer = await fetch(`http://127.0.0.1:${site.places.web}/webhooks/whatsapp`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body,
  });
  const answeredAt = Date.now();
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`A STOP was answered with ${answer.status}`);
  return { postedAt, answeredAt };
}
