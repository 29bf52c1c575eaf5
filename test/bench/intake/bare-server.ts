// The bare peer: node:http, the signature, one indexed insert per request, nothing else.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";
import { setting } from "../support/setting.ts";

const secret = setting("SHOPIFY_API_SECRET");
const pool = new pg.Pool({
  connectionString: setting("DATABASE_URL"),
  max: Number(setting("DATABASE_POOL")),
});

function isSigned(body: Buffer, hmac: string | undefined): boolean {
  const expected = createHmac("sha256", secret).update(body).digest();
  const given = Buffer.from(hmac ?? "", "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function insert(request: IncomingMessage, body: Buffer): Promise<unknown> {
  const { headers } = request;
  return pool.query({
    name: "store",
    text: "insert into peer.bare_webhook (id, shop, topic, triggered_at, body) values ($1, $2, $3, $4, $5) on conflict (id) do nothing",
    values: [
      headers["x-shopify-webhook-id"],
      headers["x-shopify-shop-domain"],
      headers["x-shopify-topic"],
      headers["x-shopify-triggered-at"],
      body,
    ],
  });
}

function finish(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Length": 0 });
  response.end();
}

const server = createServer((request, response) => {
  if (request.method !== "POST") {
    finish(response, 200); // asked whether it runs
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (!isSigned(body, request.headersDistinct["x-shopify-hmac-sha256"]?.[0])) {
      finish(response, 401);
      return;
    }
    insert(request, body).then(
      () => finish(response, 200),
      () => finish(response, 500),
    );
  });
});
server.listen(Number(setting("PORT")), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
