import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type NumberRow, numberForShop } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays, addMinutes } from "#app/shared/duration.ts";
import { mediaByKeys, takeUploads, writeFailed, writeUploaded } from "./media.store.server.ts";
import {
  nextTryAt,
  pictureAddress,
  type PictureRecord,
  pictureStep,
  uploadExpiresAt,
} from "./picture.rules.ts";
import { uploadPicture } from "./upload-picture.ts";

/** Media ids by the address that was asked for; null: go without a picture. */
export type PreparedPictures = Map<string, string | null>;

/** Whoever dies in the middle of an upload holds it that long. */
const HOLDS_MINUTES = 2;
const SPARE_DAYS = 3;
const AT_ONCE = 4;
const WAIT_MS = 250;
const WAITS = 20;

interface Wanted {
  shopId: string;
  number: NumberRow;
  /** source key -> address */
  addresses: Map<string, string>;
}

function sourceKey(address: string): string {
  return createHash("sha256").update(address).digest("base64url");
}

const ofNumber = ({ shopId, number }: Wanted) => ({ shopId, numberId: number.id });

async function uploadOne(deps: Deps, wanted: Wanted, key: string): Promise<string | null> {
  const { shopId, number, addresses } = wanted;
  const upload = await uploadPicture(deps, number, addresses.get(key) ?? "");
  const of = { ...ofNumber(wanted), sourceKey: key };
  return deps.db.inShop(shopId, async (tx) => {
    const now = deps.clock.now();
    if (upload.ok) {
      const { ok: _, ...facts } = upload;
      await writeUploaded(tx, of, { ...facts, at: now, expiresAt: uploadExpiresAt(now) });
      return upload.mediaId;
    }
    const record = (await mediaByKeys(tx, ofNumber(wanted), [key])).get(key);
    const next = nextTryAt(upload.fault, record?.attempts ?? 1, now);
    await writeFailed(tx, of, { fault: upload.fault, nextTryAt: next });
    deps.log.warn("media.no_picture", { shopId, fault: upload.fault, attempts: record?.attempts });
    return null;
  });
}

/** A few at a time: a burst of carts must not keep WhatsApp's connections from its messages. */
async function uploadAll(deps: Deps, wanted: Wanted, keys: string[]): Promise<PreparedPictures> {
  const done: PreparedPictures = new Map();
  const queue = [...keys];
  const lane = async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
      done.set(key, await uploadOne(deps, wanted, key));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return done;
}

async function recordsOf(deps: Deps, wanted: Wanted): Promise<Map<string, PictureRecord>> {
  const keys = [...wanted.addresses.keys()];
  return deps.db.inShop(wanted.shopId, (tx) => mediaByKeys(tx, ofNumber(wanted), keys));
}

/** Looks again while somebody else uploads; who takes too long is not waited for. */
async function settled(deps: Deps, wanted: Wanted): Promise<PreparedPictures> {
  for (let waits = 0; ; waits += 1) {
    const now = deps.clock.now();
    const steps = [...(await recordsOf(deps, wanted))].map(
      ([key, record]) => [key, pictureStep(record, now)] as const,
    );
    if (waits === WAITS || !steps.some(([, step]) => step.do === "wait")) {
      return new Map(steps.map(([key, step]) => [key, step.do === "use" ? step.mediaId : null]));
    }
    await pause(WAIT_MS);
  }
}

async function prepare(deps: Deps, wanted: Wanted): Promise<PreparedPictures> {
  const { shopId, addresses } = wanted;
  const now = deps.clock.now();
  const records = await recordsOf(deps, wanted);
  const due = [...addresses.keys()].filter(
    (key) => pictureStep(records.get(key) ?? null, now).do === "upload",
  );
  if (due.length === 0) return settled(deps, wanted);
  const lock = {
    now,
    until: addMinutes(now, HOLDS_MINUTES),
    expiringBefore: addDays(now, SPARE_DAYS),
  };
  const mine = await deps.db.inShop(shopId, (tx) =>
    takeUploads(tx, ofNumber(wanted), { ...lock, keys: due }),
  );
  const uploaded = await uploadAll(deps, wanted, mine);
  return new Map([...(await settled(deps, wanted)), ...uploaded]);
}

/**
 * Makes pictures ready to be sent: fetched from Shopify's CDN, checked, uploaded to WhatsApp once per
 * number and picture, and reused. Runs where messages are planned, outside of any transaction; what
 * cannot be had now is tried again with a later message, and until then goes without.
 */
export async function preparePictures(
  deps: Deps,
  shopId: string,
  urls: readonly string[],
): Promise<PreparedPictures> {
  const wanted = [...new Set(urls)];
  if (wanted.length === 0) return new Map();
  const number = await deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId));
  if (!number) return new Map(wanted.map((url) => [url, null]));
  const keys = new Map(wanted.map((url) => [url, sourceKey(pictureAddress(url))]));
  const addresses = new Map(wanted.map((url) => [keys.get(url) ?? "", pictureAddress(url)]));
  const ready = await prepare(deps, { shopId, number, addresses });
  return new Map(wanted.map((url) => [url, ready.get(keys.get(url) ?? "") ?? null]));
}
