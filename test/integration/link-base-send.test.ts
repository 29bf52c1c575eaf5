import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LinkBaseState } from "#app/modules/links/link-base.rules.ts";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import { templatesOfShop } from "#app/modules/templates/index.ts";
import { type MessagingKit, startMessagingKit } from "./messaging-kit.ts";

let kit: MessagingKit;
let people = 0;

beforeAll(async () => {
  kit = await startMessagingKit();
});
beforeEach(() => kit.test.owner.query("delete from link_base"));
afterAll(() => kit.close());

/** As a check of the shop's own domain has left it. */
async function found(change: Partial<Pick<LinkBaseState, "base" | "reason">>): Promise<void> {
  const now = kit.deps.clock.now();
  const { base = "proxy", reason = "works" } = change;
  await kit.test.owner.query(
    `insert into link_base (shop_id, base, reason, origin, finding, checked_at, switched_at, next_check_at)
     values ($1, $2, $3, 'https://shop.example', 'works', $4, $4, $4)
     on conflict (shop_id) do update set base = $2, reason = $3`,
    [kit.shopId, base, reason, now],
  );
}

async function urlOfSent(id: string): Promise<string | undefined> {
  const { template_id: templateId } = await kit.row(id);
  const templates = await kit.deps.db.inShop(kit.shopId, (tx) => templatesOfShop(tx, kit.shopId));
  const buttons = templates
    .find((one) => one.id === templateId)
    ?.components.find(({ type }) => type === "BUTTONS")?.buttons;
  return buttons?.find(({ type }) => type === "URL")?.url;
}

async function plan(): Promise<string> {
  people += 1;
  return kit.plan(await kit.person(`+4915112340${String(people).padStart(3, "0")}`));
}

test("a planned message links over the base that is good when it leaves, not when it was planned", async () => {
  const before = await plan();
  await found({ base: "proxy" });
  await dispatchNumber(kit.deps, kit.target);
  expect(await urlOfSent(before)).toBe("https://shop.example/apps/beckon/r/{{1}}");
  const after = await plan();
  await found({ base: "app", reason: "not_there" });
  await dispatchNumber(kit.deps, kit.target);
  expect(await urlOfSent(after)).toBe("https://beckon.example/r/{{1}}");
  expect((await kit.log()).accepted).toHaveLength(2);
});

test("a shop that was never checked links over our own domain", async () => {
  const id = await plan();
  await dispatchNumber(kit.deps, kit.target);
  expect(await urlOfSent(id)).toBe("https://beckon.example/r/{{1}}");
});

test("a template of the shop's domain that is not approved gives way to ours", async () => {
  await kit.test.owner.query("update template set status = 'PENDING' where base = 'proxy'");
  await found({ base: "proxy" });
  const id = await plan();
  await dispatchNumber(kit.deps, kit.target);
  expect(await urlOfSent(id)).toBe("https://beckon.example/r/{{1}}");
});
