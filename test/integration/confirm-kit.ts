import { z } from "zod";
import { sweepConfirmations } from "#app/modules/optin/index.ts";
import type { OptInBody } from "#app/modules/optin/opt-in.types.ts";
import { writeConsentSettings } from "#app/modules/shops/index.ts";
import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import type { Story } from "./story-kit.ts";

const templateSchema = z.object({
  type: z.string(),
  template: z
    .object({
      name: z.string(),
      components: z.array(
        z.object({
          type: z.string(),
          index: z.string().optional(),
          parameters: z.array(z.looseObject({ payload: z.string().optional() })),
        }),
      ),
    })
    .optional(),
  text: z.object({ body: z.string() }).optional(),
});

/** The lawful way is on, with these changes. */
export async function confirming(
  story: Story,
  change: Partial<ConsentSettings["confirmation"]> = {},
): Promise<void> {
  const confirmation = {
    mode: "double" as const,
    singleCountries: [],
    expiresAfterHours: 72,
    ...change,
  };
  const { deps } = story.stories;
  await deps.db.inShop(story.shopId, (tx) =>
    writeConsentSettings(tx, story.shopId, { confirmation }),
  );
}

export interface Asked {
  wamid: string;
  /** what the button "yes" sends back */
  payload: string;
}

async function messagesTo(story: Story, phone: string) {
  const accepted = await story.received(phone);
  return accepted.map(({ wamid, template, body }) => ({
    wamid,
    template,
    body: templateSchema.parse(body),
  }));
}

async function askedOf(story: Story, phone: string): Promise<Asked[]> {
  const messages = await messagesTo(story, phone);
  return messages
    .filter(({ template }) => template?.includes("double_opt_in"))
    .map(({ wamid, body }) => {
      const yes = body.template?.components.find(({ index }) => index === "0");
      return { wamid, payload: yes?.parameters[0]?.payload ?? "" };
    });
}

/** What came to WhatsApp, and what is written down. */
function looking(story: Story) {
  const { stories, shopId } = story;
  const rowsOf = async <R extends object>(sql: string, phone: string) => {
    const hash = stories.deps.vault.hash(shopId, "phone", phone);
    return (await stories.owner.query<R>(sql, [shopId, hash])).rows;
  };
  return {
    /** With what the shop has asked this number to confirm. */
    asked: (phone: string) => askedOf(story, phone),
    /** Plain texts that went to this number. */
    texts: async (phone: string) =>
      (await messagesTo(story, phone)).flatMap(({ body }) => body.text?.body ?? []),
    /** How many reminders went there. */
    marketing: async (phone: string) =>
      (await messagesTo(story, phone)).filter(({ template }) => template?.includes("cart_reminder"))
        .length,
    /** The states of all topics that the person has any, without doubles. */
    states: async (phone: string) => {
      const rows = await rowsOf<{ state: string }>(
        `select distinct s.state from consent_state s join contact_identifier i
           on i.shop_id = s.shop_id and i.contact_id = s.contact_id
         where s.shop_id = $1 and i.hash = $2 order by 1`,
        phone,
      );
      return rows.map(({ state }) => state);
    },
    requests: async (phone: string) => {
      const rows = await rowsOf<{ state: string; reason: string | null }>(
        `select state, reason from confirmation_request where shop_id = $1 and identifier_hash = $2
         order by requested_at, id`,
        phone,
      );
      return rows.map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
    },
  };
}

/** What the tests of confirmations do and look at, in one shop. */
export function confirmKit(story: Story) {
  return {
    ...looking(story),
    /** What the sweep and the dispatcher do. */
    ask: async () => {
      await sweepConfirmations(story.stories.deps);
      await story.send();
    },
    /** A tick, and the question that follows. */
    tickAndAsk: async (
      phone: string,
      checkoutToken: string | null = null,
      change: Partial<OptInBody> = {},
    ) => {
      const answer = await story.tick(phone, checkoutToken, change);
      await story.send();
      const [question] = await askedOf(story, phone);
      return { answer, question };
    },
    tapYes: (phone: string, question: Asked | undefined, change: object = {}) =>
      story.inbound(phone, {
        button: {
          text: "Ja, ich bestätige",
          payload: question?.payload,
          contextWamid: question?.wamid,
        },
        ...change,
      }),
  };
}
