import { randomInt, randomUUID } from "node:crypto";
import { homeReport } from "#app/modules/reports/index.ts";
import { waIdOf } from "#app/shared/phone.ts";
import { phoneE164Schema } from "#app/shared/phone.ts";
import { type Stories, startStories, work } from "./stories.ts";
import { nextMorning, startStory, type Story } from "./story-kit.ts";
import { asMetaWrites, postWhatsApp } from "./web-kit.ts";

/** One change of a POST, as Meta writes it. */
export interface Change {
  field: string;
  value: object;
}

export const waId = (phone: string) => waIdOf(phoneE164Schema.parse(phone));
export const newWamid = () => `wamid.${randomUUID()}`;
export const newUserId = () => `DE.${randomInt(10 ** 14)}`;

/** A shop that Meta's own POSTs reach: signed, escaped, over HTTP, to the running web process. */
export async function startWire() {
  const stories = await startStories();
  nextMorning(stories);
  const story = await startStory(stories);
  const { rows } = await stories.owner.query<{
    waba_id: string;
    id: string;
    display_phone: string;
  }>("select * from whatsapp_number where shop_id = $1", [story.shopId]);
  const [number] = rows;
  if (!number) throw new Error("no number");
  const account = {
    wabaId: number.waba_id,
    numberId: number.id,
    displayPhone: number.display_phone,
  };
  return {
    stories,
    story,
    ...account,
    ...telling(stories, story, account.wabaId),
    close: stories.close,
  };
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

function telling(stories: Stories, story: Story, wabaId: string) {
  const { deps, clock, owner } = stories;
  const { shopId, phoneNumberId } = story;
  const now = () => seconds(clock.now());

  /** Posts changes in one entry; true once they are stored and processed. */
  const post = async (...changes: Change[]): Promise<number> => {
    const entry = [{ id: wabaId, time: now(), changes }];
    const body = asMetaWrites({ object: "whatsapp_business_account", entry });
    const answer = await postWhatsApp({ url: deps.appUrl }, { body });
    await work(stories);
    return answer.status;
  };
  const metadata = { display_phone_number: "4930123456", phone_number_id: phoneNumberId };
  const value = (parts: object) => ({ messaging_product: "whatsapp", metadata, ...parts });
  const profile = { name: "Mära 🙂" };
  return {
    post,
    now,
    value,
    /** Somebody sends a message of any kind (contract 3.4). */
    inbound: (from: string, message: object) => {
      const contacts = [{ profile, wa_id: waId(from), user_id: `DE.${waId(from)}` }];
      const sent = { from: waId(from), id: newWamid(), timestamp: String(now()), ...message };
      return post({ field: "messages", value: value({ contacts, messages: [sent] }) });
    },
    /** What WhatsApp says of messages of ours (contract 3.5). */
    statuses: (...statuses: object[]) => post({ field: "messages", value: value({ statuses }) }),
    /** What is kept of deliveries of a field: how often, and in which state. */
    stored: async (field: string) => {
      const { rows } = await owner.query<{ status: string }>(
        "select status from intake_event where shop_id = $1 and topic = $2 order by id",
        [shopId, field],
      );
      return rows.map((row) => row.status);
    },
    /** The last inbound message of a person, opened. */
    heard: async (phone: string) => {
      const { rows } = await owner.query<{
        type: string;
        body: Buffer;
        contact_id: string;
        data_key: Buffer;
        last_inbound_at: Date | null;
      }>(
        `select m.type, m.body, m.contact_id, c.data_key, c.last_inbound_at from inbound_message m
         join contact c on c.id = m.contact_id
         join contact_identifier i on i.contact_id = c.id and i.hash = $2
         where m.shop_id = $1 order by m.received_at desc, m.id desc limit 1`,
        [shopId, deps.vault.hash(shopId, "phone", phone)],
      );
      const [row] = rows;
      if (!row) return null;
      const opened: unknown = JSON.parse(
        deps.vault.openFor(row.data_key, row.contact_id, row.body),
      );
      return { type: row.type, windowOpenedAt: row.last_inbound_at, said: opened };
    },
    /** What the merchant's first page shows of a cart's reminders. */
    shown: async () => (await homeReport(deps, shopId)).recent,
  };
}

export type Wire = Awaited<ReturnType<typeof startWire>>;
