import { setTimeout as pause } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { untilHealthy } from "#test/demo/health.ts";
import { prepareStandIn, verifyOnce } from "../measure-send.ts";
import { chunks, type SendPerson } from "../send-people.ts";
import { TEMPLATE_SEND, TOKEN } from "../send-shops.ts";
import { logEnd, type SendSite } from "../send-site.ts";

const LOOK_EVERY_MS = 250;
const STUCK_MS = 30_000;

const TABLES = `
  drop table if exists peer.message, peer.consent;
  create table peer.message (id uuid primary key default uuidv7(), phone text not null, phone_number_id text not null,
    token text not null, template jsonb not null, state text not null default 'planned', rank int not null default 0,
    wamid text) with (fillfactor = 50);
  create table peer.consent (phone text primary key, granted boolean not null);
  grant select, insert, update on peer.message, peer.consent to beckon_app;`;

async function plan({ owner }: SendSite, people: readonly SendPerson[]): Promise<string[]> {
  await owner.query(TABLES);
  const ids: string[] = [];
  for (const part of chunks(people)) {
    const { rows } = await owner.query<{ id: string }>(
      `with agreed as (insert into peer.consent select unnest($1::text[]), true)
       insert into peer.message (phone, phone_number_id, token, template)
       select u.phone, u.number, $3, $4 from unnest($1::text[], $2::text[]) as u(phone, number) returning id`,
      [
        part.map((one) => one.phone),
        part.map((one) => one.shop.phoneNumberId),
        TOKEN,
        JSON.stringify(TEMPLATE_SEND),
      ],
    );
    ids.push(...rows.map((row) => row.id));
  }
  await owner.query("analyze peer.message, peer.consent");
  return ids;
}

async function untilRead({ owner }: SendSite, count: number): Promise<void> {
  let [before, movedAt] = [0, Date.now()];
  for (;;) {
    const { rows } = await owner.query<{ n: number }>(
      "select count(*)::int as n from peer.message where rank = 4",
    );
    const done = rows[0]?.n ?? 0;
    if (done >= count) return;
    if (done > before) [before, movedAt] = [done, Date.now()];
    if (Date.now() - movedAt > STUCK_MS) {
      throw new Error(`The peer settled ${done} of ${count}:\n${logEnd("peer-worker")}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** The same people, the same stand-in, statuses in POSTs of up to `batchSize`: messages per second until all are read. */
export async function measurePeer(
  site: SendSite,
  task: { people: readonly SendPerson[]; batchSize: number; redisUrl: string },
): Promise<number> {
  const { people, redisUrl } = task;
  await prepareStandIn(site, task.batchSize);
  const ids = await plan(site, people);
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue("peer-send", { connection });
  const env = { REDIS_URL: redisUrl, PORT: String(site.places.web) };
  const web = site.start("peer-web", "test/bench/send/peer/peer-web.ts", env);
  const worker = site.start("peer-worker", "test/bench/send/peer/peer-worker.ts", env);
  try {
    await untilHealthy(web, `http://127.0.0.1:${site.places.web}/`, AbortSignal.timeout(60_000));
    await queue.pause();
    for (const part of chunks(ids)) {
      const opts = { removeOnComplete: true, attempts: 1 };
      await queue.addBulk(part.map((id) => ({ name: "send", data: { id }, opts })));
    }
    const startedAt = Date.now();
    await queue.resume();
    await untilRead(site, people.length);
    const seconds = (Date.now() - startedAt) / 1000;
    await verifyOnce(site, people);
    return people.length / seconds;
  } finally {
    await worker.stop();
    await web.stop();
    await queue.close();
    connection.disconnect();
  }
}
