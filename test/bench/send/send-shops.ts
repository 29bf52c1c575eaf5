import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Vault } from "#app/ports/vault.ts";

/** A shop with one connected number and one approved template. */
export interface SendShop {
  shopId: string;
  numberId: string;
  templateId: string;
  wabaId: string;
  phoneNumberId: string;
  name: string;
}

export const TOKEN = "EAAbench";
const TEMPLATE = "beckon_bench_offer_v1";
const LANGUAGE = "de";

/** As Meta keeps it (contract 4.1): a name, an item, a link and a way out, like every template of ours. */
const COMPONENTS = [
  {
    type: "BODY",
    text: "Hallo {{first_name}}, bei Leinenwerk gibt es Neues: {{item_summary}}. Schau doch vorbei!",
    example: {
      body_text_named_params: [
        { param_name: "first_name", example: "Mara" },
        { param_name: "item_summary", example: "Leinenhemd" },
      ],
    },
  },
  {
    type: "BUTTONS",
    buttons: [
      {
        type: "URL",
        text: "Ansehen",
        url: "https://bench.example/r/{{1}}",
        example: ["https://bench.example/r/9f3kQ2aB7xYz"],
      },
      { type: "QUICK_REPLY", text: "Keine Nachrichten mehr" },
    ],
  },
];

/** The template filled as our messages fill it; for the peer, which does not plan. */
export const TEMPLATE_SEND = {
  name: TEMPLATE,
  language: { code: LANGUAGE },
  components: [
    {
      type: "body",
      parameters: [
        { type: "text", parameter_name: "first_name", text: "Mara" },
        { type: "text", parameter_name: "item_summary", text: "Leinenhemd, Größe M" },
      ],
    },
    {
      type: "button",
      index: "0",
      sub_type: "url",
      parameters: [{ type: "text", text: "b00000000001" }],
    },
    {
      type: "button",
      index: "1",
      sub_type: "quick_reply",
      parameters: [{ type: "payload", payload: "opt_out" }],
    },
  ],
};

function shopOf(number: number): SendShop {
  const digits = String(number + 1).padStart(6, "0");
  return {
    shopId: randomUUID(),
    numberId: randomUUID(),
    templateId: randomUUID(),
    wabaId: `102900000${digits}`,
    phoneNumberId: `106500000${digits}`,
    name: `bench-${digits}`,
  };
}

/** Quiet hours are none where they begin when they end. */
const SETTINGS = { quietHours: { from: "08:00", to: "08:00" } };

async function insertShop(owner: pg.Pool, vault: Vault, shop: SendShop, throughput: string) {
  const { shopId, numberId, templateId, wabaId, phoneNumberId, name } = shop;
  await owner.query(
    `insert into shop (id, domain, name, status, reminder_settings, installed_at, updated_at)
     values ($1, $2, 'Leinenwerk', 'installed', $3, now(), now())`,
    [shopId, `${name}.myshopify.com`, JSON.stringify(SETTINGS)],
  );
  const token = Buffer.from(vault.seal(TOKEN, `${shopId}:whatsapp_number`));
  await owner.query(
    `insert into whatsapp_number (id, shop_id, waba_id, portfolio_id, phone_number_id, display_phone, verified_name,
       token, throughput, messaging_limit, updated_at)
     values ($1, $2, $3, 'portfolio-1', $4, $5, 'Leinenwerk', $6, $7, 'TIER_UNLIMITED', now())`,
    [numberId, shopId, wabaId, phoneNumberId, displayPhone(shop), token, throughput],
  );
  await owner.query(
    `insert into template (id, shop_id, purpose, name, language, version, status, components, updated_at)
     values ($1, $2, 'cart_reminder_1_plain', $3, $4, 1, 'APPROVED', $5, now())`,
    [templateId, shopId, TEMPLATE, LANGUAGE, JSON.stringify(COMPONENTS)],
  );
}

function displayPhone({ phoneNumberId }: SendShop): string {
  return `+49 30 ${phoneNumberId.slice(-7)}`;
}

function seedOf(shops: readonly SendShop[], throughput: string): object {
  return {
    autoApproveMs: 0,
    accounts: shops.map((shop) => ({
      wabaId: shop.wabaId,
      portfolioId: "portfolio-1",
      name: shop.name,
      token: TOKEN,
      numbers: [
        {
          id: shop.phoneNumberId,
          displayPhoneNumber: displayPhone(shop),
          verifiedName: "Leinenwerk",
          messagingLimit: "TIER_UNLIMITED",
          throughput,
        },
      ],
    })),
    templates: shops.map(({ wabaId }) => ({
      wabaId,
      status: "APPROVED",
      definition: {
        name: TEMPLATE,
        language: LANGUAGE,
        category: "MARKETING",
        parameter_format: "NAMED",
        components: COMPONENTS,
      },
    })),
  };
}

/** Shops whose numbers and templates our database and the stand-in both know. */
export async function addShops(
  site: { owner: pg.Pool; vault: Vault; control(name: string, body: unknown): Promise<unknown> },
  wish: { count: number; throughput: "STANDARD" | "HIGH" },
): Promise<SendShop[]> {
  const shops = Array.from({ length: wish.count }, (_, at) => shopOf(at));
  await site.control("seed", seedOf(shops, wish.throughput));
  for (const shop of shops) await insertShop(site.owner, site.vault, shop, wish.throughput);
  return shops;
}
