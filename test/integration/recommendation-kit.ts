import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openLink, tapRecorder } from "#app/modules/links/index.ts";
import {
  planRecommendations,
  recommendJob,
  saveRecommendationSettings,
  sweepRecommendations,
} from "#app/modules/recommendations/index.ts";
import type { RecommendationSettings } from "#app/modules/recommendations/recommendation-settings.types.ts";
import type { Recommender } from "#app/ports/recommender.ts";
import { type Arm, assignArm } from "#app/shared/holdout.ts";
import type { RankedProduct } from "#app/shared/ranked-product.ts";
import { type Stories, whatsAppArrives } from "./stories.ts";
import { startStory, type Story } from "./story-kit.ts";

/** Of the stand-in's range. */
export const SHIRT = 7001;
export const variantOf = (product: number) => product * 10 + 1;
export const LIKED = [7005, 7006, 7007] as const;

export interface CaseRow {
  id: string;
  kind: string;
  state: string;
  arm: string | null;
  reason: string | null;
  due_at: Date;
  products: { productId: string; title: string; priceMinor: number }[];
  message: string | null;
  message_reason: string | null;
  rounds: number;
  bought: boolean;
}

export interface RecommendationRow {
  id: string;
  state: string;
  reason: string | null;
}

const BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Safari/604.1";

/** What a model would say to everybody; a test changes it. */
export class Proposals {
  products: RankedProduct[] = [];
  fails = false;

  propose(...ids: number[]): void {
    this.products = ids.map((id, n) => ({
      productId: String(id),
      score: -n,
      probability: 0.2 - n / 100,
      reason: { kind: "bought_with", productId: String(SHIRT) },
      source: "co_purchase",
      rhythm: null,
    }));
  }

  /** The port with these answers: the thread behind it has tests of its own. */
  recommender(broken: () => Error): Recommender {
    return {
      rank: (_shopId, queries) => {
        if (this.fails) return Promise.reject(broken());
        const model = { fittedAt: new Date(0), learnedFrom: 0, orders: 100, orderChance: 0.5 };
        return Promise.resolve(
          queries.map(({ key, limit }) => {
            return { key, products: this.products.slice(0, limit), model };
          }),
        );
      },
      learn: () => undefined,
      rebuild: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }
}

/** Whoever made an order, by the case that it opened. */
const PERSON = `with person as (select c.contact_id from recommendation_case c
  join shop_order o on o.shop_id = c.shop_id and o.id = c.order_id where o.shop_id = $1 and o.shopify_id = $2)`;

function looking(stories: Stories, shopId: string) {
  return {
    /** All cases of whoever made this order, the oldest first. */
    casesOf: async ({ orderId }: { orderId: string }): Promise<CaseRow[]> => {
      const { rows } = await stories.owner.query<CaseRow>(
        `${PERSON} select c.id, c.kind, c.state, c.arm, c.reason, c.due_at, c.products, m.state as message,
           m.reason as message_reason, c.rounds, c.bought_order_id is not null as bought
         from recommendation_case c left join message m on m.id = c.message_id
         where c.shop_id = $1 and c.contact_id in (select contact_id from person)
         order by c.opened_at, c.kind, c.id`,
        [shopId, orderId],
      );
      return rows;
    },
    recommendationsTo: async ({ orderId }: { orderId: string }): Promise<RecommendationRow[]> => {
      const { rows } = await stories.owner.query<RecommendationRow>(
        `${PERSON} select id, state, reason from message where shop_id = $1 and kind = 'recommendation'
           and contact_id in (select contact_id from person) order by planned_at, id`,
        [shopId, orderId],
      );
      return rows;
    },
    /** Gives the case of this order the arm that a test needs: an id that draws it. */
    drawArm: async (orderId: string, arm: Arm, percent: number) => {
      const { rows } = await stories.owner.query<{ id: string; hash: string }>(
        `select c.id, s.identifier_hash as hash from recommendation_case c
         join shop_order o on o.shop_id = c.shop_id and o.id = c.order_id
         join consent_state s on s.shop_id = c.shop_id and s.contact_id = c.contact_id
         where o.shop_id = $1 and o.shopify_id = $2 and s.topic = 'recommendations'`,
        [shopId, orderId],
      );
      const [row] = rows;
      if (!row) throw new Error("The order has no case");
      let drawId: string = randomUUID();
      while (assignArm({ personHash: row.hash, drawId, percent }) !== arm) drawId = randomUUID();
      await stories.owner.query("update recommendation_case set id = $2 where id = $1", [
        row.id,
        drawId,
      ]);
    },
    creditOf: async (orderId: string) => {
      const { rows } = await stories.owner.query<{ kind: string; reason: string; message: string }>(
        `select c.kind, c.reason, m.kind as message from credit c
         join shop_order o on o.shop_id = c.shop_id and o.id = c.order_id
         left join message m on m.id = c.message_id where o.shop_id = $1 and o.shopify_id = $2`,
        [shopId, orderId],
      );
      return rows[0] ?? null;
    },
  };
}

const DAY_HOURS = 24;

function working(stories: Stories, story: Story) {
  const { deps, clock, jobs } = stories;
  const decide = async () => {
    await sweepRecommendations(deps);
    for (const { name, payload } of jobs.added.splice(0)) {
      if (name !== recommendJob.name) continue;
      const batch = recommendJob.schema.parse(payload);
      if (batch.shopId === story.shopId) await planRecommendations(deps, batch);
    }
  };
  const later = async (days: number) => {
    clock.forward({ hours: days * DAY_HOURS, seconds: 1 });
    await decide();
  };
  return {
    decide,
    /** So many days later what is due is decided. */
    later,
    /** … and what was planned is sent. */
    recommend: async (days = 14) => {
      await later(days);
      await story.send();
    },
    /** Whoever made this order taps on the card of a product. */
    tapOn: async ({ orderId }: { orderId: string }, product: number): Promise<string> => {
      const { rows } = await stories.owner.query<{ code: string }>(
        `${PERSON} select l.code from link l join message m on m.id = l.message_id
         where m.shop_id = $1 and m.contact_id in (select contact_id from person) and l.product_id = $3
         order by l.created_at desc limit 1`,
        [story.shopId, orderId, String(product)],
      );
      const visit = { method: "GET", userAgent: BROWSER, purposeHeaders: [], ip: "203.0.113.9" };
      const answer = await openLink(deps, { ...visit, code: rows[0]?.code ?? "" });
      await tapRecorder(deps).flush();
      if (answer.outcome !== "redirect") throw new Error(`The tap leads to: ${answer.outcome}`);
      return new URL(answer.location).pathname;
    },
  };
}

/** Everything else that the stand-in sells. */
export const OTHERS = Array.from({ length: 25 }, (_, n) => String(SHIRT + n)).filter(
  (id) => !LIKED.map(String).includes(id),
);

/** Nobody is held out, so that a test knows what to expect. */
export const CHOSEN: Partial<RecommendationSettings> = {
  isOn: true,
  holdoutPercent: 0,
  thresholdMinor: null,
  excludedProductIds: [],
  replenishment: true,
  cart: "product",
};

export type Recommending = Awaited<ReturnType<typeof startRecommending>>;

/** A shop that recommends, holds nobody out, and whose model likes three products. */
export async function startRecommending(stories: Stories) {
  const story = await startStory(stories);
  const { shopId } = story;
  const { deps } = stories;
  const choose = (settings: Partial<RecommendationSettings>) =>
    saveRecommendationSettings(deps, shopId, settings);
  await choose(CHOSEN);
  // WhatsApp reviews the templates that this takes.
  await whatsAppArrives(stories);
  await story.work();
  return {
    ...story,
    choose,
    ...looking(stories, shopId),
    ...working(stories, story),
    /** Somebody ticked the box at the checkout and bought. */
    bought: async () => {
      const cart = await story.leftCart({
        firstName: "Mara",
        lineItems: [{ variantId: variantOf(SHIRT), quantity: 1 }],
      });
      const orderId = await story.order({ checkoutToken: cart.token });
      return { ...cart, orderId };
    },
  };
}

const cardSchema = z.object({
  components: z.array(z.object({ type: z.string(), parameters: z.array(z.unknown()) })),
});
const templateSchema = z.object({
  template: z.object({
    name: z.string(),
    components: z.array(
      z.object({ type: z.string(), cards: z.array(cardSchema).optional() }).loose(),
    ),
  }),
});

/** The cards of an accepted carousel, each as the text of its JSON. */
export function cardsOf(body: unknown): string[] {
  const { template } = templateSchema.parse(body);
  return template.components.flatMap(({ cards }) =>
    (cards ?? []).map((card) => JSON.stringify(card)),
  );
}
