import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainBeginning, checkEnd, checkLink, type HashOf } from "./chain.rules.ts";
import type { ChainBreak, ChainHead, ChainLink, LinkedEvent } from "./chain.types.ts";

const SHOP = "0b1f5b0e-0000-4000-8000-000000000001";

const hashOf: HashOf = (prefixHex, text) =>
  createHash("sha256").update(prefixHex, "hex").update(text, "utf8").digest("hex");

/** Texts with what could be taken for the marks between fields. */
const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("-;", "1:a;", "", "größe"));
const field = fc.option(text, { nil: null });
const anyEvent: fc.Arbitrary<LinkedEvent> = fc.record({
  id: fc.uuid(),
  contactId: fc.uuid(),
  topic: field,
  kind: text,
  source: text,
  identifierHash: field,
  atMs: fc.nat().map(String),
  recordedAtMs: fc.nat().map(String),
  wordingVersion: field,
  wordingHash: field,
  locale: field,
  place: field,
  checkoutToken: field,
  requestKey: field,
  evidenceHash: field,
});

/** Gives a link the hash that makes `checkLink` take it: what the database would have written. */
function linked(before: ChainHead, event: LinkedEvent): ChainLink {
  let own = "";
  const listen: HashOf = (prefix, said) => (own = hashOf(prefix, said));
  const link = { seq: before.seq + 1, prevHash: before.hash, eventId: event.id, event };
  checkLink(SHOP, { before, link: { ...link, hash: "", tombstone: null }, hashOf: listen });
  return { ...link, hash: own, tombstone: null };
}

function chainOf(events: readonly LinkedEvent[]): ChainLink[] {
  const links: ChainLink[] = [];
  for (const event of events) {
    links.push(linked(links.at(-1) ?? chainBeginning(SHOP, hashOf), event));
  }
  return links;
}

function verify(links: readonly ChainLink[], head: ChainHead | null): ChainBreak | null {
  let before = chainBeginning(SHOP, hashOf);
  for (const link of links) {
    const checked = checkLink(SHOP, { before, link, hashOf });
    if ("broken" in checked) return checked.broken;
    before = checked.ok;
  }
  return checkEnd(before, head);
}

const anyChain = fc.array(anyEvent, { minLength: 2, maxLength: 12 }).map(chainOf);
const headOf = (links: readonly ChainLink[]) => links.at(-1) ?? null;

describe("a chain", () => {
  it("is whole as it was made", () => {
    fc.assert(
      fc.property(anyChain, (links) => {
        expect(verify(links, headOf(links))).toBeNull();
      }),
    );
  });

  it("without a link is whole only without a head", () => {
    expect(verify([], null)).toBeNull();
    expect(verify([], { seq: 3, hash: "ab" })).toEqual({ problem: "end_missing", place: "link 3" });
  });

  it("is broken by any other content of any event, at its link", () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), anyEvent, (links, at, other) => {
        const place = at % links.length;
        const was = links[place]?.event;
        const changed = links.map((link, n) => (n === place ? { ...link, event: other } : link));
        fc.pre(JSON.stringify(was) !== JSON.stringify(other));
        expect(verify(changed, headOf(links))).toEqual({
          problem: "content_changed",
          place: `link ${place + 1}`,
        });
      }),
    );
  });

  it("is broken by a change of any one field", () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.nat(), field, (links, at, which, value) => {
        const place = at % links.length;
        const names = Object.keys(links[0]?.event ?? {});
        const name = names[which % names.length] ?? "";
        const changed = links.map((link, n) =>
          n === place && link.event ? { ...link, event: { ...link.event, [name]: value } } : link,
        );
        fc.pre(JSON.stringify(changed) !== JSON.stringify(links));
        expect(verify(changed, headOf(links))?.place).toBe(`link ${place + 1}`);
      }),
    );
  });

  it("is broken by a link that is missing, doubled or out of order", () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.nat(), (links, from, to) => {
        const [one, two] = [from % links.length, to % links.length];
        const without = links.filter((_, n) => n !== one);
        expect(verify(without, headOf(links))).not.toBeNull();
        const doubled = links.flatMap((link, n) => (n === one ? [link, link] : [link]));
        expect(verify(doubled, headOf(links))).not.toBeNull();
        fc.pre(one !== two);
        const [a, b] = [links[one], links[two]];
        const exchanged = links.map((link, n) => (n === one ? b : n === two ? a : link));
        const present = exchanged.flatMap((link) => link ?? []);
        expect(verify(present, headOf(links))).not.toBeNull();
        const renumbered = present.map((link, n) => ({ ...link, seq: n + 1 }));
        expect(verify(renumbered, headOf(links))).not.toBeNull();
      }),
    );
  });

  it("is another one in another shop", () => {
    expect(chainBeginning(SHOP, hashOf)).not.toEqual(chainBeginning("another", hashOf));
  });
});
