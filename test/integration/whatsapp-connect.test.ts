import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  completeSignup,
  continueSignup,
  connectionView,
  disconnectNumber,
  refreshHealth,
} from "#app/modules/channel/index.ts";
import {
  APP_ID,
  type ConnectKit,
  finished,
  OTHER,
  PHONE_ID,
  startConnectKit,
  TOKEN,
  WABA_ID,
} from "./connect-kit.ts";

let kit: ConnectKit;
let shopId: string;
beforeEach(async () => {
  kit = await startConnectKit();
  shopId = await kit.addShop();
});
afterEach(() => kit.close());

async function signUp(shop = shopId, named: Parameters<typeof finished>[1] = {}) {
  const answer = finished(await kit.code(named.wabaId), named);
  return completeSignup(kit.deps, { state: kit.stateFor(shop), ...answer });
}

const failed = (problem: string): unknown =>
  expect.objectContaining({ outcome: "failed", problem });

describe("Meta's signup", () => {
  it("subscribes, registers with a PIN of ours, reads the health, and connects", async () => {
    expect(await signUp()).toMatchObject({ outcome: "connected" });
    const seen = await kit.metaSees();
    expect(seen).toMatchObject({ subscribed: true, registered: true });
    expect(seen.pin).toMatch(/^\d{6}$/);
    expect(await kit.number(shopId)).toMatchObject({
      status: "connected",
      origin: "signup",
      wabaId: WABA_ID,
      phoneNumberId: PHONE_ID,
      portfolioId: `p${WABA_ID}`,
      messagingLimit: "TIER_250",
      quality: "GREEN",
      nameStatus: "APPROVED",
    });
    expect(kit.jobs.added.map((job) => job.name)).toContain("templates.submit");
  });

  it("keeps token and PIN sealed, and the attempt forgets both once it is through", async () => {
    await signUp();
    const { pin } = await kit.metaSees();
    const { rows } = await kit.owner.query<{ row: string }>(
      `select n::text as row from whatsapp_number n union all select s::text from whatsapp_signup s`,
    );
    const stored = rows.map(({ row }) => row).join("\n");
    for (const secret of [TOKEN, String(pin)]) {
      expect(stored).not.toContain(Buffer.from(secret).toString("hex"));
    }
    const attempts = await kit.owner.query("select token, two_step_pin from whatsapp_signup");
    expect(attempts.rows).toEqual([{ token: null, two_step_pin: null }]);
  });

  it("connected again keeps its number, and the PIN that was set before", async () => {
    const first = await signUp();
    const { pin } = await kit.metaSees();
    await kit.control("number", { id: PHONE_ID, registered: false });
    expect(await signUp()).toEqual(first);
    expect((await kit.metaSees()).pin).toBe(pin);
  });

  it("leaves a number that stays in the WhatsApp app unregistered", async () => {
    await kit.control("number", {
      id: PHONE_ID,
      throughput: "NOT_APPLICABLE",
      status: "CONNECTED",
    });
    const event = "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING";
    expect(await signUp(shopId, { event })).toMatchObject({ outcome: "connected" });
    expect((await kit.metaSees()).registered).toBe(false);
    expect(await kit.number(shopId)).toMatchObject({ throughput: "NOT_APPLICABLE" });
  });

  it("takes the granted account when the browser names none", async () => {
    const answer = { code: await kit.code(), session: null };
    const state = kit.stateFor(shopId);
    expect(await completeSignup(kit.deps, { state, ...answer })).toMatchObject({
      outcome: "connected",
    });
    expect(await kit.number(shopId)).toMatchObject({ wabaId: WABA_ID });
  });
});

describe("a signup is refused", () => {
  it("with a forged state, and with one of another purpose", async () => {
    const answer = finished(await kit.code());
    const forged = { state: Buffer.from("forged").toString("base64url"), ...answer };
    expect(await completeSignup(kit.deps, forged)).toEqual(failed("link_invalid"));
    const sealed = kit.deps.vault.seal(JSON.stringify({ id: "x", shopId, until: 9e15 }), "other");
    const other = { state: Buffer.from(sealed).toString("base64url"), ...answer };
    expect(await completeSignup(kit.deps, other)).toEqual(failed("link_invalid"));
  });

  it("with a state that has expired", async () => {
    const link = { id: crypto.randomUUID(), shopId, until: Date.now() - 1 };
    const sealed = kit.deps.vault.seal(JSON.stringify(link), "whatsapp_signup_link");
    const state = Buffer.from(sealed).toString("base64url");
    const answer = finished(await kit.code());
    expect(await completeSignup(kit.deps, { state, ...answer })).toEqual(failed("link_expired"));
  });

  it("with a state that was used, also when two answers come at once", async () => {
    const state = kit.stateFor(shopId);
    const answers = [finished(await kit.code()), finished(await kit.code())];
    const outcomes = await Promise.all(
      answers.map((answer) => completeSignup(kit.deps, { state, ...answer })),
    );
    expect(outcomes.filter((one) => one.outcome === "connected")).toHaveLength(1);
    expect(outcomes).toContainEqual(failed("link_used"));
  });

  it("as cancelled when it was left, and the same page may go through it after all", async () => {
    const state = kit.stateFor(shopId);
    const session = { event: "CANCEL", data: {} };
    const left = await completeSignup(kit.deps, { state, code: null, session });
    expect(left).toEqual(failed("cancelled"));
    const answer = finished(await kit.code());
    expect(await completeSignup(kit.deps, { state, ...answer })).toMatchObject({
      outcome: "connected",
    });
  });

  it("with a code that is too old", async () => {
    expect(
      await completeSignup(kit.deps, { state: kit.stateFor(shopId), ...finished("AQgone") }),
    ).toEqual(failed("code_refused"));
    expect(await kit.number(shopId)).toBeNull();
  });

  it("with a code for another account than the browser names", async () => {
    const code = await kit.code(OTHER.wabaId);
    const state = kit.stateFor(shopId);
    expect(await completeSignup(kit.deps, { state, ...finished(code) })).toEqual(
      failed("account_not_granted"),
    );
    expect((await kit.metaSees()).subscribed).toBe(false);
    expect((await kit.metaSees(OTHER.wabaId)).subscribed).toBe(false);
  });

  it("with a number of another account", async () => {
    expect(await signUp(shopId, { phoneId: OTHER.phoneId })).toEqual(
      failed("number_not_in_account"),
    );
  });

  it.each(["whatsapp_business_management", "whatsapp_business_messaging"])(
    "when %s is all that was granted",
    async (scope) => {
      await kit.control("account", { wabaId: WABA_ID, scopes: [scope] });
      expect(await signUp()).toEqual(failed("scope_missing"));
    },
  );

  it("when the account is another shop's, and that shop's connection stays untouched", async () => {
    const other = await kit.addShop();
    await signUp(other);
    const { pin } = await kit.metaSees();
    await kit.control("number", { id: PHONE_ID, registered: false });
    expect(await signUp()).toEqual(failed("account_of_another_shop"));
    expect(await kit.metaSees()).toMatchObject({ pin, registered: false });
    expect(await kit.number(other)).toMatchObject({ status: "connected" });
  });

  it("when the shop sends from another account, until that one is disconnected", async () => {
    const first = await signUp();
    if (first.outcome !== "connected") throw new Error(first.problem);
    const second = { wabaId: OTHER.wabaId, phoneId: OTHER.phoneId };
    expect(await signUp(shopId, second)).toEqual(failed("other_account_connected"));
    await disconnectNumber(kit.deps, { shopId, numberId: first.numberId });
    expect((await kit.metaSees()).subscribed).toBe(false);
    await kit.owner.query(
      `insert into template (shop_id, purpose, name, language, status, components, meta_id, updated_at)
       values ($1, 'cart_reminder_1', 'a', 'de', 'APPROVED', '[]', '1', now())`,
      [shopId],
    );
    expect(await signUp(shopId, second)).toMatchObject({ outcome: "connected" });
    // The new account has none of the old one's templates.
    const { rows } = await kit.owner.query("select status, meta_id from template");
    expect(rows).toEqual([{ status: "NOT_SUBMITTED", meta_id: null }]);
  });

  it("where no Meta app is set up", async () => {
    const deps = { ...kit.deps, whatsapp: { ...kit.deps.whatsapp, appId: null } };
    const answer = { state: kit.stateFor(shopId), ...finished("AQ") };
    expect(await completeSignup(deps, answer)).toEqual(failed("signup_not_set_up"));
  });
});

describe("a signup that stops on its way", () => {
  const shown = async () => (await connectionView(kit.deps, shopId)).attempt;

  it("goes on with the merchant's own PIN where another was set", async () => {
    await kit.control("number", { id: PHONE_ID, pin: "123456" });
    expect(await signUp()).toEqual(failed("pin_mismatch"));
    expect(await shown()).toMatchObject({ problem: "pin_mismatch", asksPin: true });
    expect(await continueSignup(kit.deps, { shopId, pin: "000000" })).toEqual(
      failed("pin_mismatch"),
    );
    expect(await continueSignup(kit.deps, { shopId, pin: "123456" })).toMatchObject({
      outcome: "connected",
    });
    expect(await shown()).toBeNull();
  });

  it("says when another platform has the number, and goes on once it is free", async () => {
    await kit.control("number", { id: PHONE_ID, registeredElsewhere: true });
    expect(await signUp()).toEqual(failed("registered_elsewhere"));
    await kit.control("number", { id: PHONE_ID, registeredElsewhere: false });
    expect(await continueSignup(kit.deps, { shopId })).toMatchObject({ outcome: "connected" });
  });

  it("goes on after an outage in the middle, with the token that it has", async () => {
    const answer = finished(await kit.code());
    const broken: typeof kit.deps.whatsapp = {
      ...kit.deps.whatsapp,
      call: () => Promise.reject(new Error("WhatsApp did not answer")),
    };
    const deps = { ...kit.deps, whatsapp: broken };
    const state = kit.stateFor(shopId);
    expect(await completeSignup(deps, { state, ...answer })).toEqual(failed("not_reached"));
    expect(await shown()).toMatchObject({ problem: "not_reached", asksPin: false });
    expect(await continueSignup(kit.deps, { shopId })).toMatchObject({ outcome: "connected" });
  });
});

describe("the health of a number", () => {
  let target: { shopId: string; numberId: string };
  beforeEach(async () => {
    const outcome = await signUp();
    if (outcome.outcome !== "connected") throw new Error(outcome.problem);
    target = { shopId, numberId: outcome.numberId };
  });
  const block = (canSend: string, code: number) =>
    kit.control("account", {
      wabaId: WABA_ID,
      health: {
        canSend,
        errors: [{ code, description: "No payment method", solution: "Add one" }],
      },
    });
  const free = () =>
    kit.control("account", { wabaId: WABA_ID, health: { canSend: "AVAILABLE", errors: [] } });

  it("stops for a payment problem, in Meta's words, and goes on when it is mended", async () => {
    await block("BLOCKED", 141006);
    await refreshHealth(kit.deps, target);
    const { number } = await connectionView(kit.deps, shopId);
    expect(number).toMatchObject({
      status: "stopped",
      reason: "payment_problem",
      paymentProblem: true,
    });
    expect(number?.problems[0]).toMatchObject({ description: "No payment method" });
    await free();
    await refreshHealth(kit.deps, target);
    expect(await kit.number(shopId)).toMatchObject({ status: "connected", statusReason: null });
  });

  it("shows what only limits, and lets it send", async () => {
    await block("LIMITED", 130429);
    await refreshHealth(kit.deps, target);
    const { number } = await connectionView(kit.deps, shopId);
    expect(number).toMatchObject({ status: "connected", paymentProblem: false });
    expect(number?.problems).toHaveLength(1);
  });

  it("is broken by a token that Meta took back, and mended by a new signup", async () => {
    await kit.control("account", { wabaId: WABA_ID, tokenState: "revoked" });
    await refreshHealth(kit.deps, target);
    expect(await kit.number(shopId)).toMatchObject({
      status: "broken",
      statusReason: "reconnect_whatsapp",
    });
    expect(await signUp()).toEqual({ outcome: "connected", numberId: target.numberId });
    expect(await kit.number(shopId)).toMatchObject({ status: "connected", statusReason: null });
  });

  it("changes nothing while Meta does not answer", async () => {
    await kit.control("faults", { outage: "http500" });
    expect(await refreshHealth(kit.deps, target)).toEqual({ outcome: "unreachable" });
    expect(await kit.number(shopId)).toMatchObject({ status: "connected" });
  });

  it("keeps what Meta says of quality, limit, level and name", async () => {
    await kit.control("number", {
      id: PHONE_ID,
      qualityRating: "YELLOW",
      messagingLimit: "TIER_10K",
      throughput: "HIGH",
      nameStatus: "DECLINED",
    });
    await refreshHealth(kit.deps, target);
    const { number } = await connectionView(kit.deps, shopId);
    expect(number).toMatchObject({
      quality: "YELLOW",
      nameStatus: "DECLINED",
      rate: 750,
      limit: { max: 10_000, isKnown: true, used: 0 },
    });
  });

  it("does not resume what the merchant disconnected", async () => {
    await disconnectNumber(kit.deps, target);
    expect(await refreshHealth(kit.deps, target)).toBeNull();
    expect(await kit.number(shopId)).toBeNull();
    const { rows } = await kit.owner.query("select status from whatsapp_number");
    expect(rows).toEqual([{ status: "disconnected" }]);
  });
});

describe("the page of the signup", () => {
  const page = (state: string, locale = "en") =>
    fetch(`${kit.url}/connect/whatsapp?state=${state}&locale=${locale}`);
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${kit.url}/connect/whatsapp?locale=de`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("names the shop, loads Meta's SDK from the settings, and may not be framed", async () => {
    const answer = await page(kit.stateFor(shopId));
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("Leinenwerk");
    expect(html).toContain(`${kit.standIn.url}/sdk.js`);
    expect(html).toContain(`"appId":"${APP_ID}"`);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("does not open for an address that is not ours", async () => {
    const answer = await page("forged", "de");
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("nicht von uns");
  });

  it("connects with what the browser posts, and says so", async () => {
    const answer = await post({ state: kit.stateFor(shopId), ...finished(await kit.code()) });
    const told: unknown = await answer.json();
    expect(told).toMatchObject({ over: true });
    expect(Reflect.get(Object(told), "text")).toMatch(/^Verbunden/);
    expect(await kit.number(shopId)).toMatchObject({ status: "connected" });
  });

  it("takes nothing from other sites, and nothing that is no answer", async () => {
    const body = { state: kit.stateFor(shopId), ...finished(await kit.code()) };
    expect((await post(body, { origin: "https://evil.example" })).status).toBe(403);
    expect((await post(body, { "content-type": "text/plain" })).status).toBe(403);
    expect((await post({ code: 7 })).status).toBe(400);
    expect(await kit.number(shopId)).toBeNull();
  });
});
