import { createHmac } from "node:crypto";
import { z } from "zod";
import { findContactById } from "#app/modules/contacts/index.ts";
import { preferenceToken } from "#app/modules/links/index.ts";
import { chooseWayOut, pollTemplates } from "#app/modules/templates/index.ts";
import type { TestDeps } from "#test/support/deps.ts";
import type { Story } from "./story-kit.ts";
import type { Stories } from "./stories.ts";
import { SECRET } from "./web-kit.ts";

export const PHONE_BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1";

const sentSchema = z.object({
  template: z.object({
    components: z.array(
      z.object({
        type: z.string(),
        sub_type: z.string().optional(),
        index: z.string().optional(),
        parameters: z.array(z.looseObject({ text: z.string().optional() })),
      }),
    ),
  }),
});

/** From now on every message of this shop offers its way out as a link; the new templates are approved. */
export async function offerWayOutByLink(story: Story): Promise<void> {
  const { deps } = story.stories;
  await chooseWayOut(deps, story.shopId, "link");
  await pollTemplates(deps, story.shopId);
}

/** The token behind the second button of what WhatsApp accepted last for this number. */
export async function tokenOfMessage(story: Story, phone: string): Promise<string> {
  const last = (await story.accepted(phone)).at(-1);
  const { components } = sentSchema.parse(last?.body).template;
  const button = components.find((one) => one.sub_type === "url" && one.index === "1");
  const token = button?.parameters[0]?.text;
  if (!token) throw new Error(`no way out in ${JSON.stringify(components)}`);
  return token;
}

/** The token of a person's own page. */
export async function tokenOf(
  { deps }: Pick<TestDeps, "deps">,
  who: { shopId: string; contactId: string },
  messageId: string | null = null,
): Promise<string> {
  const { shopId, contactId } = who;
  const contact = await deps.db.inShop(shopId, (tx) => findContactById(tx, shopId, contactId));
  if (!contact) throw new Error("nobody there");
  return preferenceToken(deps, { ...who, dataKey: contact.dataKey }, messageId);
}

export interface Visit {
  method?: string;
  body?: string;
  headers?: Record<string, string>;
  query?: string;
}

const init = ({ method, body, headers }: Visit): RequestInit => ({
  method: method ?? (body === undefined ? "GET" : "POST"),
  headers: {
    "User-Agent": PHONE_BROWSER,
    ...(body === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
    ...headers,
  },
  ...(body === undefined ? {} : { body }),
});

/** Asks for the page on our own domain. */
export function visitPage(url: string, token: string, visit: Visit = {}): Promise<Response> {
  return fetch(`${url}/p/${token}${visit.query ?? ""}`, init(visit));
}

/** The query as Shopify's app proxy writes it. */
export function proxyQuery(shop: string, change: Record<string, string> = {}): string {
  const params = new URLSearchParams({
    shop,
    logged_in_customer_id: "",
    path_prefix: "/apps/beckon",
    timestamp: String(Math.floor(Date.now() / 1000)),
    ...change,
  });
  const names = [...params.keys()].toSorted();
  const text = names.map((name) => `${name}=${params.get(name) ?? ""}`).join("");
  params.set("signature", createHmac("sha256", SECRET).update(text).digest("hex"));
  return params.toString();
}

/** … and on the shop's, as Shopify forwards it. */
export function visitByProxy(
  url: string,
  of: { token: string; shop: string },
  visit: Visit = {},
): Promise<Response> {
  return fetch(`${url}/proxy/p/${of.token}?${proxyQuery(of.shop)}`, init(visit));
}

export interface LedgerRow {
  kind: string;
  topic: string | null;
  source: string;
  evidence: Record<string, unknown> | null;
}

/** What the ledger holds of a person's withdrawals, evidence opened. */
export async function withdrawalsOf(
  { owner, deps }: Pick<Stories, "owner" | "deps">,
  contactId: string,
): Promise<LedgerRow[]> {
  const { rows } = await owner.query<{
    kind: string;
    topic: string | null;
    source: string;
    evidence: Buffer | null;
    data_key: Buffer;
  }>(
    `select e.kind, e.topic, e.source, e.evidence, c.data_key from consent_event e
     join contact c on c.id = e.contact_id
     where e.contact_id = $1 and e.kind = 'withdrawn' order by e.recorded_at, e.id`,
    [contactId],
  );
  const opened = (row: (typeof rows)[number]) =>
    row.evidence
      ? z
          .record(z.string(), z.unknown())
          .parse(JSON.parse(deps.vault.openFor(row.data_key, contactId, row.evidence)))
      : null;
  return rows.map((row) => ({
    kind: row.kind,
    topic: row.topic,
    source: row.source,
    evidence: opened(row),
  }));
}
