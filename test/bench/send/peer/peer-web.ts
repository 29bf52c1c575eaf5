// The peer's web: checks the signature, adds one job per webhook, answers.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { setting } from "../../support/setting.ts";

const connection = new Redis(setting("REDIS_URL"), { maxRetriesPerRequest: null });
const queue = new Queue("peer-webhook", { connection });
const secret = setting("WHATSAPP_APP_SECRET");

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const given = Buffer.from(String(request.headers["x-hub-signature-256"]));
  const wanted = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function take(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  const stream: AsyncIterable<Buffer> = request;
  for await (const chunk of stream) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (request.method !== "POST") return 200; // asked whether it runs
  if (!isSigned(request, body)) return 401;
  const data: unknown = JSON.parse(body.toString("utf8"));
  await queue.add("webhook", data, { removeOnComplete: true, removeOnFail: true });
  return 200;
}

const server = createServer((request, response) => {
  take(request).then(
    (status) => response.writeHead(status).end(),
    () => response.writeHead(500).end(),
  );
});
server.listen(Number(setting("PORT")), "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
