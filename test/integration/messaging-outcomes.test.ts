import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { numberById, resumeNumber } from "#app/modules/channel/index.ts";
import { activeSuppressions } from "#app/modules/consent/index.ts";
import { dispatchNumber, settleInFlight, skipPlanned } from "#app/modules/messaging/index.ts";
import { type MessagingKit, startMessagingKit, until } from "./messaging-kit.ts";
import { withdraw } from "./messaging-person.ts";

let kit: MessagingKit;
let people = 0;
const person = () => kit.person(`+4915113${String((people += 1)).padStart(6, "0")}`);
const send = () => dispatchNumber(kit.deps, kit.target);
const faults = (change: object) => kit.control("faults", change);
const calm = { outage: "none", latencyMs: 0, errors: [] };
const acceptedTo = async (phone: string) =>
  (await kit.log()).accepted.filter((entry) => entry.to === phone);

beforeAll(async () => {
  kit = await startMessagingKit({ answerTimeoutMs: 400 });
});
afterAll(() => kit.close());
beforeEach(async () => {
  kit.told.handedOver.length = 0;
  kit.told.notSent.length = 0;
  kit.hook.changes.length = 0;
  await faults(calm);
  const { shopId, numberId } = kit;
  await kit.deps.db.inShop(shopId, async (tx) => {
    await resumeNumber(tx, { shopId, numberId });
    await skipPlanned(tx, { shopId, reason: "reminders_off", at: kit.test.clock.now() });
  });
});

async function planned() {
  const who = await person();
  return { who, id: await kit.plan(who) };
}

describe("a refusal with a code", () => {
  it("of a passing kind is tried again after its wait, and accepted once", async () => {
    const { who, id } = await planned();
    await faults({ errors: [{ to: who.phone, code: 131000, times: 1 }] });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", error_code: 131000, attempts: 1 });
    await send();
    expect(await acceptedTo(who.phone)).toEqual([]);
    kit.test.clock.forward({ minutes: 2 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted", attempts: 2 });
    expect(await acceptedTo(who.phone)).toHaveLength(1);
    expect(kit.told.handedOver).toHaveLength(1);
  });

  it("of a passing kind ends the message when its attempts are used up", async () => {
    const { who, id } = await planned();
    await faults({ errors: [{ to: who.phone, code: 131000 }] });
    for (let round = 0; round < 6; round += 1) {
      await send();
      kit.test.clock.forward({ minutes: 45 });
    }
    expect(await kit.row(id)).toMatchObject({
      state: "failed",
      reason: "whatsapp_error",
      attempts: 4,
    });
    expect(kit.told.notSent).toMatchObject([{ messageId: id, reason: "whatsapp_error" }]);
  });

  it("of our own making is not repeated", async () => {
    const { who, id } = await planned();
    await faults({ errors: [{ to: who.phone, code: 131008 }] });
    await send();
    kit.test.clock.forward({ hours: 1 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "failed", attempts: 1 });
  });

  it("about the number pauses the number; its other messages wait", async () => {
    const { who, id } = await planned();
    await faults({ errors: [{ to: who.phone, code: 131042 }] });
    await send();
    const { shopId, numberId } = kit;
    const number = await kit.deps.db.inShop(shopId, (tx) => numberById(tx, shopId, numberId));
    expect(number).toMatchObject({ statusReason: "payment_problem" });
    const other = await planned();
    await send();
    expect(await kit.row(other.id)).toMatchObject({ state: "planned", reason: "number_paused" });
    expect(await kit.row(id)).toMatchObject({ state: "planned" });
  });

  it("for going too fast lets the number rest a second and loses nothing", async () => {
    const { who, id } = await planned();
    await faults({ errors: [{ to: who.phone, code: 130429, times: 1 }] });
    await send();
    expect(await send()).toBe(0);
    kit.test.clock.forward({ seconds: 2 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("for a lost token breaks the number until it is connected again", async () => {
    const { who } = await planned();
    await faults({ errors: [{ to: who.phone, code: 190, times: 1 }] });
    await send();
    const { shopId, numberId } = kit;
    const number = await kit.deps.db.inShop(shopId, (tx) => numberById(tx, shopId, numberId));
    expect(number).toMatchObject({ status: "broken", statusReason: "reconnect_whatsapp" });
  });

  it("for the token of before leaves a number alone that was connected again meanwhile", async () => {
    const { who, id } = await planned();
    await faults({ latencyMs: 300, errors: [{ to: who.phone, code: 190, times: 1 }] });
    const sending = send();
    await until("the hand-over", async () => (await kit.row(id)).state === "handing_over");
    kit.test.clock.forward({ seconds: 1 });
    await kit.reconnect();
    await sending;
    const { shopId, numberId } = kit;
    const number = await kit.deps.db.inShop(shopId, (tx) => numberById(tx, shopId, numberId));
    expect(number).toMatchObject({ status: "connected", statusReason: null });
    kit.test.clock.forward({ minutes: 16 });
    await faults(calm);
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });
});

describe("a hand-over without an answer", () => {
  it("is unknown after a timeout, counts as handed over, and is never sent again", async () => {
    const { who, id } = await planned();
    await faults({ outage: "timeout" });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "unknown", reason: "outcome_unknown" });
    expect(kit.told.handedOver).toMatchObject([{ messageId: id }]);
    await faults(calm);
    kit.test.clock.forward({ hours: 2 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "unknown", attempts: 1 });
    expect(await acceptedTo(who.phone)).toEqual([]);
  });

  it("is settled by the webhook that carries the attempt's id", async () => {
    const { who, id } = await planned();
    await faults({ outage: "accept_then_drop" });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "unknown", wamid: null });
    await faults(calm);
    const [entry] = await acceptedTo(who.phone);
    await kit.control("status", { wamid: entry?.wamid, status: "sent" });
    await kit.deliver(1);
    expect(await kit.row(id)).toMatchObject({ state: "sent", wamid: entry?.wamid, reason: null });
    expect(kit.told.handedOver).toHaveLength(1);
  });

  it("is unknown, too, after a server error without a code", async () => {
    const { id } = await planned();
    await faults({ outage: "http502" });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "unknown" });
  });

  it("is final after seven days, and still never sent again", async () => {
    const { id } = await planned();
    await faults({ outage: "timeout" });
    await send();
    kit.test.clock.forward({ hours: 7 * 24 - 1 });
    await settleInFlight(kit.deps);
    expect((await kit.row(id)).ended_at).toBeNull();
    kit.test.clock.forward({ hours: 1, seconds: 1 });
    await settleInFlight(kit.deps);
    const row = await kit.row(id);
    expect(row).toMatchObject({ state: "unknown", reason: "outcome_unknown" });
    expect(row.ended_at).not.toBeNull();
  });
});

describe("WhatsApp being away", () => {
  it("keeps messages planned, and they leave when it is back", async () => {
    const { who, id } = await planned();
    await faults({ outage: "http500" });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", error_code: 131016 });
    await faults(calm);
    kit.test.clock.forward({ minutes: 2 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
    expect(await acceptedTo(who.phone)).toHaveLength(1);
  });

  it("never leaves a message unknown whose request did not begin", async () => {
    const { id } = await planned();
    await faults({ outage: "refuse" });
    await send();
    const row = await kit.row(id);
    // The stand-in may break the connection before or after our last byte; both are honest.
    expect(["planned", "unknown"]).toContain(row.state);
    if (row.state === "planned") expect(row.attempts).toBeLessThanOrEqual(1);
    else expect((await kit.log()).begun.some((one) => one.outcome === "refuse")).toBe(true);
  });
});

describe("statuses", () => {
  async function accepted() {
    const { who, id } = await planned();
    await send();
    const { wamid } = await kit.row(id);
    if (wamid === null) throw new Error("not accepted");
    return { who, id, wamid };
  }
  const tell = (wamid: string, ...names: string[]) =>
    names.reduce(
      (before, status) => before.then(() => kit.control("status", { wamid, status })),
      Promise.resolve<unknown>(undefined),
    );

  it("move a message forward, with the time of each", async () => {
    const { id, wamid } = await accepted();
    await tell(wamid, "sent", "delivered", "read");
    await kit.deliver(3);
    const row = await kit.row(id);
    expect(row.state).toBe("read");
    expect([row.sent_at, row.delivered_at, row.read_at]).not.toContain(null);
  });

  it("may come in any order and twice", async () => {
    const { id, wamid } = await accepted();
    await tell(wamid, "sent", "delivered", "read");
    await kit.deliver(3, (all) => [...all.toReversed(), ...all, ...all.toReversed()]);
    const row = await kit.row(id);
    expect(row.state).toBe("read");
    expect(row.sent_at).not.toBeNull();
  });

  it("may say read without ever having said delivered", async () => {
    const { id, wamid } = await accepted();
    await tell(wamid, "sent", "read");
    await kit.deliver(2);
    expect(await kit.row(id)).toMatchObject({ state: "read", delivered_at: null });
  });

  it("may say failed after sent", async () => {
    const { id, wamid } = await accepted();
    await tell(wamid, "sent");
    await kit.control("status", { wamid, status: "failed", code: 131049 });
    await kit.deliver(2);
    const row = await kit.row(id);
    expect(row).toMatchObject({ state: "failed", error_code: 131049 });
    expect(kit.told.notSent).toMatchObject([{ messageId: id }]);
  });

  it("of a failure that may pass bring the message back for one more attempt", async () => {
    const { who, id, wamid } = await accepted();
    await kit.control("status", { wamid, status: "failed", code: 131016 });
    await kit.deliver(1, (all) => [...all, ...all]);
    expect(await kit.row(id)).toMatchObject({ state: "planned", error_code: 131016 });
    kit.test.clock.forward({ minutes: 2 });
    await send();
    const again = await kit.row(id);
    expect(again).toMatchObject({ state: "accepted", attempts: 2 });
    expect(await acceptedTo(who.phone)).toHaveLength(2);
    await tell(again.wamid ?? "", "delivered");
    await kit.deliver(1);
    expect(await kit.row(id)).toMatchObject({ state: "delivered" });
  });

  it("that say sent, and come after their failure, do not end the attempt to come", async () => {
    const { who, id, wamid } = await accepted();
    await tell(wamid, "sent");
    await kit.control("status", { wamid, status: "failed", code: 131016 });
    await kit.deliver(2, (all) => all.toReversed());
    expect(await kit.row(id)).toMatchObject({ state: "planned", error_code: 131016 });
    kit.test.clock.forward({ minutes: 2 });
    await send();
    expect(await acceptedTo(who.phone)).toHaveLength(2);
  });

  it("that say the person stopped marketing withdraw consent", async () => {
    const { who, id, wamid } = await accepted();
    await kit.control("status", { wamid, status: "failed", code: 131050 });
    await kit.deliver(1);
    expect(await kit.row(id)).toMatchObject({ state: "failed" });
    const next = await kit.plan(who);
    await send();
    expect(await kit.row(next)).toMatchObject({ state: "skipped" });
  });

  it("that say undeliverable let a person rest for a week, and end it the second time", async () => {
    const { who, wamid } = await accepted();
    const { deps, shopId } = kit;
    const fail = async (id: string | null) => {
      await kit.control("status", { wamid: id, status: "failed", code: 131026 });
      await kit.deliver(1);
    };
    const suppressed = () =>
      deps.db.inShop(shopId, (tx) => activeSuppressions(tx, shopId, [who.hash]));
    await fail(wamid);
    expect((await suppressed()).size).toBe(0);
    const within = await kit.plan(who);
    await send();
    expect(await kit.row(within)).toMatchObject({ state: "skipped", reason: "person_rests" });
    kit.test.clock.forward({ hours: 7 * 24 });
    const after = await kit.plan(who);
    await send();
    await fail((await kit.row(after)).wamid);
    expect((await suppressed()).get(who.hash)).toMatchObject({ reason: "unreachable" });
  });

  it("that forbid everything count before a mere opt-out", async () => {
    const { who, wamid } = await accepted();
    await kit.control("status", { wamid, status: "failed", code: 130403 });
    await kit.deliver(1);
    await withdraw(kit, who);
    const { shopId } = kit;
    const suppressed = await kit.deps.db.inShop(shopId, (tx) =>
      activeSuppressions(tx, shopId, [who.hash]),
    );
    expect(suppressed.get(who.hash)).toEqual({ scope: "all", reason: "blocked" });
  });

  it("that say undeliverable do not add up when something arrived in between", async () => {
    const { who, wamid } = await accepted();
    await kit.control("status", { wamid, status: "failed", code: 131026 });
    await kit.deliver(1);
    kit.test.clock.forward({ hours: 7 * 24 });
    const arrived = await kit.plan(who);
    await send();
    await tell((await kit.row(arrived)).wamid ?? "", "delivered");
    await kit.deliver(1);
    kit.test.clock.forward({ hours: 24 }); // no frequency cap
    const again = await kit.plan(who);
    await send();
    await kit.control("status", {
      wamid: (await kit.row(again)).wamid,
      status: "failed",
      code: 131026,
    });
    await kit.deliver(1);
    const { shopId } = kit;
    const suppressed = await kit.deps.db.inShop(shopId, (tx) =>
      activeSuppressions(tx, shopId, [who.hash]),
    );
    expect(suppressed.size).toBe(0);
  });

  it("of messages that are not ours change nothing", async () => {
    const { id, wamid } = await accepted();
    await tell(wamid, "sent");
    await kit.deliver(1, (all) =>
      all.map((change) => ({
        ...change,
        value: {
          statuses: [
            { id: "wamid.OTHER", status: "read", timestamp: "1763800000" },
            { id: wamid, status: "something_new", timestamp: "1763800000" },
            "nonsense",
          ],
        },
      })),
    );
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });
});

describe("a worker that died", () => {
  /** As a worker leaves it that died right after this step. */
  const leave = (id: string, state: "claimed" | "handing_over") =>
    kit.test.owner.query(
      `with c as (
         insert into claim (id, shop_id, number_id, claimed_at, message_ids)
         values (gen_random_uuid(), $1, $2, $3, array[$4::uuid]) returning id
       )
       update message set state = $5, claimed_at = $3, claim_id = c.id,
         handed_over_at = case when $5 = 'handing_over' then $3::timestamptz end
       from c where message.id = $4`,
      [kit.shopId, kit.numberId, kit.test.clock.now(), id, state],
    );

  it("before the request began leaves nothing behind: the message is planned again", async () => {
    const { id } = await planned();
    await leave(id, "claimed");
    kit.test.clock.forward({ seconds: 11 });
    await settleInFlight(kit.deps);
    expect(await kit.row(id)).toMatchObject({ state: "planned" });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("after the request began leaves the message unknown", async () => {
    const { id } = await planned();
    await leave(id, "handing_over");
    kit.test.clock.forward({ seconds: 30 });
    await settleInFlight(kit.deps);
    expect(await kit.row(id)).toMatchObject({ state: "handing_over" });
    kit.test.clock.forward({ seconds: 30 });
    await settleInFlight(kit.deps);
    expect(await kit.row(id)).toMatchObject({ state: "unknown" });
    expect(kit.told.handedOver).toMatchObject([{ messageId: id }]);
  });

  it("for half a minute just before the last byte sends it no more; another worker does, once", async () => {
    const { who, id } = await planned();
    const inShop: typeof kit.deps.db.inShop = async (shopId, work) => {
      const done = await kit.deps.db.inShop(shopId, work);
      if ((await kit.row(id)).state === "handing_over") kit.test.clock.forward({ seconds: 30 });
      return done;
    };
    await dispatchNumber({ ...kit.deps, db: { ...kit.deps.db, inShop } }, kit.target);
    expect(await acceptedTo(who.phone)).toEqual([]);
    expect(await kit.row(id)).toMatchObject({ state: "planned" });
    kit.test.clock.forward({ seconds: 16 });
    await send();
    expect(await acceptedTo(who.phone)).toHaveLength(1);
  });

  it("but only seemed to be dead still has the last word", async () => {
    const { id } = await planned();
    await faults({ latencyMs: 200 });
    const sending = send();
    await until("the hand-over", async () => (await kit.row(id)).state === "handing_over");
    kit.test.clock.forward({ minutes: 2 });
    await settleInFlight(kit.deps);
    expect(await kit.row(id)).toMatchObject({ state: "unknown" });
    await sending;
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
    expect(kit.told.handedOver).toHaveLength(1);
  });

  it("whose claim is too old does not hand it over", async () => {
    const { who, id } = await planned();
    await faults({ latencyMs: 0 });
    const { openSend } = kit.deps.whatsapp;
    const slow = {
      ...kit.deps,
      whatsapp: {
        ...kit.deps.whatsapp,
        openSend: async (request: Parameters<typeof openSend>[0]) => {
          const opened = await openSend(request);
          kit.test.clock.forward({ seconds: 3 });
          return opened;
        },
      },
    };
    await dispatchNumber({ ...slow }, kit.target);
    expect(await kit.row(id)).toMatchObject({ state: "planned", attempts: 0 });
    expect(await acceptedTo(who.phone)).toEqual([]);
    await send();
    expect(await acceptedTo(who.phone)).toHaveLength(1);
  });

  it("finds nothing of what was skipped between its claim and its hand-over", async () => {
    const { who, id } = await planned();
    const { openSend } = kit.deps.whatsapp;
    const interrupted = {
      ...kit.deps,
      whatsapp: {
        ...kit.deps.whatsapp,
        openSend: async (request: Parameters<typeof openSend>[0]) => {
          const opened = await openSend(request);
          await kit.deps.db.inShop(kit.shopId, (tx) =>
            skipPlanned(tx, {
              shopId: kit.shopId,
              contactId: who.contactId,
              reason: "consent_withdrawn",
              at: kit.test.clock.now(),
            }),
          );
          return opened;
        },
      },
    };
    await dispatchNumber(interrupted, kit.target);
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "consent_withdrawn" });
    expect(await acceptedTo(who.phone)).toEqual([]);
    const broken = await until("the withdrawn request", async () =>
      (await kit.log()).begun.some((one) => one.outcome === "broken_off"),
    );
    expect(broken).toBe(true);
  });
});
