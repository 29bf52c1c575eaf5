// The peer: one BullMQ job per message, as one would write it, and one per webhook. No encryption, no
// row-level security, no budget and no limits: what they cost is ours alone.
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { Pool } from "undici";
import { z } from "zod";
import { setting } from "../../support/setting.ts";

/** At 50 ms an answer, more than the stand-in and two cores can take. */
const AT_ONCE = 300;
const RANK = { sent: 2, delivered: 3, read: 4 } as const;

const jobSchema = z.object({ id: z.string() });
const answerSchema = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });
const webhookSchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          value: z.object({
            statuses: z.array(
              z.object({
                status: z.enum(["sent", "delivered", "read"]),
                biz_opaque_callback_data: z.string(),
              }),
            ),
          }),
        }),
      ),
    }),
  ),
});

const database = new pg.Pool({
  connectionString: setting("DATABASE_URL"),
  max: Number(setting("DATABASE_POOL")),
});
const graph = new URL(setting("WHATSAPP_GRAPH_URL"));
const whatsApp = new Pool(graph.origin, { connections: AT_ONCE, pipelining: 1 });
const connection = new Redis(setting("REDIS_URL"), { maxRetriesPerRequest: null });

interface Row {
  phone: string;
  phone_number_id: string;
  token: string;
  template: unknown;
}

async function handOver(id: string, row: Row): Promise<string> {
  const { statusCode, body } = await whatsApp.request({
    method: "POST",
    path: `${graph.pathname}/v26.0/${row.phone_number_id}/messages`,
    headers: { authorization: `Bearer ${row.token}`, "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      to: row.phone,
      type: "template",
      template: row.template,
      biz_opaque_callback_data: id,
    }),
  });
  const json: unknown = await body.json();
  if (statusCode !== 200) throw new Error(`WhatsApp answered ${statusCode}`);
  return answerSchema.parse(json).messages[0]?.id ?? "";
}

async function sendOne(raw: unknown): Promise<void> {
  const { id } = jobSchema.parse(raw);
  const { rows } = await database.query<Row>({
    name: "claim",
    text: `update peer.message m set state = 'sending' where id = $1 and state = 'planned'
        and exists (select from peer.consent c where c.phone = m.phone and c.granted)
      returning phone, phone_number_id, token, template`,
    values: [id],
  });
  if (!rows[0]) return;
  const wamid = await handOver(id, rows[0]);
  await database.query({
    name: "accepted",
    text: "update peer.message set state = 'accepted', wamid = $2, rank = greatest(rank, 1) where id = $1",
    values: [id, wamid],
  });
}

async function applyWebhook(raw: unknown): Promise<void> {
  const { entry } = webhookSchema.parse(raw);
  const statuses = entry.flatMap((one) => one.changes.flatMap((change) => change.value.statuses));
  const highest = new Map<string, number>();
  for (const { status, biz_opaque_callback_data: id } of statuses) {
    highest.set(id, Math.max(highest.get(id) ?? 0, RANK[status]));
  }
  const ids = [...highest.keys()].toSorted();
  await database.query({
    name: "statuses",
    text: `with l as (select id from peer.message where id = any($1::uuid[]) order by id for no key update)
      update peer.message m set rank = greatest(m.rank, u.rank)
      from l join unnest($1::uuid[], $2::int[]) as u(id, rank) using (id) where m.id = l.id`,
    values: [ids, ids.map((id) => highest.get(id))],
  });
}

const workers = [
  new Worker("peer-send", (job) => sendOne(job.data), { connection, concurrency: AT_ONCE }),
  new Worker("peer-webhook", (job) => applyWebhook(job.data), { connection, concurrency: 8 }),
];
for (const worker of workers) worker.on("failed", (_job, error) => console.error(error));
process.on("SIGTERM", () => process.exit(0));
