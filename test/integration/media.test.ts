import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWebFetch } from "#app/adapters/web-fetch/web-fetch.server.ts";
import { preparePictures, refusePicture, tidyMedia } from "#app/modules/media/index.ts";
import { dispatchNumber } from "#app/modules/messaging/index.ts";
import { samplePicture } from "#app/modules/templates/sample-picture.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type MessagingKit, startMessagingKit } from "./messaging-kit.ts";

let kit: MessagingKit;
let deps: Deps;
let cdn: Server;
let origin = "";
const asked: string[] = [];
let serve: (path: string) => { status?: number; body?: Uint8Array; location?: string };

const picture = samplePicture().bytes;

beforeAll(async () => {
  cdn = createServer((request, response) => {
    asked.push(request.url ?? "");
    const { status = 200, body = picture, location } = serve(request.url ?? "");
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  await new Promise<void>((done) => cdn.listen(0, "127.0.0.1", done));
  const address = cdn.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  kit = await startMessagingKit();
  const web = openWebFetch({ localOrigins: [origin] });
  deps = { ...kit.deps, extraShopOrigins: [origin], web };
});
beforeEach(async () => {
  serve = () => ({});
  asked.length = 0;
  await kit.test.owner.query("delete from media");
});
afterEach(() => kit.control("faults", { outage: "none" }));
afterAll(async () => {
  await deps.web.close();
  await kit.close();
  cdn.closeAllConnections();
  cdn.close();
});

const prepare = (...paths: string[]) =>
  preparePictures(
    deps,
    kit.shopId,
    paths.map((path) => `${origin}${path}`),
  );
const idOf = async (path: string) => (await prepare(path)).get(`${origin}${path}`);

async function reasons(): Promise<unknown[]> {
  const { rows } = await kit.test.owner.query<{ status: string; reason: string | null }>(
    "select status, reason from media",
  );
  return rows.map(({ status, reason }) => [status, reason]);
}

describe("a picture", () => {
  test("is uploaded once and reused, by many at once too", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => idOf("/shirt.png?v=1")));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^\d+$/);
    expect(asked).toEqual(["/shirt.png?v=1"]);
    expect(await idOf("/shirt.png?v=1")).toBe(ids[0]);
    expect(asked).toHaveLength(1);
  });

  test("of another version is another one", async () => {
    expect(await idOf("/shirt.png?v=1")).not.toBe(await idOf("/shirt.png?v=2"));
    expect(asked).toHaveLength(2);
  });

  test("is uploaded anew before its id expires at WhatsApp", async () => {
    const first = await idOf("/old.png");
    kit.test.clock.forward({ hours: 26 * 24 });
    expect(await idOf("/old.png")).toBe(first);
    kit.test.clock.forward({ hours: 36 });
    expect(await idOf("/old.png")).not.toBe(first);
    kit.test.clock.forward({ hours: 31 * 24 });
    expect(await tidyMedia(deps, kit.shopId)).toBe(1);
  });

  test.each([
    ["is a WebP", () => ({ body: Buffer.from("RIFF\0\0\0\0WEBPVP8 ") }), "not_jpeg_or_png"],
    ["is not there", () => ({ status: 404 }), "not_there"],
    ["is larger than 5 MB", () => ({ body: new Uint8Array(5 * 1024 * 1024 + 1) }), "too_large"],
    [
      "leads somewhere else",
      () => ({ status: 302, location: "http://127.0.0.1:1/x" }),
      "not_there",
    ],
    ["cannot be had now", () => ({ status: 503 }), "unreachable"],
  ])("that %s leaves the message without one", async (_name, answer, reason) => {
    serve = answer;
    expect(await idOf("/broken.png")).toBeNull();
    expect(await reasons()).toEqual([["failed", reason]]);
  });

  test("is never fetched from an address that is not Shopify's", async () => {
    const elsewhere = [
      "http://127.0.0.1:9/x.png",
      "http://169.254.169.254/latest",
      "file:///etc/passwd",
    ];
    const prepared = await preparePictures(deps, kit.shopId, elsewhere);
    expect([...prepared.values()]).toEqual([null, null, null]);
    expect(await reasons()).toEqual(Array.from({ length: 3 }, () => ["failed", "not_allowed"]));
  });

  test("that failed is tried again after a while, not at every message", async () => {
    serve = () => ({ status: 503 });
    await prepare("/later.png");
    serve = () => ({});
    expect(await idOf("/later.png")).toBeNull();
    expect(asked).toHaveLength(1);
    kit.test.clock.forward({ minutes: 1 });
    expect(await idOf("/later.png")).toMatch(/^\d+$/);
  });

  test("that WhatsApp does not answer about is tried again as well", async () => {
    const away = {
      ...deps,
      whatsapp: { ...deps.whatsapp, uploadMedia: () => Promise.reject(new Error("away")) },
    };
    expect([...(await preparePictures(away, kit.shopId, [`${origin}/a.png`])).values()]).toEqual([
      null,
    ]);
    expect(await reasons()).toEqual([["failed", "no_answer_of_whatsapp"]]);
    kit.test.clock.forward({ minutes: 1 });
    expect(await idOf("/a.png")).toMatch(/^\d+$/);
  });

  test("that WhatsApp refused in a message is not sent with the next one", async () => {
    const mediaId = (await idOf("/refused.png")) ?? "";
    await deps.db.inShop(kit.shopId, (tx) =>
      refusePicture(deps, tx, { shopId: kit.shopId, mediaId }),
    );
    expect(await idOf("/refused.png")).toBeNull();
  });
});

async function sendWithPicture(phone: string, path: string): Promise<string> {
  kit.test.clock.forward({ hours: 24 * 7 });
  const values = {
    firstName: "Mara",
    shopName: "Leinenwerk",
    itemSummary: "Leinenhemd",
    pictureUrl: `${origin}${path}`,
    pictureMediaId: (await idOf(path)) ?? null,
    linkCode: "9f3kQ2aB7xYz",
  };
  const id = await kit.plan(await kit.person(phone), { values });
  await dispatchNumber(kit.deps, kit.target);
  return id;
}

test("a picture that WhatsApp cannot use goes with no further message, and the message without it", async () => {
  kit.test.clock.set(new Date("2027-03-01T10:00:00Z"));
  const id = await sendWithPicture("+4915112349002", "/unusable.png");
  const { wamid } = await kit.row(id);
  await kit.control("status", { wamid, status: "failed", code: 131053 });
  await kit.deliver(1);
  expect(await reasons()).toEqual([["refused", "refused_by_whatsapp"]]);
  expect(await idOf("/unusable.png")).toBeNull();
});

test("a message carries the id of the upload, and WhatsApp takes it", async () => {
  kit.test.clock.set(new Date("2027-03-01T10:00:00Z")); // not at night
  const id = await sendWithPicture("+4915112349001", "/sent.png");
  expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  const log = JSON.stringify(await kit.control("log"));
  expect(log).toContain(`"image":{"id":"${await idOf("/sent.png")}"}`);
});
