import type { BenchDatabase } from "../support/bench-database.ts";
import type { ServerTask } from "../support/bench-server.ts";
import { type BenchSecrets, ourWeb } from "../support/our-web.ts";
import { buildTemplate } from "../template/build-template.ts";

export const SHOP = "bench.myshopify.com";

export interface Candidate {
  name: "ours" | "bare" | "template";
  task: ServerTask;
  /** where its webhooks go */
  path: string;
  /** where an answered delivery has one row */
  table: string;
  /** what is emptied before each measurement */
  emptied: string;
}

/** Ours and the peers, ready to be started. */
export async function candidates(
  database: BenchDatabase,
  secrets: BenchSecrets,
  say: (line: string) => void,
): Promise<Candidate[]> {
  const ours = await ourWeb(database.appUrl, secrets, say);
  say("Building the template's route …");
  await buildTemplate();
  const env = {
    DATABASE_URL: database.appUrl,
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: secrets.shopifySecret,
    SHOPIFY_APP_URL: "https://bench.example",
  };
  return [
    {
      name: "ours",
      task: ours,
      path: "/webhooks/shopify",
      table: "intake_event",
      emptied: "intake_event, intake_hold",
    },
    {
      name: "bare",
      task: { name: "bare", script: "test/bench/intake/bare-server.ts", healthPath: "/", env },
      path: "/webhooks",
      table: "peer.bare_webhook",
      emptied: "peer.bare_webhook",
    },
    {
      name: "template",
      task: {
        name: "template",
        script: "test/bench/template/server.ts",
        healthPath: "/health",
        env,
      },
      path: "/webhooks/checkouts/update",
      table: 'peer."Webhook"',
      emptied: 'peer."Webhook"',
    },
  ];
}

/** The template looks for the shop's session on every webhook; a token that is good for a day needs no refresh. */
export async function prepareShop({ owner }: BenchDatabase): Promise<void> {
  await owner.query(
    `insert into peer."Session" (id, shop, state, scope, expires, "accessToken")
     values ($1, $2, '', 'read_orders', now() + interval '1 day', 'shpat_bench')`,
    [`offline_${SHOP}`, SHOP],
  );
}
