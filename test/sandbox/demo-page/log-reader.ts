import { z } from "zod";
import type { FeedWhat } from "./feed.types.ts";
import { control, type StandIns } from "./stand-ins.ts";

const shopifyLog = z.object({
  deliveries: z.array(
    z.object({
      seq: z.number(),
      topic: z.string(),
      status: z.number().nullable(),
      outcome: z.string(),
    }),
  ),
});

const whatsappLog = z.object({
  accepted: z.array(
    z.object({
      seq: z.number(),
      to: z.string(),
      template: z.string().nullable(),
      language: z.string().nullable(),
    }),
  ),
  refused: z.array(z.object({ seq: z.number(), code: z.number(), details: z.string() })),
  begun: z.array(z.object({ seq: z.number() })),
});

const phoneSchema = z.object({
  chats: z.array(
    z.object({
      messages: z.array(
        z.object({
          wamid: z.string(),
          from: z.enum(["shop", "me"]),
          status: z.string(),
          body: z.string(),
        }),
      ),
    }),
  ),
});

type Add = (what: FeedWhat, values?: Record<string, string>) => void;

/** Reads what is new in the stand-ins' logs and on the phones; one round at a time. */
export function createLogReader(standIns: StandIns, add: Add): () => Promise<void> {
  const seen = { shopify: 0, whatsapp: 0 };
  const phones = createPhoneReader(standIns, add);
  let round: Promise<void> = Promise.resolve();
  const read = async () => {
    seen.shopify = await readShopify(standIns, seen.shopify, add);
    seen.whatsapp = await readWhatsApp(standIns, seen.whatsapp, add);
    await phones();
  };
  return () => {
    // A stand-in that is away has nothing new to tell; the next event asks again.
    round = round.then(read).catch(() => undefined);
    return round;
  };
}

async function readShopify(standIns: StandIns, since: number, add: Add): Promise<number> {
  const query = `since=${since}&requestsSince=${Number.MAX_SAFE_INTEGER}`;
  const { deliveries } = await control(`${standIns.shopifyUrl}/_control/log?${query}`, shopifyLog);
  for (const { topic, status } of deliveries) {
    const isTaken = status !== null && status >= 200 && status < 300;
    if (isTaken) add("webhook", { topic });
    else add("webhookFailed", { topic, status: String(status ?? "–") });
  }
  return deliveries.at(-1)?.seq ?? since;
}

async function readWhatsApp(standIns: StandIns, since: number, add: Add): Promise<number> {
  const url = `${standIns.whatsappUrl}/_control/log?since=${since}&bodies=0`;
  const log = await control(url, whatsappLog);
  const told = [
    ...log.accepted.map(({ seq, to, template, language }) => ({
      seq,
      say: () => add("accepted", { to, template: template ?? "–", language: language ?? "–" }),
    })),
    ...log.refused.map(({ seq, code, details }) => ({
      seq,
      say: () => add("refused", { code: String(code), details }),
    })),
  ].toSorted((one, other) => one.seq - other.seq);
  for (const { say } of told) say();
  return Math.max(since, ...log.begun.map(({ seq }) => seq), ...told.map(({ seq }) => seq));
}

/** Says once of each message on the phone that was used last that it came, was read, or what the shopper wrote. */
function createPhoneReader(standIns: StandIns, add: Add): () => Promise<void> {
  const said = new Map<string, string>();
  let isFirst = true;
  return async () => {
    const { chats } = await control(`${standIns.whatsappUrl}/_control/phone`, phoneSchema);
    for (const { wamid, from, status, body } of chats.flatMap(({ messages }) => messages)) {
      const key = from === "me" ? "wrote" : status;
      if (said.get(wamid) === key) continue;
      said.set(wamid, key);
      if (isFirst) continue;
      if (from === "me") add("wrote", { text: body });
      else if (key === "delivered" || key === "read") add(key);
    }
    isFirst = false;
  };
}
