import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  processIntake,
  sealDelivery,
  storeDeliveries,
  sweepIntake,
  whatsAppDeliveries,
} from "#app/modules/intake/index.ts";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import { handlers } from "#app/worker/handlers.ts";
import { type MessagingKit, PHONE_ID, startMessagingKit, WABA_ID } from "./messaging-kit.ts";

type Status = "sent" | "delivered" | "read" | "failed";
interface Sent {
  id: string;
  wamid: string;
  attemptId: string;
  phone: string;
}

let kit: MessagingKit;
let people = 0;

beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.control("faults", { outage: "none", latencyMs: 0, errors: [] });
  kit.told.handedOver.length = 0;
  kit.told.notSent.length = 0;
});

async function planned(count: number): Promise<{ id: string; phone: string }[]> {
  const all = [];
  for (let at = 0; at < count; at += 1) {
    const who = await kit.person(`+4915114${String((people += 1)).padStart(6, "0")}`);
    all.push({ id: await kit.plan(who), phone: who.phone });
  }
  return all;
}

async function sent(count: number): Promise<Sent[]> {
  const all = await planned(count);
  await dispatchNumber(kit.deps, kit.target);
  return Promise.all(
    all.map(async ({ id, phone }) => {
      const row = await kit.row(id);
      expect(row.state).toBe("accepted");
      return { id, phone, wamid: row.wamid ?? "", attemptId: row.attempt_id ?? "" };
    }),
  );
}

const second = Math.floor(new Date("2026-11-22T10:00:00Z").getTime() / 1000);
const AFTER: Record<Status, number> = { sent: 1, delivered: 2, read: 3, failed: 2 };

/** As Meta sends it (contract 3.5); `bare` leaves out everything that may be missing. */
function statusOf(of: Sent, status: Status, bare = false): Record<string, unknown> {
  return {
    id: of.wamid,
    status,
    timestamp: String(second + AFTER[status]),
    ...(bare ? {} : { recipient_id: of.phone.slice(1), recipient_user_id: "DE.1" }),
    ...(bare ? {} : { pricing: { billable: true, pricing_model: "PMP", category: "marketing" } }),
    biz_opaque_callback_data: of.attemptId,
    ...(status === "failed" ? { errors: [{ code: 131026, title: "Message undeliverable" }] } : {}),
  };
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item, at) => ({ item, key: Math.sin(at * 12.9898 + items.length) * 43758.5453 }))
    .toSorted((a, b) => a.key - Math.floor(a.key) - (b.key - Math.floor(b.key)))
    .map(({ item }) => item);
}

const changeOf = (statuses: object[], bare = false) => ({
  field: "messages",
  value: {
    ...(bare ? {} : { messaging_product: "whatsapp", metadata: { phone_number_id: PHONE_ID } }),
    statuses,
  },
});

/** Takes posts in as the web process does, and gives the ids of the events. */
async function takeIn(changes: object[]): Promise<string[]> {
  const post = { object: "whatsapp_business_account", entry: [{ id: WABA_ID, changes }] };
  const deliveries = whatsAppDeliveries(post).changes;
  const sealed = deliveries.map(({ delivery }) =>
    sealDelivery(kit.deps, { ...delivery, shopId: kit.shopId }),
  );
  return (await storeDeliveries(kit.deps, sealed)).map((event) => event.eventId);
}

const process = (eventIds: string[]) =>
  processIntake(kit.deps, { shopId: kit.shopId, eventIds, subscribers: handlers });

async function statusesOfEvents(eventIds: string[]): Promise<string[]> {
  const { rows } = await kit.test.owner.query<{ status: string }>(
    "select distinct status from intake_event where id = any($1) order by 1",
    [eventIds],
  );
  return rows.map((row) => row.status);
}

/** Several workers get the same events in different orders, and the sweep finds them too. */
async function processByMany(eventIds: string[]): Promise<void> {
  const part = Math.ceil(eventIds.length / 3);
  await Promise.all([
    process(eventIds),
    process(eventIds.toReversed()),
    process([...eventIds.slice(part), ...eventIds.slice(0, part)]),
    sweepIntake(kit.deps, handlers),
  ]);
}

async function charges(ids: string[]): Promise<number> {
  const { rows } = await kit.test.owner.query<{ n: number }>(
    "select count(*)::int as n from charge where message_id = any($1)",
    [ids],
  );
  return rows[0]?.n ?? 0;
}

describe("a storm of statuses", () => {
  it.each([
    ["one per change", 1],
    ["up to a hundred per change", 100],
  ])("%s, shuffled and doubled, leaves every message where it got", async (_what, size) => {
    const messages = await sent(30);
    const failing = messages.slice(0, 5);
    const arriving = messages.slice(5);
    const told = [
      ...failing.flatMap((of) => [statusOf(of, "sent"), statusOf(of, "failed")]),
      ...arriving.flatMap((of, at) => [
        statusOf(of, "sent", at % 2 === 0),
        ...(at % 3 === 0 ? [] : [statusOf(of, "delivered")]), // `read` comes without it
        statusOf(of, "read", at % 2 === 0),
      ]),
    ];
    const all = shuffled([...told, ...shuffled(told)]);
    const changes = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
      changeOf(all.slice(at * size, (at + 1) * size), at % 2 === 1),
    );
    const eventIds = await takeIn(changes);
    await processByMany(eventIds);
    expect(await statusesOfEvents(eventIds)).toEqual(["processed"]);
    for (const { id } of arriving) {
      expect(await kit.row(id)).toMatchObject({ state: "read", reason: null });
      expect((await kit.row(id)).read_at).toEqual(new Date((second + 3) * 1000));
    }
    for (const { id } of failing) {
      expect(await kit.row(id)).toMatchObject({ state: "failed", error_code: 131026 });
    }
    const ended = kit.told.notSent.map((fact) => fact.messageId);
    expect(ended.toSorted()).toEqual(failing.map(({ id }) => id).toSorted());
    expect(new Set(kit.told.handedOver.map((fact) => fact.messageId)).size).toBe(30);
    expect(kit.told.handedOver).toHaveLength(30);
    expect(await charges(arriving.map(({ id }) => id))).toBeLessThanOrEqual(arriving.length);
  });

  it("does not wait for the dispatcher, nor the dispatcher for it", async () => {
    const messages = await sent(40);
    const next = await planned(40);
    const rounds = (["sent", "delivered", "read"] as const).map((status) =>
      takeIn(shuffled(messages).map((of) => changeOf([statusOf(of, status)]))),
    );
    await Promise.all([
      dispatchNumber(kit.deps, kit.target),
      ...rounds.map(async (ids) => processByMany(await ids)),
    ]);
    for (const { id } of messages) expect(await kit.row(id)).toMatchObject({ state: "read" });
    for (const { id } of next) expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("of a thousand statuses in one change is applied, those of strangers passed over", async () => {
    const messages = await sent(10);
    const strangers = Array.from({ length: 990 }, (_, at) => ({
      id: `wamid.stranger-${at}`,
      status: "delivered",
      timestamp: String(second),
    }));
    const eventIds = await takeIn([
      changeOf(shuffled([...strangers, ...messages.map((of) => statusOf(of, "delivered"))])),
    ]);
    await process(eventIds);
    for (const { id } of messages) expect(await kit.row(id)).toMatchObject({ state: "delivered" });
  });
});

describe("an event that cannot be read", () => {
  it("is parked among the others, which are applied", async () => {
    const messages = await sent(12);
    const eventIds = await takeIn(messages.map((of) => changeOf([statusOf(of, "delivered")])));
    const bad = eventIds[5] ?? "";
    const sealed = kit.deps.vault.seal("{", `${kit.shopId}:intake_event`);
    await kit.test.owner.query("update intake_event set body = $2 where id = $1", [
      bad,
      Buffer.from(sealed),
    ]);
    await process(eventIds);
    expect(await statusesOfEvents([bad])).toEqual(["parked"]);
    expect(await statusesOfEvents(eventIds.filter((id) => id !== bad))).toEqual(["processed"]);
    const states = await Promise.all(messages.map(async ({ id }) => (await kit.row(id)).state));
    expect(states.filter((state) => state === "delivered")).toHaveLength(11);
  });

  it("keeps holding whom it names, while the others let go", async () => {
    const messages = await sent(2);
    const stop = (of: Sent) => ({ ...statusOf(of, "failed"), errors: [{ code: 131050 }] });
    const eventIds = await takeIn(messages.map((of) => changeOf([stop(of)])));
    const held = async () => {
      const { rows } = await kit.test.owner.query<{ event_id: string }>(
        "select distinct event_id from intake_hold where event_id = any($1)",
        [eventIds],
      );
      return rows.map((row) => row.event_id);
    };
    expect(await held()).toHaveLength(2);
    const [bad = ""] = eventIds;
    const sealed = kit.deps.vault.seal("{", `${kit.shopId}:intake_event`);
    await kit.test.owner.query("update intake_event set body = $2 where id = $1", [
      bad,
      Buffer.from(sealed),
    ]);
    await process(eventIds);
    expect(await held()).toEqual([bad]);
    expect(await statusesOfEvents(eventIds)).toEqual(["parked", "processed"]);
  });
});
