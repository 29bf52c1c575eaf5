/** One file that breaks one rule: which file, what it imports, and the rule that has to notice. */
export interface Plant {
  rule: string;
  file: string;
  /** Import specifiers; a leading `type ` makes it a type-only import, as `import type` would. */
  imports: string[];
}

const plant = (rule: string, file: string, ...imports: string[]): Plant => ({
  rule,
  file,
  imports,
});

/** A small tree that keeps every rule: the plants lean on it, and it proves that the rules do not cry wolf. */
export const LAWFUL_FILES: Record<string, string[]> = {
  "app/shared/money.ts": [],
  "app/shared/phone.ts": ["libphonenumber-js"],
  "app/adapters/db/client.server.ts": ["pg", "type #app/ports/db.ts"],
  "app/adapters/queue/backend.server.ts": ["bullmq", "type pg"],
  "app/adapters/shopify/client.server.ts": ["@shopify/shopify-api"],
  "app/ports/db.ts": ["type #app/adapters/db/client.server.ts"],
  "app/ports/jobs.ts": ["zod"],
  "app/modules/shops/index.ts": ["./find-shop.ts"],
  "app/modules/shops/find-shop.ts": ["./shops.store.server.ts", "#app/ports/db.ts"],
  "app/modules/shops/shops.store.server.ts": [
    "#app/adapters/db/client.server.ts",
    "#app/shared/money.ts",
  ],
  "app/modules/shops/shop.types.ts": ["zod"],
  "app/modules/shops/plan.rules.ts": ["./shop.types.ts", "#app/shared/money.ts"],
  "app/modules/shops/plan.rules.test.ts": ["vitest", "./plan.rules.ts", "#test/support/now.ts"],
  "app/modules/intake/index.ts": ["./intake.jobs.ts"],
  "app/modules/intake/intake.jobs.ts": ["zod", "#app/ports/jobs.ts"],
  "app/modules/contacts/index.ts": ["#app/modules/shops/index.ts"],
  "app/modules/links/index.ts": ["#app/modules/contacts/index.ts"],
  "app/modules/messaging/index.ts": [
    "#app/modules/links/index.ts",
    "#app/modules/shops/plan.rules.ts",
  ],
  "app/modules/checkouts/index.ts": ["#app/modules/messaging/index.ts"],
  "app/modules/reports/index.ts": [
    "#app/modules/checkouts/index.ts",
    "#app/modules/shops/index.ts",
  ],
  "app/composition.server.ts": [
    "#app/adapters/db/client.server.ts",
    "#app/modules/reports/index.ts",
  ],
  "app/ui/price.tsx": ["#app/shared/money.ts", "@shopify/polaris"],
  "app/routes/app._index.tsx": ["#app/composition.server.ts", "#app/ui/price.tsx"],
  "app/web/main.ts": ["#app/composition.server.ts"],
  "app/worker/main.ts": ["#app/composition.server.ts"],
  "test/support/now.ts": [],
  "test/sandbox/shopify/index.ts": ["zod"],
  "test/sandbox/whatsapp/index.ts": ["zod"],
  "test/sandbox/main.ts": ["./shopify/index.ts", "./whatsapp/index.ts"],
  "extensions/whatsapp-opt-in/src/checkout.ts": ["./phone.ts"],
  "extensions/whatsapp-opt-in/src/phone.ts": [],
};

/** Lies beside the plants and keeps them company: the way back of the planted cycle. */
export const ACCOMPLICES: Record<string, string[]> = { "app/shared/cycle-b.ts": ["./cycle-a.ts"] };

const DB = "#app/adapters/db/client.server.ts";

export const PLANTS: Plant[] = [
  plant("no-cycles", "app/shared/cycle-a.ts", "./cycle-b.ts"),
  plant("no-unresolvable", "app/shared/nowhere.ts", "./gone.ts"),
  plant("no-orphans", "app/shared/orphan.ts"),
  plant("shared-imports-nothing", "app/shared/reaches-up.ts", "#app/ports/jobs.ts"),
  plant("ports-are-interfaces", "app/ports/knows-a-module.ts", "#app/modules/shops/index.ts"),
  plant("ports-take-types-only", "app/ports/runs-an-adapter.ts", DB),
  plant("rules-are-pure", "app/modules/shops/clock.rules.ts", "node:fs"),
  plant("rules-are-pure", "app/modules/shops/stored.rules.ts", "./find-shop.ts"),
  plant("rules-are-pure", "app/modules/shops/port.types.ts", "type #app/ports/db.ts"),
  plant("job-definitions-are-data", "app/modules/shops/shops.jobs.ts", "./find-shop.ts"),
  plant(
    "modules-stay-inside",
    "app/modules/shops/calls-shopify.ts",
    "#app/adapters/shopify/client.server.ts",
  ),
  plant("modules-stay-inside", "app/modules/shops/composes.ts", "#app/composition.server.ts"),
  plant("stores-own-the-database", "app/modules/shops/queries.ts", DB),
  plant("stores-are-private", "app/routes/shops.tsx", "#app/modules/shops/shops.store.server.ts"),
  plant(
    "modules-through-index",
    "app/modules/contacts/peeks.ts",
    "#app/modules/shops/find-shop.ts",
  ),
  plant(
    "modules-through-index",
    "app/modules/contacts/joins.ts",
    "#app/modules/shops/shops.store.server.ts",
  ),
  plant("not-through-own-index", "app/modules/shops/round-about.ts", "./index.ts"),
  plant("every-module-has-a-level", "app/modules/loyalty/index.ts", "#app/shared/money.ts"),
  plant("level-0", "app/modules/shops/up.ts", "#app/modules/intake/index.ts"),
  plant("level-1", "app/modules/costs/up.ts", "#app/modules/links/index.ts"),
  plant("level-2", "app/modules/consent/up.ts", "#app/modules/messaging/index.ts"),
  plant("level-3", "app/modules/messaging/up.ts", "#app/modules/checkouts/index.ts"),
  plant("level-4", "app/modules/campaigns/sideways.ts", "#app/modules/checkouts/index.ts"),
  plant("level-5", "app/modules/proof/up.ts", "#app/modules/reports/index.ts"),
  plant("level-6", "app/modules/compliance/sideways.ts", "#app/modules/reports/index.ts"),
  plant(
    "adapters-know-no-business",
    "app/adapters/queue/decides.server.ts",
    "#app/modules/shops/index.ts",
  ),
  plant("adapters-stay-apart", "app/adapters/queue/borrows.server.ts", DB),
  plant("routes-stay-thin", "app/routes/db.tsx", DB),
  plant("routes-stay-thin", "app/routes/deep.tsx", "#app/modules/shops/find-shop.ts"),
  plant("ui-stays-presentational", "app/ui/loads.tsx", "#app/composition.server.ts"),
  plant("entries-are-roots", "app/modules/shops/starts.ts", "#app/worker/main.ts"),
  plant("entries-stay-apart", "app/web/with-worker.ts", "#app/worker/main.ts"),
  plant("database-has-one-home", "app/web/sql.ts", "pg"),
  plant("database-has-one-home", "app/routes/prisma.tsx", "@prisma/client"),
  plant("queue-has-one-home", "app/worker/queue.ts", "bullmq"),
  plant("shopify-api-has-one-home", "app/routes/shopify.tsx", "@shopify/shopify-api"),
  plant("shopify-app-has-one-home", "app/web/shopify.ts", "@shopify/shopify-app-remix/server"),
  plant("polaris-is-for-pages", "app/web/page.ts", "@shopify/polaris"),
  plant("http-client-has-one-home", "app/web/calls.ts", "undici"),
  plant("pdf-has-one-home", "app/web/paper.ts", "pdfkit"),
  plant("log-has-one-home", "app/web/log.ts", "pino"),
  plant("phone-library-has-one-home", "app/web/phone.ts", "libphonenumber-js"),
  plant("production-needs-no-dev-package", "app/web/dev.ts", "fast-check"),
  plant("app-imports-no-tests", "app/web/fake.ts", "#test/support/now.ts"),
  plant("app-imports-no-tests", "app/web/tested.ts", "#app/modules/shops/plan.rules.test.ts"),
  plant("tests-take-support-only", "app/shared/sandboxed.test.ts", "#test/sandbox/main.ts"),
  plant(
    "extensions-are-islands",
    "extensions/whatsapp-opt-in/src/shares.ts",
    "#app/shared/money.ts",
  ),
  plant(
    "app-imports-no-extension",
    "app/web/extension.ts",
    "../../extensions/whatsapp-opt-in/src/phone.ts",
  ),
  plant("sandbox-knows-no-app", "test/sandbox/shopify/cheats.ts", "#app/shared/money.ts"),
  plant("stand-ins-are-independent", "test/sandbox/shopify/chats.ts", "../whatsapp/index.ts"),
];
