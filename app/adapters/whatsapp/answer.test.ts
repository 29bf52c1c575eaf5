import { describe, expect, it } from "vitest";
import { retryAfterMs, sendOutcome } from "./answer.ts";

const answer = (status: number, json: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: typeof json === "string" ? json : JSON.stringify(json),
});

describe("the answer to a send", () => {
  it("is accepted with its message id and WhatsApp's spelling of the number", () => {
    const json = {
      messaging_product: "whatsapp",
      contacts: [{ input: "+4915112345678", wa_id: "4915112345678" }],
      messages: [{ id: "wamid.A", message_status: "accepted" }],
    };
    expect(sendOutcome(answer(200, json))).toEqual({
      outcome: "accepted",
      wamid: "wamid.A",
      waId: "4915112345678",
      userId: null,
    });
  });

  it.each(["held_for_quality_assessment", "paused"])("is held when it says %s", (status) => {
    const json = { messages: [{ id: "wamid.A", message_status: status }] };
    expect(sendOutcome(answer(200, json))).toMatchObject({ outcome: "held", wamid: "wamid.A" });
  });

  it("is refused by the code of Meta's envelope, details before message", () => {
    const json = {
      error: {
        message: "(#132000) Number of parameters",
        code: 132000,
        error_subcode: 2494073,
        error_data: { messaging_product: "whatsapp", details: "body: 1 instead of 3" },
      },
    };
    expect(sendOutcome(answer(400, json))).toEqual({
      outcome: "refused",
      httpStatus: 400,
      code: 132000,
      subcode: 2494073,
      detail: "body: 1 instead of 3",
      retryAfterMs: null,
    });
  });

  it("is a refusal, too, when a server error carries a code", () => {
    expect(sendOutcome(answer(500, { error: { code: 131000, message: "m" } }))).toMatchObject({
      outcome: "refused",
      code: 131000,
      detail: "m",
    });
  });

  it("is refused without a code when our request is blamed", () => {
    expect(sendOutcome(answer(404, "<html>"))).toMatchObject({ outcome: "refused", code: null });
  });

  it.each([
    ["a server error without a code", answer(502, "<html>Bad gateway</html>")],
    ["half an answer", answer(200, '{"messages":[{"id":"wam')],
    ["an answer without an id", answer(200, { messages: [] })],
    ["a foreign body", answer(200, "ok")],
  ])("is unknown after %s", (_name, given) => {
    expect(sendOutcome(given)).toMatchObject({ outcome: "unknown" });
  });

  it("reads details that come as a string and tolerates fields of the wrong type", () => {
    const json = { error: { code: "100", error_data: "plain", error_subcode: {}, message: 7 } };
    expect(sendOutcome(answer(400, json))).toMatchObject({
      code: 100,
      subcode: null,
      detail: "plain",
    });
  });
});

describe("the wait that Meta asks for", () => {
  it("is the longer of seconds in Retry-After and minutes in the usage header", () => {
    const usage = JSON.stringify({ "1": [{ estimated_time_to_regain_access: 2 }] });
    const headers = { "retry-after": "30", "x-business-use-case-usage": usage };
    expect(retryAfterMs(answer(429, {}, headers))).toBe(120_000);
    expect(retryAfterMs(answer(429, {}, { "retry-after": "30" }))).toBe(30_000);
  });

  it("is absent without either, or with nonsense in them", () => {
    expect(retryAfterMs(answer(429, {}))).toBeNull();
    const headers = { "retry-after": "soon", "x-business-use-case-usage": "{" };
    expect(retryAfterMs(answer(429, {}, headers))).toBeNull();
  });
});
