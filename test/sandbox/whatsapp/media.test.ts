import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { jpeg, png, webp } from "./test-pictures.ts";
import {
  PHONE_ID,
  TOKEN,
  errorOf,
  listen,
  seedBody,
  startKit,
  statuses,
  until,
  wamidOf,
  anyText,
} from "./test-kit.ts";
import type { Answer, Kit } from "./test-kit.ts";
import { isObject } from "./json.ts";
import * as t from "./test-templates.ts";

let kit: Kit;
const MEGABYTE = 1024 * 1024;

/** Serves pictures the way a shop's CDN would. */
const files = new Map<string, { status: number; bytes: Buffer }>();
const shop = createServer((req, res) => {
  const file = files.get(req.url ?? "");
  res.writeHead(file?.status ?? 404).end(file?.bytes);
});
let shopUrl = "";

beforeAll(async () => {
  kit = await startKit();
  await kit.control("seed", seedBody([{ definition: t.REMINDER }, { definition: t.PDF }]));
  await kit.control("statuses", { delaysMs: { sent: 0, delivered: 0, read: null } });
  shopUrl = `http://127.0.0.1:${await listen(shop)}`;
});
afterEach(() => files.clear());
afterAll(async () => {
  await kit.close();
  await new Promise((resolve) => shop.close(resolve));
});

type Upload = { bytes?: Buffer | null; type?: string | null; product?: string | null };

async function upload({
  bytes = png(),
  type = "image/png",
  product = "whatsapp",
}: Upload): Promise<Answer> {
  const form = new FormData();
  if (product !== null) form.set("messaging_product", product);
  if (type !== null) form.set("type", type);
  if (bytes !== null) form.set("file", new Blob([new Uint8Array(bytes)]), "file");
  const answer = await fetch(`${kit.standIn.graphUrl}/v26.0/${PHONE_ID}/media`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: form,
  });
  const body: unknown = await answer.json();
  return { status: answer.status, body: isObject(body) ? body : {} };
}

describe("an upload (contract 1.9)", () => {
  test("is answered with an id whose facts and bytes can be read with the token", async () => {
    const { id } = (await upload({})).body;
    const facts = (await kit.graph("GET", String(id))).body;
    expect(facts).toMatchObject({
      id,
      mime_type: "image/png",
      file_size: 200,
      sha256: anyText,
    });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const bytes = await fetch(String(facts["url"]), { headers });
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(png());
    expect((await fetch(String(facts["url"]))).status).toBe(403);
  });

  test("can be the header of a template", async () => {
    const { id } = (await upload({ bytes: jpeg(), type: "image/jpeg" })).body;
    const header = { type: "header", parameters: [{ type: "image", image: { id } }] };
    const answer = await kit.send(t.sendOf(t.REMINDER, [header, t.namedBody(), t.linkButton()]));
    expect(answer.status).toBe(200);
  });

  test("is gone after it was deleted", async () => {
    const { id } = (await upload({})).body;
    expect((await kit.graph("DELETE", String(id))).body).toEqual({ success: true });
    expect(errorOf(await kit.graph("GET", String(id)))["error_subcode"]).toBe(33);
  });

  const accepted: [string, Upload][] = [
    ["a PNG with transparency", { bytes: png({ colour: 6 }) }],
    ["a JPEG", { bytes: jpeg(), type: "image/jpeg" }],
    ["a picture of exactly 5 MB", { bytes: png({ size: 5 * MEGABYTE }) }],
    ["a WebP sticker", { bytes: webp(), type: "image/webp" }],
    ["an MP4", { bytes: Buffer.alloc(100), type: "video/mp4" }],
    ["a PDF", { bytes: Buffer.alloc(100), type: "application/pdf" }],
  ];
  test.each(accepted)("takes %s", async (_name, file) => {
    expect((await upload(file)).status).toBe(200);
  });

  const refused: [string, Upload, number][] = [
    ["100 when messaging_product is missing", { product: null }, 100],
    ["131008 when the file is missing", { bytes: null }, 131008],
    ["131053 when the file is empty", { bytes: Buffer.alloc(0) }, 131053],
    [
      "131053 when a picture is larger than 5 MB",
      { bytes: png({ size: 5 * MEGABYTE + 1 }) },
      131053,
    ],
    [
      "131053 when a video is larger than 16 MB",
      { bytes: Buffer.alloc(16 * MEGABYTE + 1), type: "video/mp4" },
      131053,
    ],
    [
      "131053 when a document is larger than 100 MB",
      { bytes: Buffer.alloc(100 * MEGABYTE + 1), type: "application/pdf" },
      131053,
    ],
    ["131053 when the type is GIF", { type: "image/gif" }, 131053],
    ["131053 when the type is AVIF", { type: "image/avif" }, 131053],
    ["131053 when WebP is called a JPEG", { bytes: webp(), type: "image/jpeg" }, 131053],
    ["131053 when a PNG is called a JPEG", { type: "image/jpeg" }, 131053],
    ["131053 when a PNG has 16 bits per channel", { bytes: png({ depth: 16 }) }, 131053],
    ["131053 when a PNG has a palette", { bytes: png({ colour: 3 }) }, 131053],
    ["131053 when a JPEG is CMYK", { bytes: jpeg(4), type: "image/jpeg" }, 131053],
  ];
  test.each(refused)("is refused with %s", async (_name, file, code) => {
    expect(errorOf(await upload(file))["code"]).toBe(code);
  });

  test("is refused with 100 when it is no multipart form", async () => {
    expect(errorOf(await kit.graph("POST", `${PHONE_ID}/media`, {}))["code"]).toBe(100);
  });

  test("a document header is refused with 131053 when the upload is no PDF", async () => {
    const { id } = (await upload({ bytes: Buffer.alloc(10), type: "text/plain" })).body;
    const header = { type: "header", parameters: [{ type: "document", document: { id } }] };
    expect(errorOf(await kit.send(t.sendOf(t.PDF, [header])))["code"]).toBe(131053);
  });
});

describe("a linked picture is fetched after the answer and", () => {
  async function outcome(path: string): Promise<unknown> {
    const components = [t.imageHeader(shopUrl + path), t.namedBody(), t.linkButton()];
    const answer = await kit.send(t.sendOf(t.REMINDER, components));
    expect(answer.status).toBe(200);
    const wamid = wamidOf(answer);
    const status = await until("a status", () =>
      statuses(kit.hook).find(({ id, status: s }) => id === wamid && s !== "sent"),
    );
    const errors: unknown = status["errors"];
    return Array.isArray(errors)
      ? errors.map((error: unknown) => isObject(error) && error["code"])
      : status["status"];
  }

  test("a good one lets the message through", async () => {
    files.set("/good.jpg", { status: 200, bytes: jpeg() });
    expect(await outcome("/good.jpg")).toBe("delivered");
  });

  const bad: [string, string, { status: number; bytes: Buffer } | null][] = [
    ["is WebP", "/a.webp", { status: 200, bytes: webp() }],
    ["is larger than 5 MB", "/big.png", { status: 200, bytes: png({ size: 5 * MEGABYTE + 1 }) }],
    ["has 16 bits per channel", "/deep.png", { status: 200, bytes: png({ depth: 16 }) }],
    ["is missing", "/gone.png", null],
    ["answers 500", "/broken.png", { status: 500, bytes: png() }],
  ];
  test.each(bad)("one that %s fails the message with 131053", async (_name, path, file) => {
    if (file) files.set(path, file);
    expect(await outcome(path)).toEqual([131053]);
  });
});
