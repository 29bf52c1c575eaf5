import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLog } from "#app/adapters/log/log.server.ts";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { rotationText } from "#app/cli/rotation-text.ts";
import { erasePerson, exportContact, rotateKeys } from "#app/modules/compliance/index.ts";
import { findContact } from "#app/modules/contacts/index.ts";
import type { Vault } from "#app/ports/vault.ts";
import { startStories, type Stories } from "./stories.ts";
import { newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let story: Story;
const sealing = { old: randomBytes(32), fresh: randomBytes(32) };
const looking = { old: randomBytes(32), fresh: randomBytes(32) };

/** As after a restart with other settings. */
function useKeys(encryption: Buffer[], lookup: Buffer[]): Vault {
  // Shopify's library holds the same vault.
  return Object.assign(stories.deps.vault, openVault(encryption, lookup));
}

beforeAll(async () => {
  stories = await startStories();
  useKeys([sealing.old], [looking.old]);
  nextMorning(stories);
  story = await startStory(stories);
});
afterAll(() => stories.close());

const log = openLog({ level: "silent", part: "test" });
const rotate = (vault: Vault) => rotateKeys({ db: stories.deps.db, vault, log });

const contactOf = (phone: string) =>
  stories.deps.db.inShop(story.shopId, (tx) =>
    findContact(stories.deps, tx, {
      shopId: story.shopId,
      identifiers: [{ kind: "phone", value: phone }],
    }),
  );

describe("new keys", () => {
  test("write at once, take over what stands while shops go on, and then the old ones may go", async () => {
    const importId = randomUUID();
    const part = stories.deps.vault.seal("Vorname;Telefon", `${story.shopId}:import:${importId}:0`);
    await stories.owner.query(
      "insert into import_part (shop_id, import_id, part, body) values ($1, $2, 0, $3)",
      [story.shopId, importId, Buffer.from(part)],
    );
    const carts: Awaited<ReturnType<Story["leftCart"]>>[] = [];
    for (let n = 0; n < 12; n += 1) carts.push(await story.leftCart({ firstName: `Mara${n}` }));
    await story.inbound(carts[0]?.phone ?? "", { text: "Guten Morgen" });
    useKeys([sealing.fresh, sealing.old], [looking.fresh, looking.old]);
    const vault = openVault([sealing.fresh, sealing.old], [looking.fresh, looking.old]);
    const [, oldKey] = vault.encryptionKeyIds;

    let rotating = true;
    const later: string[] = [];
    const shopsGoOn = async () => {
      while (rotating) {
        const cart = await story.leftCart({ firstName: "Ida" });
        later.push(cart.phone);
        await story.checkout({ token: carts[1]?.token ?? "", firstName: "Mara1b" });
        expect(await contactOf(carts[2]?.phone ?? "")).not.toBeNull();
      }
    };
    const going = shopsGoOn();
    const first = await rotate(vault);
    rotating = false;
    await going;
    expect(first.resealed["contact.data_key"]).toBe(12);
    expect(first.resealed["shopify_session.sealed"]).toBe(1);
    expect(first.resealed["import_part.body"]).toBe(1);
    expect(first.resealed["whatsapp_number.token"]).toBeGreaterThan(0);
    expect(first.unreadable).toEqual({});

    const report = await rotate(vault);
    expect(report.resealed).toEqual({});
    expect(report.encryption.map(({ key }) => key)).toEqual([vault.encryptionKeyId]);
    expect(rotationText(report, vault, oldKey ?? "")).toMatchObject({ ok: true });
    expect(rotationText(report, vault, vault.encryptionKeyId)).toMatchObject({ ok: false });

    // Without the old key everything is read, found and sent as before.
    useKeys([sealing.fresh], [looking.fresh, looking.old]);
    const contact = await contactOf(carts[0]?.phone ?? "");
    const who = { shopId: story.shopId, staffId: "1", id: contact?.id ?? "" };
    expect(JSON.stringify(await exportContact(stories.deps, who))).toContain("Guten Morgen");
    await story.remind();
    for (const phone of [carts[1]?.phone ?? "", ...later]) {
      expect(await story.accepted(phone)).toHaveLength(1);
    }
  });

  test("that find people are never dropped while an erased person is known by them alone", async () => {
    const phone = newPhone();
    useKeys([sealing.fresh], [looking.old]);
    const cart = await story.leftCart();
    await erasePerson(
      stories.deps,
      {
        shopId: story.shopId,
        identifiers: [{ kind: "phone", value: cart.phone }],
        orderIds: [],
      },
      { reason: "merchant" },
    );
    await story.tick(phone, null);
    useKeys([sealing.fresh], [looking.fresh, looking.old]);
    const vault = openVault([sealing.fresh], [looking.fresh, looking.old]);
    const report = await rotate(vault);
    const [, oldKey = ""] = vault.lookupKeyIds;
    const said = rotationText(report, vault, oldKey);
    expect(said.ok).toBe(false);
    expect(said.text).toMatch(new RegExp(`LOOKUP_KEYS ${oldKey} stays: 1 erasures block people`));
    // Whoever drops it all the same is told.
    const without = openVault([sealing.fresh], [looking.fresh]);
    const warned = rotationText(await rotate(without), without, null);
    expect(warned.ok).toBe(false);
    expect(warned.text).toContain(`LOOKUP_KEYS lacks ${oldKey}`);
  });

  test("still block whom an erasure under the old key blocked: a later import finds nobody to write to", async () => {
    useKeys([sealing.fresh], [looking.old]);
    const cart = await story.leftCart();
    await erasePerson(
      stories.deps,
      {
        shopId: story.shopId,
        identifiers: [{ kind: "phone", value: cart.phone }],
        orderIds: [],
      },
      { reason: "merchant" },
    );
    useKeys([sealing.fresh], [looking.fresh, looking.old]);
    const again = await story.checkout({});
    await story.tick(cart.phone, again.token);
    // The merchant's own word, as an import's, lifts nothing: the block is put back as it was.
    await stories.owner.query(
      "update suppression set lifted_at = null where shop_id = $1 and reason = 'erased'",
      [story.shopId],
    );
    await story.remind();
    expect(await story.accepted(cart.phone)).toEqual([]);
  });

  test("without those that sealed something say so, and leave it alone", async () => {
    const lost = openVault([randomBytes(32)], [looking.fresh, looking.old]);
    const report = await rotate(lost);
    expect(report.resealed).toEqual({});
    expect(report.unreadable["contact.data_key"]).toBeGreaterThan(10);
    expect(rotationText(report, lost, null).text).toContain("No listed key opens:");
  });
});
