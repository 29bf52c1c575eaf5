import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { activeSuppressions, consentStates, recordConsent } from "#app/modules/consent/index.ts";
import type { ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { ensureContact, findContactById, mergeContacts } from "#app/modules/contacts/index.ts";
import { preferenceToken, readPreferenceToken } from "#app/modules/links/index.ts";
import { startTestWeb, type TestWeb } from "./web-kit.ts";
import {
  PHONE_BROWSER,
  tokenOf,
  visitByProxy,
  visitPage,
  withdrawalsOf,
} from "./preferences-kit.ts";

let world: TestWeb;
let shopId = "";
let domain = "";
let people = 0;

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  shopId = await world.addShop({ domain });
});

const TOPICS: ConsentTopic[] = ["reminders", "recommendations", "offers", "tap_tracking"];

/** Somebody who agreed to everything. */
async function person(locale: string | null = "de") {
  people += 1;
  const phone = `+4915112${String(340_000 + people)}`;
  const { deps, clock } = world;
  const contactId = await deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    const contact = await ensureContact(deps, tx, { shopId, identifier, locale, country: "DE" });
    const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
    const hash = deps.vault.hash(shopId, "phone", phone);
    await recordConsent(
      deps,
      tx,
      who,
      TOPICS.map((topic) => ({
        topic,
        kind: "granted" as const,
        source: "checkout" as const,
        identifierHash: hash,
        at: clock.now(),
      })),
    );
    return contact.id;
  });
  return { contactId, phone, token: await tokenOf(world, { shopId, contactId }, randomUUID()) };
}

async function on(contactId: string): Promise<string[]> {
  const { db } = world.deps;
  const all = await db.inShop(shopId, (tx) => consentStates(tx, shopId, [contactId]));
  return TOPICS.filter((topic) => all.get(contactId)?.get(topic)?.state === "granted");
}

describe("a no that is said again", () => {
  const START = { kind: "granted", source: "whatsapp_message" } as const;

  test("is the last word, also over a START from before it that WhatsApp tells late", async () => {
    const { token, contactId, phone } = await person();
    await visitPage(world.url, token, { body: "stop=all" });
    world.clock.forward({ minutes: 10 });
    const at = world.clock.now();
    world.clock.forward({ minutes: 10 });
    await visitPage(world.url, token, { body: "stop=all" });
    await world.deps.db.inShop(shopId, async (tx) => {
      const contact = await findContactById(tx, shopId, contactId);
      if (!contact) throw new Error("nobody there");
      const identifierHash = world.deps.vault.hash(shopId, "phone", phone);
      const who = { shopId, contactId, dataKey: contact.dataKey };
      await recordConsent(world.deps, tx, who, [{ ...START, topic: "offers", identifierHash, at }]);
    });
    expect(await on(contactId)).toEqual([]);
  });

  test("is no block for who came back by START before anybody heard of it", async () => {
    const { contactId, phone } = await person();
    const { deps, clock } = world;
    const hash = deps.vault.hash(shopId, "phone", phone);
    await deps.db.inShop(shopId, async (tx) => {
      const contact = await findContactById(tx, shopId, contactId);
      if (!contact) throw new Error("nobody there");
      const who = { shopId, contactId, dataKey: contact.dataKey };
      const no = { kind: "withdrawn", topic: null, source: "whatsapp_message" } as const;
      const said = clock.now();
      clock.forward({ minutes: 5 });
      const start = { ...START, topic: "offers", identifierHash: hash, at: clock.now() } as const;
      await recordConsent(deps, tx, who, [{ ...no, identifierHash: null, at: said }]);
      await recordConsent(deps, tx, who, [start]);
      const late = { ...no, identifierHash: null, requestKey: "late", at: said };
      await recordConsent(deps, tx, who, [late]);
      expect(await activeSuppressions(tx, shopId, [hash])).toEqual(new Map());
    });
    expect(await on(contactId)).toEqual(["offers"]);
  });

  test("is written down at once while something of the person waits to be read", async () => {
    const { token, contactId, phone } = await person();
    await visitPage(world.url, token, { body: "stop=offers" });
    const hash = world.deps.vault.hash(shopId, "phone", phone);
    await world.owner.query(
      "insert into intake_hold (shop_id, hash, event_id) values ($1, $2, gen_random_uuid())",
      [shopId, hash],
    );
    await visitPage(world.url, token, { body: "stop=offers" });
    expect(await withdrawalsOf(world, contactId)).toHaveLength(2);
  });
});

describe("looking at the page", () => {
  test("shows whose messages these are and how they stand, and no more of a person than three digits", async () => {
    const { token, phone, contactId } = await person();
    const answer = await visitPage(world.url, token);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("WhatsApp-Nachrichten von Leinenwerk");
    expect(html).toContain(`+49…${phone.slice(-3)}`);
    expect(html).toContain("Alle Nachrichten beenden");
    expect(html.match(/\(an\)/g)).toHaveLength(4);
    expect(html).not.toContain(phone.slice(3, -3));
    expect(html).not.toContain(contactId);
    expect(html).not.toMatch(/<script|http-equiv|src=/);
  });

  test("may be neither kept, indexed, framed nor told on, and takes nothing from elsewhere", async () => {
    const { headers } = await visitPage(world.url, (await person()).token);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toContain("noindex");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-frame-options")).toBe("DENY");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/script-src|https?:|unsafe/);
  });

  test.each([
    ["a person", {}],
    ["WhatsApp drawing its preview", { headers: { "User-Agent": "WhatsApp/2.24.20.78 A" } }],
    ["Meta's crawler", { headers: { "User-Agent": "facebookexternalhit/1.1" } }],
    ["a scanner of links", { headers: { "User-Agent": "curl/8.5.0" } }],
    ["HEAD", { method: "HEAD" }],
    ["a prefetch", { headers: { "Sec-Purpose": "prefetch;prerender" } }],
    ["a GET that spells out the form", { query: "?stop=all" }],
  ])("changes nothing when %s looks", async (_name, visit) => {
    const { token, contactId } = await person();
    expect((await visitPage(world.url, token, visit)).status).toBe(200);
    expect(await on(contactId)).toEqual(TOPICS);
    expect(await withdrawalsOf(world, contactId)).toEqual([]);
  });

  test.each([
    ["de", "de", {}, "Alle Nachrichten beenden"],
    ["en", "en", {}, "Stop all messages"],
    ["fr", "fr-FR", {}, "Arrêter tous les messages"],
    ["es", "es", {}, "Dejar de recibir mensajes"],
    ["it", "it", {}, "Interrompi tutti i messaggi"],
    ["nl", "nl", {}, "Alle berichten stoppen"],
    ["pt-BR", "pt_BR", {}, "Parar todas as mensagens"],
    ["pl", "pl", {}, "Zakończ wszystkie wiadomości"],
    ["tr", "tr", {}, "Tüm mesajları durdur"],
    ["pt-BR", "pt-PT", {}, "Parar todas as mensagens"],
    ["en", null, {}, "Stop all messages"],
    [
      "nl",
      null,
      { headers: { "Accept-Language": "ja, de;q=0.3, nl;q=0.8" } },
      "Alle berichten stoppen",
    ],
    ["tr", "de", { query: "?lang=tr" }, "Tüm mesajları durdur"],
    ["de", "de", { query: "?lang=xx" }, "Alle Nachrichten beenden"],
  ])("speaks %s to a person whose language is %s", async (language, locale, visit, words) => {
    const answer = await visitPage(world.url, (await person(locale)).token, visit);
    const html = await answer.text();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(words);
  });

  test("shows a shop's name as text, whatever it holds", async () => {
    await world.owner.query("update shop set name = $2 where id = $1", [
      shopId,
      `<img src=x onerror=alert(1)> & "Söhne" {phone} $&`,
    ]);
    const html = await (await visitPage(world.url, (await person()).token)).text();
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Söhne&quot;");
    expect(html).not.toContain("<img");
  });
});

describe("ending messages", () => {
  test("ends everything with one tap on the page, with the proof of it, before the answer", async () => {
    const { token, contactId } = await person();
    const answer = await visitPage(world.url, token, {
      body: "stop=all",
      headers: { "X-Forwarded-For": "203.0.113.9" },
    });
    expect(answer.status).toBe(200);
    expect(await on(contactId)).toEqual([]);
    const html = await answer.text();
    expect(html).toContain("Erledigt. Leinenwerk schickt dir keine Werbung mehr per WhatsApp.");
    expect(html).not.toContain("<form");
    const [entry, ...more] = await withdrawalsOf(world, contactId);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ topic: null, source: "preference_page" });
    expect(entry?.evidence).toMatchObject({
      ip: "127.0.0.1",
      userAgent: PHONE_BROWSER,
      pageVersion: "preferences-2026-11-22",
      ownDomain: false,
    });
    expect(entry?.evidence?.["messageId"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each(TOPICS)("ends %s alone, and leaves the rest", async (topic) => {
    const { token, contactId } = await person("en");
    const html = await (await visitPage(world.url, token, { body: `stop=${topic}` })).text();
    expect(html).toContain("Done. Turned off:");
    expect(await on(contactId)).toEqual(TOPICS.filter((one) => one !== topic));
    expect(await withdrawalsOf(world, contactId)).toMatchObject([
      { topic, source: "preference_page" },
    ]);
  });

  test("a topic after the other until nothing is left, and then everything, are all kept", async () => {
    const { token, contactId } = await person();
    for (const wish of [...TOPICS, "all", "all"]) {
      await visitPage(world.url, token, { body: `stop=${wish}` });
    }
    expect(await on(contactId)).toEqual([]);
    const kept = (await withdrawalsOf(world, contactId)).map(({ topic }) => topic);
    expect(kept).toEqual([...TOPICS, null]);
  });

  test("an old link still ends what the person agreed to anew since", async () => {
    const { token, contactId, phone } = await person();
    await visitPage(world.url, token, { body: "stop=all" });
    world.clock.forward({ hours: 24 * 400 });
    await world.deps.db.inShop(shopId, async (tx) => {
      const { deps } = world;
      const identifier = { kind: "phone" as const, value: phone };
      const contact = await ensureContact(deps, tx, {
        shopId,
        identifier,
        locale: "de",
        country: "DE",
      });
      await recordConsent(deps, tx, { shopId, contactId, dataKey: contact.dataKey }, [
        {
          topic: "offers",
          kind: "granted",
          source: "whatsapp_message",
          identifierHash: deps.vault.hash(shopId, "phone", phone),
          at: world.clock.now(),
        },
      ]);
    });
    expect(await on(contactId)).toEqual(["offers"]);
    world.clock.forward({ hours: 24 * 400 });
    await visitPage(world.url, token, { body: "stop=all" });
    expect(await on(contactId)).toEqual([]);
    expect(await withdrawalsOf(world, contactId)).toHaveLength(2);
  });

  test("a flood of the same tap is answered every time, and written down once", async () => {
    const { token, contactId } = await person();
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => visitPage(world.url, token, { body: "stop=all" })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await withdrawalsOf(world, contactId)).toHaveLength(1);
  });

  test("a link from before two contacts turned out to be one person ends it for the person", async () => {
    const [mara, alsoMara] = [await person(), await person()];
    const { deps } = world;
    const contactIds: [string, string] = [mara.contactId, alsoMara.contactId];
    const decided = { reason: "merchant", decidedBy: "merchant", staffId: null } as const;
    const survivor = await deps.db.inShop(shopId, (tx) =>
      mergeContacts(deps, tx, { shopId, contactIds, ...decided }),
    );
    const joined = contactIds.find((id) => id !== survivor) === mara.contactId ? mara : alsoMara;
    expect((await visitPage(world.url, joined.token, { body: "stop=offers" })).status).toBe(200);
    expect(await on(survivor ?? "")).toEqual(TOPICS.filter((topic) => topic !== "offers"));
    for (const { token } of [mara, alsoMara]) {
      expect((await visitPage(world.url, token, { body: "stop=all" })).status).toBe(200);
    }
    expect(await on(survivor ?? "")).toEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["an unknown topic", "stop=everything"],
    ["two wishes", "stop=all&stop=offers"],
    ["JSON", `{"stop":"all"}`],
  ])("asks to tap again when the form says %s", async (_name, body) => {
    const { token, contactId } = await person();
    const answer = await visitPage(world.url, token, { body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Bitte tippe noch einmal.");
    expect(await on(contactId)).toEqual(TOPICS);
  });

  test("takes no body beyond its own form, and no other method", async () => {
    const { token, contactId } = await person();
    const big = await visitPage(world.url, token, { body: `stop=all&x=${"x".repeat(50_000)}` });
    expect(big.status).toBe(413);
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      expect((await visitPage(world.url, token, { method })).status).toBe(405);
    }
    expect(await on(contactId)).toEqual(TOPICS);
  });

  test("works after the app was removed from the shop", async () => {
    const { token, contactId } = await person();
    await world.owner.query("update shop set status = 'uninstalled' where id = $1", [shopId]);
    expect((await visitPage(world.url, token, { body: "stop=all" })).status).toBe(200);
    expect(await on(contactId)).toEqual([]);
  });
});

/** A token with one byte changed, in each of its parts. */
function altered(token: string): string[] {
  const bytes = Buffer.from(token, "base64url");
  return [0, 15, 20, 45, 60, bytes.length - 1].map((at) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy.toString("base64url");
  });
}

describe("a link that is not ours", () => {
  test("leads to nobody, whichever part of it was altered", async () => {
    const { token, contactId } = await person();
    for (const [n, wrong] of altered(token).entries()) {
      const visit = { body: "stop=all", headers: { "User-Agent": `test ${n}` } };
      const answer = await visitPage(world.url, wrong, visit);
      expect(answer.status).toBe(404);
      const html = await answer.text();
      expect(html).toContain("This link does not work");
      expect(html).toContain("STOP");
      expect(html).not.toContain("Leinenwerk");
    }
    expect(await on(contactId)).toEqual(TOPICS);
  });

  test("of one person is no link of another, nor of another shop", async () => {
    const [mara, june] = [await person(), await person()];
    const [a, b] = [mara, june].map(({ token }) => Buffer.from(token, "base64url"));
    const mixed = Buffer.concat([
      (a ?? Buffer.of()).subarray(0, 16),
      (b ?? Buffer.of()).subarray(16, 32),
      (a ?? Buffer.of()).subarray(32),
    ]);
    expect((await visitPage(world.url, mixed.toString("base64url"))).status).toBe(404);
    const other = await world.addShop();
    const elsewhere = Buffer.concat([
      Buffer.from(other.replaceAll("-", ""), "hex"),
      (a ?? Buffer.of()).subarray(16),
    ]);
    expect((await visitPage(world.url, elsewhere.toString("base64url"))).status).toBe(404);
  });

  test("is refused before anybody looks into it when it has another spelling or length", async () => {
    const { token } = await person();
    const spellings = [`${token}=`, `${token}A`, token.slice(0, -2), "x", "%00", "..%2f..%2fapp"];
    for (const wrong of spellings) {
      expect(readPreferenceToken(world.deps, wrong)?.isMarked ?? false).toBe(false);
      expect((await visitPage(world.url, wrong)).status).not.toBe(200);
    }
  });

  test("guessing is slowed down for one address, and a genuine link from there still works", async () => {
    const headers = { "User-Agent": "guesser" };
    const guess = () =>
      visitPage(world.url, randomBytes(117).toString("base64url"), { headers, body: "stop=all" });
    const statuses = new Set<number>();
    for (let n = 0; n < 80; n += 1) statuses.add((await guess()).status);
    expect(statuses).toEqual(new Set([404, 429]));
    const { token, contactId } = await person();
    expect((await visitPage(world.url, token)).status).toBe(200);
    expect((await visitPage(world.url, token, { body: "stop=all" })).status).toBe(200);
    expect(await on(contactId)).toEqual([]);
  });

  test("made before our look-up keys were replaced still works, within the limits for guesses", async () => {
    const { contactId } = await person();
    const { vault, db } = world.deps;
    const before = { vault: { ...vault, hashes: () => [`o.${"A".repeat(32)}`] } };
    const contact = await db.inShop(shopId, (tx) => findContactById(tx, shopId, contactId));
    const owner = { shopId, contactId, dataKey: contact?.dataKey ?? new Uint8Array() };
    const old = preferenceToken(before, owner, null);
    expect(readPreferenceToken(world.deps, old)?.isMarked).toBe(false);
    // Its own minute: another test has used up this address's guesses.
    await world.owner.query("delete from rate_counter");
    expect((await visitPage(world.url, old, { body: "stop=all" })).status).toBe(200);
    expect(await on(contactId)).toEqual([]);
  });

  test("of a person who was erased says what to do and nothing else", async () => {
    const { token, contactId } = await person();
    await world.owner.query("update contact set erased_at = now() where id = $1", [contactId]);
    const answer = await visitPage(world.url, token, { body: "stop=all" });
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringContaining("This link does not work"),
    ]);
  });
});

describe("on the shop's own domain", () => {
  test("the page is the same, and what it ends is ended there, too", async () => {
    const { token, contactId } = await person();
    const seen = await visitByProxy(world.url, { token, shop: domain });
    expect(await seen.text()).toContain("Alle Nachrichten beenden");
    expect(await on(contactId)).toEqual(TOPICS);
    const done = await visitByProxy(world.url, { token, shop: domain }, { body: "stop=all" });
    expect(done.status).toBe(200);
    expect(await on(contactId)).toEqual([]);
    const [entry] = await withdrawalsOf(world, contactId);
    expect(entry).toMatchObject({ source: "preference_page", evidence: { ownDomain: true } });
  });

  test("is refused without Shopify's signature, and knows persons of that shop only", async () => {
    const { token, contactId } = await person();
    const unsigned = await fetch(`${world.url}/proxy/p/${token}`, {
      method: "POST",
      body: "stop=all",
    });
    expect(unsigned.status).toBe(401);
    const other = `${randomUUID()}.myshopify.com`;
    await world.addShop({ domain: other });
    const elsewhere = await visitByProxy(world.url, { token, shop: other }, { body: "stop=all" });
    expect(elsewhere.status).toBe(404);
    expect(await on(contactId)).toEqual(TOPICS);
  });
});

test("nothing that is written on the page can be agreed to there", async () => {
  const { token, contactId } = await person();
  await visitPage(world.url, token, { body: "stop=all" });
  for (const body of ["grant=all", "start=all", "stop=", "on=offers", "stop=all&grant=offers"]) {
    await visitPage(world.url, token, { body });
  }
  const { rows } = await world.owner.query<{ kind: string }>(
    "select kind from consent_event where contact_id = $1 order by recorded_at, id offset 4",
    [contactId],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(["withdrawn"]);
});
