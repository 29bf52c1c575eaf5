import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  APP_SECRET,
  PHONE_ID,
  TOKEN,
  WABA_ID,
  changes,
  errorOf,
  startKit,
  textLike,
  until,
} from "./test-kit.ts";
import type { Answer, Kit } from "./test-kit.ts";

const APP_ID = "4711";
const EXCHANGE = `oauth/access_token?client_id=${APP_ID}&client_secret=${APP_SECRET}`;

let kit: Kit;
beforeEach(async () => {
  kit = await startKit({ appId: APP_ID });
});
afterEach(() => kit.close());

const codeOf = (answer: Answer) => (answer.status === 200 ? "accepted" : errorOf(answer)["code"]);
const newCode = async () => String((await kit.control("codes", { wabaId: WABA_ID }))["code"]);
const exchange = async (code: string, call = EXCHANGE) => kit.graph("GET", `${call}&code=${code}`);
const register = async (pin: unknown, more: object = {}) =>
  codeOf(
    await kit.graph("POST", `${PHONE_ID}/register`, {
      messaging_product: "whatsapp",
      pin,
      ...more,
    }),
  );

describe("the exchange of a code (contract 8.4)", () => {
  test("gives the account's token, once", async () => {
    const code = await newCode();
    expect((await exchange(code)).body).toEqual({ access_token: TOKEN, token_type: "bearer" });
    expect(errorOf(await exchange(code))).toMatchObject({ code: 100, error_subcode: 36009 });
  });

  test.each([
    ["1 with a wrong secret", EXCHANGE.replace(APP_SECRET, "wrong"), 1],
    ["101 for another app", EXCHANGE.replace(APP_ID, "4712"), 101],
    ["100 without a secret", `oauth/access_token?client_id=${APP_ID}`, 100],
  ])("is refused with %s", async (_name, call, code) => {
    expect(errorOf(await exchange(await newCode(), call))["code"]).toBe(code);
  });

  test("makes a new token where the old one was taken back; the old one stays dead", async () => {
    await kit.control("account", { wabaId: WABA_ID, tokenState: "revoked" });
    const { body } = await exchange(await newCode());
    expect(body["access_token"]).toEqual(textLike(/^EAA\w{40,}$/));
    expect(body["access_token"]).not.toBe(TOKEN);
    expect(errorOf(await kit.graph("GET", WABA_ID))["code"]).toBe(190);
    const token = String(body["access_token"]);
    expect((await kit.graph("GET", WABA_ID, undefined, token)).status).toBe(200);
  });
});

describe("debug_token (contract 8.3)", () => {
  const debug = async (caller: string, token = TOKEN) =>
    kit.graph("GET", `debug_token?input_token=${token}`, undefined, caller);

  test("tells the app what a token may do and for which accounts", async () => {
    const { body } = await debug(`${APP_ID}|${APP_SECRET}`);
    expect(body["data"]).toMatchObject({
      app_id: APP_ID,
      is_valid: true,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      granular_scopes: [{ target_ids: [WABA_ID] }, { target_ids: [WABA_ID] }],
    });
  });

  test("names only what was granted, and nothing of a dead token", async () => {
    await kit.control("account", { wabaId: WABA_ID, scopes: ["whatsapp_business_management"] });
    const granted = (await debug(`${APP_ID}|${APP_SECRET}`)).body["data"];
    expect(granted).toMatchObject({ scopes: ["whatsapp_business_management"] });
    await kit.control("account", { wabaId: WABA_ID, tokenState: "revoked" });
    const dead = (await debug(`${APP_ID}|${APP_SECRET}`)).body["data"];
    expect(dead).toMatchObject({ is_valid: false, scopes: [] });
  });

  test("a token may ask about itself", async () => {
    expect((await debug(TOKEN)).status).toBe(200);
  });

  test.each([
    ["another app's token", `4712|${APP_SECRET}`],
    ["a wrong secret", `${APP_ID}|wrong`],
    ["somebody else's token", "EAAother"],
  ])("is refused with 100 for %s", async (_name, caller) => {
    expect(errorOf(await debug(caller))["code"]).toBe(100);
  });
});

describe("a token without a permission", () => {
  test("is refused with 200 where the call needs it", async () => {
    await kit.control("account", { wabaId: WABA_ID, scopes: ["whatsapp_business_management"] });
    const body = {
      messaging_product: "whatsapp",
      to: "+4915112345678",
      type: "text",
      text: { body: "Hi" },
    };
    expect(errorOf(await kit.send(body))["code"]).toBe(200);
    expect((await kit.graph("GET", WABA_ID)).status).toBe(200);
    await kit.control("account", { wabaId: WABA_ID, scopes: ["whatsapp_business_messaging"] });
    expect(errorOf(await kit.graph("GET", WABA_ID))["code"]).toBe(200);
  });
});

describe("what account and number tell", () => {
  test("are the asked fields", async () => {
    expect((await kit.graph("GET", `${WABA_ID}?fields=name,owner_business_info`)).body).toEqual({
      id: WABA_ID,
      name: "Leinenwerk",
      owner_business_info: { id: "p1", name: "Leinenwerk" },
    });
    const number = await kit.graph("GET", `${PHONE_ID}?fields=display_phone_number,throughput`);
    expect(number.body).toEqual({
      id: PHONE_ID,
      display_phone_number: "+49 30 123456",
      throughput: { level: "STANDARD" },
    });
    const list = await kit.graph("GET", `${WABA_ID}/phone_numbers?fields=verified_name`);
    expect(list.body["data"]).toEqual([{ id: PHONE_ID, verified_name: "Leinenwerk" }]);
  });

  test("is refused with 100 for a field that does not exist", async () => {
    expect(errorOf(await kit.graph("GET", `${PHONE_ID}?fields=messaging_tier`))["code"]).toBe(100);
    expect(errorOf(await kit.graph("GET", `${WABA_ID}?fields=name,colour`))["code"]).toBe(100);
  });

  test("is why an account may not send, and what to do", async () => {
    const errors = [{ code: 141006, description: "No payment method", solution: "Add one" }];
    await kit.control("account", { wabaId: WABA_ID, health: { canSend: "BLOCKED", errors } });
    const { body } = await kit.graph("GET", `${PHONE_ID}?fields=health_status`);
    expect(body["health_status"]).toMatchObject({
      can_send_message: "BLOCKED",
      entities: [
        {
          entity_type: "PHONE_NUMBER",
          errors: [{ error_code: 141006, possible_solution: "Add one" }],
        },
        { entity_type: "BUSINESS" },
      ],
    });
  });
});

describe("registering a number (contract 8.4, 5.4)", () => {
  test("needs a PIN of six digits: refused with 131008 and 131009", async () => {
    expect(await register(undefined)).toBe(131008);
    expect(await register("12345")).toBe(131009);
    expect(await register("482913")).toBe("accepted");
  });

  test("is refused with 133005 when another PIN is set", async () => {
    expect(await register("482913")).toBe("accepted");
    expect(await register("000000")).toBe(133005);
    expect(await register("482913")).toBe("accepted");
  });

  test("is refused with 133000 while another platform has the number", async () => {
    await kit.control("number", { id: PHONE_ID, registeredElsewhere: true });
    expect(await register("482913")).toBe(133000);
  });

  test("is refused with 133016 the eleventh time in 72 hours", async () => {
    for (let time = 0; time < 10; time += 1) expect(await register("482913")).toBe("accepted");
    expect(await register("482913")).toBe(133016);
  });

  test("takes a region where messages may lie, and refuses others with 131009", async () => {
    expect(await register("482913", { data_localization_region: "DE" })).toBe("accepted");
    expect(await register("482913", { data_localization_region: "FR" })).toBe(131009);
  });
});

describe("what is ordered of a number", () => {
  const fields = () => changes(kit.hook).map(({ field, value }) => ({ field, ...value }));

  test("is told by the webhooks that Meta sends for it", async () => {
    const wanted = { qualityRating: "RED", messagingLimit: "TIER_2K", throughput: "HIGH" };
    await kit.control("number", { id: PHONE_ID, ...wanted });
    const told = await until("three events", () => (fields().length >= 3 ? fields() : undefined));
    expect(told).toContainEqual(
      expect.objectContaining({ field: "phone_number_quality_update", event: "FLAGGED" }),
    );
    expect(told).toContainEqual({
      field: "business_capability_update",
      max_daily_conversations_per_business: "TIER_2K",
    });
    const { body } = await kit.graph("GET", `${PHONE_ID}?fields=quality_rating`);
    expect(body["quality_rating"]).toBe("RED");
  });

  test("may be any account event, with the time on the entry", async () => {
    const value = { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SPAM" } };
    await kit.control("account-event", { wabaId: WABA_ID, field: "account_update", value });
    const [told] = await until("an event", () => {
      const all = changes(kit.hook);
      return all.length > 0 ? all : undefined;
    });
    expect(told?.value).toEqual(value);
    expect(told?.entry["time"]).toEqual(expect.any(Number));
  });
});

describe("a merchant's own Meta app", () => {
  test("has its callback checked, and gets the webhooks signed with its own secret", async () => {
    const callbackUrl = `${kit.hook.url}/own`;
    const own = { wabaId: WABA_ID, appSecret: "their-secret", callbackUrl, verifyToken: "x" };
    expect(await kit.control("own-app", own)).toEqual({ verified: true, status: 200 });
    await kit.control("inbound", { from: "+4915112345678", text: "Hallo" });
    const post = await until("a post", () => kit.hook.posts[0]);
    const signed = createHmac("sha256", "their-secret").update(post.raw).digest("hex");
    expect(post.signature).toBe(`sha256=${signed}`);
  });

  test("keeps what it had when the callback does not answer the challenge", async () => {
    const own = { appSecret: "s", callbackUrl: "http://127.0.0.1:9/none", verifyToken: "x" };
    const answer = await kit.control("own-app", { wabaId: WABA_ID, ...own });
    expect(answer["verified"]).toBe(false);
    await kit.control("inbound", { from: "+4915112345678", text: "Hallo" });
    await until("a post to the app's own callback", () => kit.hook.posts[0]);
  });
});

describe("the dialog of Embedded Signup (contract 8.3)", () => {
  const wish = {
    client_id: APP_ID,
    config_id: "c1",
    response_type: "code",
    override_default_response_type: "true",
    extras: JSON.stringify({ setup: {}, sessionInfoVersion: "3", version: "v4" }),
    opener: "http://127.0.0.1:3000",
  };
  const open = async (change: Partial<typeof wish> = {}) => {
    const query = new URLSearchParams({ ...wish, ...change });
    return fetch(`${kit.standIn.url}/dialog/oauth?${query.toString()}`);
  };

  test("offers the accounts, and may not be framed", async () => {
    const page = await open();
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    expect(await page.text()).toContain("Leinenwerk · +49 30 123456");
  });

  test.each([
    ["another app", { client_id: "4712" }, "client_id is not an app"],
    ["no configuration", { config_id: "" }, "config_id is missing"],
    ["a token instead of a code", { response_type: "token" }, "response_type must be code"],
    [
      "a version that Meta has ended",
      { extras: JSON.stringify({ sessionInfoVersion: "3", version: "v2" }) },
      "Embedded Signup before v4 ended",
    ],
  ])("is refused for %s", async (_name, change, why) => {
    expect(await (await open(change)).text()).toContain(why);
  });

  test("grants a code that the app can exchange", async () => {
    const grant = async (wabaId: string) =>
      fetch(`${kit.standIn.url}/dialog/oauth/grant`, {
        method: "POST",
        body: JSON.stringify({ wabaId }),
      });
    const granted: unknown = await (await grant(WABA_ID)).json();
    const code = String(Reflect.get(Object(granted), "code"));
    expect((await exchange(code)).status).toBe(200);
    expect((await grant("nobody")).status).toBe(400);
  });
});

describe("an opt-out wave", () => {
  test("is a STOP of everybody whom marketing has reached", async () => {
    expect(await kit.control("stops", {})).toEqual({ count: 0 });
  });
});

describe("subscriptions", () => {
  test("an override callback is checked before it is taken, and gets the messages", async () => {
    const subscribe = async (uri: string) =>
      codeOf(
        await kit.graph("POST", `${WABA_ID}/subscribed_apps`, {
          override_callback_uri: uri,
          verify_token: "x",
        }),
      );
    expect(await subscribe("http://127.0.0.1:9/none")).toBe(100);
    expect(await subscribe("https://elsewhere.example/hook")).toBe(131009);
    expect(await subscribe(`${kit.hook.url}/own`)).toBe("accepted");
  });
});
