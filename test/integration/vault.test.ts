import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { ensureContact, findContact } from "#app/modules/contacts/index.ts";
import type { HashKind } from "#app/ports/vault.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const key = () => randomBytes(32);
/** Either no key fits, or the cipher sees that something was changed. */
const REFUSED = /unable to authenticate|no longer lists|Not a sealed value/;
const SHOP = "0198c0de-0000-7000-8000-000000000001";

describe("what is sealed", () => {
  const old = key();
  const fresh = key();
  const before = openVault([old], [key()]);
  const after = openVault([fresh, old], [key()]);

  test("opens again under the same context, and never looks the same twice", () => {
    const [one, two] = [before.seal("+4915112345678", "a"), before.seal("+4915112345678", "a")];
    expect(before.open(one, "a")).toBe("+4915112345678");
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(one).toString("latin1")).not.toContain("15112345678");
  });

  test("holds any text, an empty one too", () => {
    for (const text of ["", "ü€🧵", "x".repeat(100_000)]) {
      expect(before.open(before.seal(text, "a"), "a")).toBe(text);
    }
  });

  test("is refused under another context: a row cannot be moved to another shop or table", () => {
    const sealed = before.seal("secret", `${SHOP}:link`);
    expect(() => before.open(sealed, `${SHOP}:checkout`)).toThrow(REFUSED);
    expect(() => before.open(sealed, "other:link")).toThrow(REFUSED);
  });

  test("is refused when a single bit of it was changed", () => {
    const sealed = Buffer.from(before.seal("secret", "a"));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => before.open(changed, "a")).toThrow(REFUSED);
    }
    expect(() => before.open(sealed.subarray(0, 20), "a")).toThrow("Not a sealed value");
  });

  test("stays readable when a new key is put in front, which writes from then on", () => {
    expect(after.open(before.seal("old", "a"), "a")).toBe("old");
    expect(() => before.open(after.seal("new", "a"), "a")).toThrow("no longer lists");
  });

  test("is lost when its key is dropped, and says so", () => {
    expect(() => openVault([fresh], [key()]).open(before.seal("old", "a"), "a")).toThrow(
      "ENCRYPTION_KEYS no longer lists",
    );
  });

  test("is found in a view of a larger buffer, as drivers hand it out", () => {
    const sealed = before.seal("secret", "a");
    const larger = Buffer.concat([Buffer.alloc(7), Buffer.from(sealed), Buffer.alloc(5)]);
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 7, sealed.length);
    expect(before.open(view, "a")).toBe("secret");
  });
});

describe("a person's own key", () => {
  const old = key();
  const vault = openVault([old], [key()]);

  test("opens that person's fields only", () => {
    const [anna, ben] = [vault.newDataKey("anna"), vault.newDataKey("ben")];
    const sealed = vault.sealFor(anna, "anna", "Anna");
    expect(vault.openFor(anna, "anna", sealed)).toBe("Anna");
    expect(() => vault.openFor(ben, "ben", sealed)).toThrow(REFUSED);
    expect(() => vault.openFor(anna, "ben", sealed)).toThrow(REFUSED);
    expect(() => vault.open(sealed, "person:anna")).toThrow(REFUSED);
  });

  test("survives the rotation of the key that wraps it", () => {
    const dataKey = vault.newDataKey("anna");
    const sealed = vault.sealFor(dataKey, "anna", "Anna");
    const rotated = openVault([key(), old], [key()]);
    expect(rotated.openFor(dataKey, "anna", sealed)).toBe("Anna");
    expect(vault.openFor(dataKey, "anna", rotated.sealFor(dataKey, "anna", "Ann"))).toBe("Ann");
  });
});

describe("keyed hashes", () => {
  const [first, second] = [key(), key()];
  const vault = openVault([key()], [first, second]);

  test("tell by their beginning what they stand for", () => {
    const kinds: [HashKind, string][] = [
      ["phone", "p"],
      ["wa_id", "w"],
      ["bsuid", "b"],
      ["email", "e"],
      ["customer", "c"],
      ["checkout", "k"],
      ["cart", "a"],
    ];
    for (const [kind, letter] of kinds) {
      expect(vault.hash(SHOP, kind, "1")).toMatch(new RegExp(`^${letter}\\.[\\w-]{32}$`));
    }
    expect(new Set(kinds.map(([, letter]) => letter)).size).toBe(kinds.length);
  });

  test("differ by shop, kind, value and key", () => {
    const all = [
      vault.hash(SHOP, "phone", "1"),
      vault.hash("another", "phone", "1"),
      vault.hash(SHOP, "email", "1").replace("e.", "p."),
      vault.hash(SHOP, "phone", "2"),
      vault.hashes(SHOP, "phone", "1")[1],
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test("write under the first key and look under all, the first one first", () => {
    const behind = openVault([key()], [second]);
    expect(vault.hashes(SHOP, "phone", "1")).toEqual([
      vault.hash(SHOP, "phone", "1"),
      behind.hash(SHOP, "phone", "1"),
    ]);
  });

  test("need a key of each kind", () => {
    expect(() => openVault([], [first])).toThrow("need one key each");
    expect(() => openVault([first], [])).toThrow("need one key each");
  });
});

describe("a person stored under an old look-up key", () => {
  let world: TestDeps;
  beforeAll(async () => {
    world = await createTestDeps();
  });
  afterAll(() => world.close());

  test("is found again after a new key was put in front, and not doubled", async () => {
    const { deps } = world;
    const shopId = await world.addShop();
    const identifier = { kind: "phone", value: "+4915112345678" } as const;
    const wish = { shopId, identifier, locale: "de", country: "DE" };
    const before = await deps.db.inShop(shopId, (tx) => ensureContact(deps, tx, wish));

    const encryption = key();
    const rotated = { ...deps, vault: openVault([encryption], [key(), ...world.lookupKeys]) };
    const who = { shopId, identifiers: [identifier] };
    const found = await deps.db.inShop(shopId, (tx) => findContact(rotated, tx, who));
    expect(found?.id).toBe(before.id);
    const again = await deps.db.inShop(shopId, (tx) => ensureContact(rotated, tx, wish));
    expect(again.id).toBe(before.id);
  });
});
