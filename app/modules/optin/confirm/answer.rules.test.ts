import { describe, expect, it } from "vitest";
import { type AnswerFacts, type AskedFacts, judgeAnswer } from "./answer.rules.ts";

const at = (time: string) => new Date(`2026-11-22T${time}Z`);

const asked: AskedFacts = {
  state: "asked",
  identifierHash: "p.a",
  isOfSender: true,
  requestedAt: at("10:00:00.200"),
  expiresAt: at("20:00:00.000"),
  endedAt: null,
  messageId: "m1",
  handedOverAt: at("10:00:01.700"),
  wamid: "wamid.1",
};
const tap: AnswerFacts = {
  at: at("10:05:00.000"),
  identifierHash: "p.a",
  tappedMessageId: "m1",
  contextWamid: "wamid.1",
  lastMessageId: null,
  asksForMessages: false,
};
const words: AnswerFacts = {
  ...tap,
  tappedMessageId: null,
  contextWamid: null,
  lastMessageId: "m1",
};
const quote: AnswerFacts = { ...words, contextWamid: "wamid.1", lastMessageId: null };
const start: AnswerFacts = { ...words, lastMessageId: null, asksForMessages: true };
/** A tick about which nobody may be asked. */
const unasked = { state: "not_asked", messageId: null, handedOverAt: null, wamid: null } as const;

describe("an answer to a confirmation", () => {
  it.each([
    ["a tap", tap, {}, at("10:05:00.000")],
    ["words", words, {}, at("10:05:00.000")],
    ["a tap under a username alone", { ...tap, identifierHash: null }, {}, tap.at],
    ["a quote", quote, {}, at("10:05:00.000")],
    ["words in the very second", { ...words, at: at("10:00:01.000") }, {}, at("10:00:01.700")],
    ["a tap by a slow clock", { ...tap, at: at("10:00:00.000") }, {}, at("10:00:01.700")],
    ["a tap whose message id of WhatsApp's we never heard", tap, { wamid: null }, tap.at],
    [
      "an answer in time that is heard late",
      tap,
      { state: "expired", endedAt: at("20:00:00.000") },
      tap.at,
    ],
    [
      "an answer before the one that ended it",
      tap,
      { state: "declined", endedAt: at("10:06:00.000") },
      tap.at,
    ],
    ["START, whatever came last", start, {}, start.at],
    ["START to a tick that nobody may be asked about", start, unasked, start.at],
    [
      "START in the tick's own second",
      { ...start, at: at("10:00:00.000") },
      unasked,
      at("10:00:00.200"),
    ],
  ] as const)("%s counts", (_name, answer, change, from) => {
    expect(judgeAnswer(answer, { ...asked, ...change })).toEqual({ counts: true, at: from });
  });

  it.each([
    ["of another number", { ...tap, identifierHash: "p.b" }, {}, "other_number"],
    ["in words of no number", { ...quote, identifierHash: null }, {}, "other_number"],
    [
      "of no number by somebody else",
      { ...tap, identifierHash: null },
      { isOfSender: false },
      "other_number",
    ],
    ["to another message's button", { ...tap, tappedMessageId: "m2" }, {}, "about_something_else"],
    ["that quotes something else", { ...quote, contextWamid: "w" }, {}, "about_something_else"],
    ["after something else came", { ...words, lastMessageId: "m9" }, {}, "about_something_else"],
    ["with nothing asked", { ...words, lastMessageId: null }, { messageId: null }, "never_asked"],
    ["before it left", tap, { handedOverAt: null }, "never_asked"],
    ["in words a second before", { ...words, at: at("10:00:00.000") }, {}, "before_the_question"],
    ["before a later request", tap, { requestedAt: at("10:06:00.000") }, "before_the_question"],
    ["at its end", { ...tap, at: at("20:00:00.000") }, {}, "too_late"],
    ["after a no", tap, { state: "declined", endedAt: at("10:04:00.000") }, "over"],
    ["START before the tick", { ...start, at: at("09:59:59.000") }, unasked, "before_the_question"],
    ["START too late", { ...start, at: at("20:00:00.000") }, unasked, "too_late"],
    ["START of another number", { ...start, identifierHash: "p.b" }, unasked, "other_number"],
    ["START of no number", { ...start, identifierHash: null }, unasked, "other_number"],
    ["a yes that nobody was asked for", words, unasked, "never_asked"],
    ["after a yes", tap, { state: "confirmed", endedAt: at("10:04:00.000") }, "over"],
  ] as const)("%s does not", (_name, answer, change, reason) => {
    expect(judgeAnswer(answer, { ...asked, ...change })).toEqual({ counts: false, reason });
  });
});
