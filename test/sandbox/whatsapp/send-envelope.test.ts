import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  PHONE_ID,
  SHOPPER,
  TOKEN,
  call,
  errorOf,
  seedBody,
  startKit,
  textLike,
} from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import { REMINDER, reminder } from "./test-templates.ts";

let kit: Kit;

beforeAll(async () => {
  kit = await startKit();
  await kit.control("seed", seedBody([{ definition: REMINDER }]));
});
afterAll(async () => kit.close());

async function refusal(body: unknown, options?: { phoneId?: string; token?: string }) {
  const answer = await kit.send(body, options);
  const { code, error_subcode: subcode } = errorOf(answer);
  return { http: answer.status, code, ...(subcode === undefined ? {} : { subcode }) };
}

describe("a send that Meta would take (contract 1.1, 1.2)", () => {
  test("is answered with the input, the wa_id without plus, and the message status", async () => {
    const answer = await kit.send(reminder());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: SHOPPER, wa_id: "4915112345678" }],
      messages: [{ id: textLike(/^wamid\./), message_status: "accepted" }],
    });
  });

  test("to a user id is answered with user_id and without wa_id", async () => {
    const { to: _, ...rest } = reminder({ recipient: "DE.7731208842917734" });
    const answer = await kit.send(rest);
    expect(answer.body["contacts"]).toEqual([
      { input: "DE.7731208842917734", user_id: "DE.7731208842917734" },
    ]);
  });

  test("to a phone and a user id goes to the phone", async () => {
    const answer = await kit.send(reminder({ recipient: "DE.7731208842917734" }));
    expect(answer.body["contacts"]).toEqual([{ input: SHOPPER, wa_id: "4915112345678" }]);
  });

  test("takes a phone without plus and the number of the index as a number", async () => {
    expect((await kit.send(reminder({ to: "4915112345678" }))).status).toBe(200);
  });

  test("never echoes the callback data", async () => {
    const answer = await kit.send(reminder({ biz_opaque_callback_data: "a".repeat(512) }));
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain("aaaa");
  });

  test("is not recognised as a repetition: the same body makes two messages", async () => {
    const before = (await kit.log()).accepted.length;
    await kit.send(reminder({ biz_opaque_callback_data: "same" }));
    await kit.send(reminder({ biz_opaque_callback_data: "same" }));
    expect((await kit.log()).accepted).toHaveLength(before + 2);
  });

  test("that assesses quality first is answered as held", async () => {
    await kit.control("faults", { holdForQuality: true });
    const answer = await kit.send(reminder());
    await kit.control("faults", { holdForQuality: false });
    expect(answer.body["messages"]).toMatchObject([
      { message_status: "held_for_quality_assessment" },
    ]);
  });
});

describe("the envelope is refused with", () => {
  const cases: [string, unknown, object][] = [
    [
      "100 when messaging_product is missing",
      reminder({ messaging_product: undefined }),
      { http: 400, code: 100 },
    ],
    [
      "100 when messaging_product is another",
      reminder({ messaging_product: "sms" }),
      { http: 400, code: 100 },
    ],
    [
      "100 when a field is misspelled",
      reminder({ biz_callback_data: "x" }),
      { http: 400, code: 100 },
    ],
    [
      "131008 when to and recipient are missing",
      reminder({ to: undefined }),
      { http: 400, code: 131008 },
    ],
    [
      "131009 when to is no phone number",
      reminder({ to: "mara@example.com" }),
      { http: 400, code: 131009 },
    ],
    ["131009 when to is too short", reminder({ to: "+4915" }), { http: 400, code: 131009 }],
    [
      "131009 when to starts with a zero",
      reminder({ to: "015112345678" }),
      { http: 400, code: 131009 },
    ],
    ["131009 when to is no string", reminder({ to: 4915112345678 }), { http: 400, code: 131009 }],
    [
      "131009 when recipient is no user id",
      reminder({ to: undefined, recipient: "mara" }),
      { http: 400, code: 131009 },
    ],
    [
      "131021 when the sender is the recipient",
      reminder({ to: "+4930123456" }),
      { http: 400, code: 131021 },
    ],
    [
      "131009 when recipient_type is not individual",
      reminder({ recipient_type: "group" }),
      { http: 400, code: 131009 },
    ],
    [
      "131009 when the callback data is longer than 512",
      reminder({ biz_opaque_callback_data: "a".repeat(513) }),
      { http: 400, code: 131009 },
    ],
    [
      "100 when the callback data is no string",
      reminder({ biz_opaque_callback_data: 12 }),
      { http: 400, code: 100 },
    ],
    [
      "131008 when the content of its type is missing",
      reminder({ template: undefined }),
      { http: 400, code: 131008 },
    ],
    [
      "100 when the content is no object",
      reminder({ template: "cart_reminder" }),
      { http: 400, code: 100 },
    ],
    [
      "131051 when the type is unknown",
      { messaging_product: "whatsapp", to: SHOPPER, type: "poll", poll: {} },
      { http: 400, code: 131051 },
    ],
    [
      "131008 when context has no message id",
      reminder({ context: {} }),
      { http: 400, code: 131008 },
    ],
    ["100 when the body is no JSON", '{"to":', { http: 400, code: 100 }],
    ["100 when the body is a list", [], { http: 400, code: 100 }],
  ];
  test.each(cases)("%s", async (_name, body, expected) => {
    expect(await refusal(body)).toEqual(expected);
  });
});

describe("the path and the token are refused with", () => {
  test("100, subcode 33 when the phone number id is unknown", async () => {
    expect(await refusal(reminder(), { phoneId: "999" })).toEqual({
      http: 400,
      code: 100,
      subcode: 33,
    });
  });

  test("100, subcode 33 when the number belongs to another account than the token", async () => {
    const numbers = [{ id: "2", displayPhoneNumber: "+49 30 2", verifiedName: "Other" }];
    const other = { wabaId: "other", portfolioId: "p2", name: "Other", token: "EAAother", numbers };
    await kit.control("seed", { accounts: [other] });
    expect(await refusal(reminder(), { phoneId: "2" })).toEqual({
      http: 400,
      code: 100,
      subcode: 33,
    });
  });

  test("190 when the token is unknown", async () => {
    expect(await refusal(reminder(), { token: "EAAwrong" })).toEqual({ http: 401, code: 190 });
  });

  test("190, subcode 463 when the token has expired", async () => {
    await kit.control("account", { wabaId: "102900000000001", tokenState: "expired" });
    const refused = await refusal(reminder());
    await kit.control("account", { wabaId: "102900000000001", tokenState: "valid" });
    expect(refused).toEqual({ http: 401, code: 190, subcode: 463 });
  });

  test("200 when there is no token", async () => {
    expect(await refusal(reminder(), { token: "" })).toEqual({ http: 403, code: 200 });
  });

  test.each(["v25.0/", "v27.0/", "", "latest/"])(
    "2500 when the version is '%s'",
    async (version) => {
      const url = `${kit.standIn.graphUrl}/${version}${PHONE_ID}/messages`;
      const answer = await call(url, { method: "POST", body: reminder(), token: TOKEN });
      expect(answer.status).toBe(400);
      expect(errorOf(answer)["code"]).toBe(2500);
    },
  );

  test("133010 when the number is not registered", async () => {
    await kit.graph("POST", `${PHONE_ID}/deregister`);
    const refused = await refusal(reminder());
    await kit.graph("POST", `${PHONE_ID}/register`, {
      messaging_product: "whatsapp",
      pin: "482913",
    });
    expect(refused).toEqual({ http: 400, code: 133010 });
  });
});

test("an error has Meta's envelope: message with the code, type, details, trace id (contract 1.3)", async () => {
  const answer = await kit.send(reminder({ to: undefined }));
  expect(answer.body).toEqual({
    error: {
      message: "(#131008) Required parameter is missing",
      type: "OAuthException",
      code: 131008,
      error_data: { messaging_product: "whatsapp", details: "Parameter 'to' is required" },
      fbtrace_id: textLike(/^A/),
    },
  });
});
