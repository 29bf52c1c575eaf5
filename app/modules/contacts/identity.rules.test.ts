import { describe, expect, it } from "vitest";
import {
  chooseSurvivor,
  endedNames,
  hasNewOwner,
  isSameCustomer,
  type Known,
  successorOf,
  whoWrites,
} from "./identity.rules.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const since = (...hashes: string[]) => hashes.map((hash) => ({ hash, since: at(10) }));
const known = (id: string, change: Partial<Known> = {}): Known => ({
  id,
  createdAt: at(10),
  phones: [],
  userIds: [],
  customers: [],
  hasWritten: false,
  ...change,
});

describe("who stands behind a number and a user id that WhatsApp names together", () => {
  const named = { phone: ["p"], userId: ["u"], accountSince: null, at: at(20) };
  const withPhone = known("a", { phones: since("p") });
  const withUser = known("b", { userIds: since("u") });

  it.each<[string, [Known | null, Known | null], object, object]>([
    ["nobody", [null, null], {}, { do: "create" }],
    ["the number alone is known", [withPhone, null], {}, { do: "learn", id: "a" }],
    ["the user id alone is known", [null, withUser], {}, { do: "learn", id: "b" }],
    ["the number is withheld", [null, withUser], { phone: [] }, { do: "use", id: "b" }],
    ["the user id is withheld", [withPhone, null], { userId: [] }, { do: "use", id: "a" }],
    [
      "two people, one of them without a number",
      [withPhone, withUser],
      {},
      { do: "merge", ids: ["a", "b"], reason: "whatsapp_pair" },
    ],
    [
      "the number had another account, and nobody told of a change",
      [known("a", { phones: since("p"), userIds: since("u0") }), null],
      {},
      { do: "take_number", from: "a", to: null },
    ],
    [
      "the shop has another WhatsApp account since: all user ids are new",
      [known("a", { phones: since("p"), userIds: since("u0") }), null],
      { accountSince: at(15) },
      { do: "replace_user_id", id: "a" },
    ],
    [
      "the account had another number",
      [withPhone, known("b", { userIds: since("u"), phones: since("p9") })],
      {},
      { do: "take_number", from: "a", to: "b" },
    ],
    [
      "an old word of somebody whose number has moved on",
      [known("a", { phones: since("p"), userIds: since("u0") }), null],
      { at: at(5) },
      { do: "create_without_number" },
    ],
    [
      "a number that nobody had, of an account with another one",
      [null, known("b", { userIds: since("u"), phones: since("p9") })],
      {},
      { do: "replace_number", id: "b" },
    ],
  ])("%s", (_name, [byPhone, byUserId], change, decision) => {
    expect(whoWrites(byPhone, byUserId, { ...named, ...change })).toEqual(decision);
  });
});

describe("a new number or user id", () => {
  it.each([
    ["names nobody", "phone", null, { do: "rename" }],
    [
      "names whom we met after the change: the news came late",
      "phone",
      known("b", { createdAt: at(21), phones: [{ hash: "p", since: at(21) }] }),
      { do: "merge", reason: "number_change" },
    ],
    [
      "names whom we knew before: it changed hands",
      "phone",
      known("b", { phones: since("p") }),
      { do: "take_over" },
    ],
    [
      "a user id never passes to others",
      "bsuid",
      known("b", { userIds: since("u") }),
      { do: "merge", reason: "user_id_change" },
    ],
  ] as const)("%s", (_name, kind, holder, decision) => {
    expect(successorOf({ kind, at: at(20) }, holder)).toEqual(decision);
  });

  it("replaces what WhatsApp names, and everything only where nothing is named", () => {
    const own = since("p1", "p2");
    expect(endedNames(own, { replaced: ["p1"], isTheirs: false })).toEqual(["p1"]);
    expect(endedNames(own, { replaced: [], isTheirs: false })).toEqual(["p1", "p2"]);
    expect(endedNames(own, { replaced: [], isTheirs: true })).toEqual([]);
  });
});

describe("one customer behind two contacts", () => {
  it.each([
    ["nobody has written from the number", {}, {}, false],
    ["proven, and the customer has no other number", {}, { hasWritten: true }, true],
    ["the customer has another number", { phones: since("p9") }, { hasWritten: true }, false],
    [
      "two WhatsApp accounts",
      { userIds: since("u1") },
      { hasWritten: true, userIds: since("u2") },
      false,
    ],
  ])("%s", (_name, owner, other, merge) => {
    expect(isSameCustomer(known("a", owner), known("b", other))).toMatchObject({ merge });
  });
});

describe("a number that turns up at a checkout of somebody else", () => {
  const seen = {
    customers: ["c1"],
    firstName: "Mara",
    customer: "c2",
    name: "Jonas",
    lastActAt: new Date("2026-01-01"),
  };

  it.each([
    ["another customer, another name, long after", {}, true],
    ["the same customer", { customer: "c1" }, false],
    ["the same name in other letters", { name: " mára" }, false],
    ["a guest", { customer: null }, false],
    ["nobody told a name", { name: null }, false],
    ["no customer was known", { customers: [] }, false],
    ["they were here lately", { lastActAt: at(1) }, false],
  ])("%s: %j: has a new owner: %s", (_name, change, expected) => {
    expect(hasNewOwner({ ...seen, ...change }, at(20))).toBe(expected);
  });
});

it("of two contacts the one stays who was there first, whoever is named first", () => {
  const [a, b] = [known("a", { createdAt: at(12) }), known("b", { createdAt: at(11) })];
  expect([chooseSurvivor(a, b), chooseSurvivor(b, a)]).toEqual(["b", "b"]);
  const twin = known("c", { createdAt: at(12) });
  expect([chooseSurvivor(a, twin), chooseSurvivor(twin, a)]).toEqual(["a", "a"]);
});
