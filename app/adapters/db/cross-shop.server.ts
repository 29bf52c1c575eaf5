import type pg from "pg";
import { groupedLookUp } from "./grouped-look-up.server.ts";
import { storeDeliveries } from "./store-deliveries.server.ts";
import type { CrossShop, LinkRow, RateTake, WorkWaiting } from "#app/ports/db.ts";

interface ShopAnd<K extends string> {
  rows: ({ shop_id: string } & Record<K, string>)[];
}

interface LinkRecord {
  shop_id: string;
  link_id: string;
  message_id: string;
  target: Buffer;
  counted: boolean;
  tracked: boolean;
  language: string;
  expires_at: Date;
  used_at: Date | null;
}

function linkRow(row: LinkRecord): LinkRow {
  return {
    shopId: row.shop_id,
    linkId: row.link_id,
    messageId: row.message_id,
    target: row.target,
    counted: row.counted,
    tracked: row.tracked,
    language: row.language,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}

async function linksByCode(pool: pg.Pool, codes: string[]): Promise<Map<string, LinkRow>> {
  const { rows } = await pool.query<LinkRecord & { code: string }>({
    name: "links_by_code",
    text: "select u.code, l.* from unnest($1::text[]) as u(code) cross join lateral link_by_code(u.code) as l",
    values: [codes],
  });
  return new Map(rows.map((row) => [row.code, linkRow(row)]));
}

function lookUps(pool: pg.Pool) {
  const one = async (text: string, value: string) => {
    const { rows }: ShopAnd<"number_id"> = await pool.query(text, [value]);
    const row = rows[0];
    return row ? { shopId: row.shop_id, numberId: row.number_id } : null;
  };
  const messages = async (name: string, before: Date, limit: number) => {
    const { rows }: ShopAnd<"message_id"> = await pool.query(`select * from ${name}($1, $2)`, [
      before,
      limit,
    ]);
    return rows.map((row) => ({ shopId: row.shop_id, messageId: row.message_id }));
  };
  return {
    shopByWaba: (wabaId: string) => one("select * from shop_by_waba($1)", wabaId),
    shopByConnection: (id: string) => one("select * from shop_by_connection($1::uuid)", id),
    messagesInFlight: (before: Date, limit: number) =>
      messages("messages_in_flight", before, limit),
    messagesUnsettled: (before: Date, limit: number) =>
      messages("messages_unsettled", before, limit),
    messagesToTryAgain: (before: Date, limit: number) =>
      messages("messages_to_try_again", before, limit),
    linkByCode: groupedLookUp((codes) => linksByCode(pool, codes)),
  };
}

function dueWork(pool: pg.Pool) {
  const shopsBy = (text: string) => async (now: Date, limit: number) => {
    const { rows } = await pool.query<{ shop_id: string }>(text, [now, limit]);
    return rows.map((row) => row.shop_id);
  };
  return {
    confirmationsDue: shopsBy("select * from confirmations_due($1, $2)"),
    proxyChecksDue: shopsBy("select * from proxy_checks_due($1, $2)"),
    wordingsDue: shopsBy("select * from wordings_due($1, $2)"),
    intakeDue: async (now: Date, limit: number) => {
      const { rows }: ShopAnd<"event_id"> = await pool.query("select * from intake_due($1, $2)", [
        now,
        limit,
      ]);
      return rows.map((row) => ({ shopId: row.shop_id, eventId: row.event_id }));
    },
    checkoutsDue: async (now: Date, limit: number) => {
      const { rows } = await pool.query<{ shop_id: string; checkout_id: string; due_at: Date }>(
        "select * from checkouts_due($1, $2)",
        [now, limit],
      );
      return rows.map((r) => ({ shopId: r.shop_id, checkoutId: r.checkout_id, dueAt: r.due_at }));
    },
    recommendationsDue: async (now: Date, limit: number) => {
      const { rows } = await pool.query<{ shop_id: string; case_id: string; due_at: Date }>(
        "select * from recommendations_due($1, $2)",
        [now, limit],
      );
      return rows.map((r) => ({ shopId: r.shop_id, caseId: r.case_id, dueAt: r.due_at }));
    },
    numbersWithDueMessages: async (now: Date) => {
      const { rows }: ShopAnd<"number_id"> = await pool.query(
        "select * from numbers_with_due_messages($1)",
        [now],
      );
      return rows.map((row) => ({ shopId: row.shop_id, numberId: row.number_id }));
    },
    numbersInUse: async () => {
      const { rows } = await pool.query<{ shop_id: string; number_id: string }>(
        "select * from numbers_in_use()",
      );
      return rows.map((r) => ({ shopId: r.shop_id, numberId: r.number_id }));
    },
  };
}

/** What is read in or written out piece by piece, and looked after while it lasts. */
function dueReading(pool: pg.Pool) {
  return {
    nativeWritesDue: async (now: Date, limit: number) => {
      const text = "select * from native_writes_due($1, $2)";
      const { rows }: ShopAnd<"contact_id"> = await pool.query(text, [now, limit]);
      return rows.map((row) => ({ shopId: row.shop_id, contactId: row.contact_id }));
    },
    importsDue: async (now: Date, limit: number) => {
      const text = "select * from imports_due($1, $2)";
      const { rows }: ShopAnd<"import_id"> = await pool.query(text, [now, limit]);
      return rows.map((row) => ({ shopId: row.shop_id, importId: row.import_id }));
    },
    historyImportsDue: async (now: Date, limit: number) => {
      const text = "select * from history_imports_due($1, $2)";
      const { rows }: ShopAnd<"kind"> = await pool.query(text, [now, limit]);
      return rows.map((row) => ({ shopId: row.shop_id, kind: row.kind }));
    },
    modelsDue: async (now: Date, limit: number) => {
      const text = "select * from models_due($1, $2)";
      const { rows } = await pool.query<{ shop_id: string; tried_at: Date | null }>(text, [
        now,
        limit,
      ]);
      return rows.map((row) => ({ shopId: row.shop_id, triedAt: row.tried_at }));
    },
    answersOverdue: async (now: Date, limit: number) => {
      const text = "select * from answers_overdue($1, $2)";
      const { rows }: ShopAnd<"answer_id"> = await pool.query(text, [now, limit]);
      return rows.map((row) => ({ shopId: row.shop_id, answerId: row.answer_id }));
    },
  };
}

function shopLists(pool: pg.Pool) {
  const shops = async (text: string) => {
    const { rows } = await pool.query<{ shop_id: string }>(text);
    return rows.map((row) => row.shop_id);
  };
  return {
    shopsWithLedger: () => shops("select * from shops_with_ledger()"),
    shopsInstalled: () => shops("select * from shops_installed()"),
    shopsWithData: () => shops("select * from shops_with_data()"),
  };
}

async function scalar<T>(pool: pg.Pool, text: string, values: unknown[]): Promise<T | null> {
  const { rows } = await pool.query<{ value: T }>(text, values);
  return rows[0]?.value ?? null;
}

/**
 * Takes them in one statement: CASE asks in its order and no further than it must. Nobody waits for the disk
 * here: a crash of the database's machine may forget the last moment's counts, which lets somebody ask once
 * more, and nothing else of the app is written in this transaction.
 */
async function takeRates(pool: pg.Pool, takes: readonly RateTake[]): Promise<number | null> {
  const asked = takes.map((_, n) => {
    const [bucket, window, max] = [1, 2, 3].map((m) => `$${3 * n + m}`);
    return `when not rate_take(${bucket}, ${window}, ${max}) then ${n}`;
  });
  const text = `with fast as materialized (select set_config('synchronous_commit', 'off', true))
    select case ${asked.join(" ")} end as value from fast`;
  const values = takes.flatMap(({ bucket, windowSeconds, max }) => [bucket, windowSeconds, max]);
  return scalar<number>(pool, text, values);
}

interface WaitingRecord {
  intake_waiting: string;
  intake_since: Date | null;
  intake_parked: string;
  reminders_since: Date | null;
  messages_due: string;
}

async function workWaiting(pool: pg.Pool, now: Date): Promise<WorkWaiting> {
  const { rows } = await pool.query<WaitingRecord>("select * from work_waiting($1)", [now]);
  const row = rows[0];
  if (!row) throw new Error("work_waiting gave no row");
  return {
    intakeWaiting: Number(row.intake_waiting),
    intakeSince: row.intake_since,
    intakeParked: Number(row.intake_parked),
    remindersSince: row.reminders_since,
    messagesDue: Number(row.messages_due),
  };
}

/** The one place that calls the functions of prisma/migrations/*_walls that cross shops. */
export function crossShop(pool: pg.Pool): CrossShop {
  return {
    ...lookUps(pool),
    ...dueWork(pool),
    ...dueReading(pool),
    ...shopLists(pool),
    shopByDomain: (domain) => scalar<string>(pool, "select shop_by_domain($1) as value", [domain]),
    ensureShop: async (domain) => {
      const id = await scalar<string>(pool, "select shop_ensure($1) as value", [domain]);
      if (id === null) throw new Error("shop_ensure gave no id");
      return id;
    },
    recipientsUsed: async (portfolio, now) =>
      Number(
        await scalar<string>(pool, "select portfolio_used($1, $2) as value", [portfolio, now]),
      ),
    accountTaken: async (shopId, { wabaId, phoneNumberId }) =>
      (await scalar<boolean>(pool, "select whatsapp_account_taken($1, $2, $3) as value", [
        shopId,
        wabaId,
        phoneNumberId,
      ])) === true,
    storeDeliveries: (deliveries, receivedAt) => storeDeliveries(pool, deliveries, receivedAt),
    takeRate: async (bucket, windowSeconds, max) =>
      (await takeRates(pool, [{ bucket, windowSeconds, max }])) === null,
    takeRates: (takes) => takeRates(pool, takes),
    unknownErrorsTotal: async () =>
      Number((await scalar<string>(pool, "select unknown_errors_total() as value", [])) ?? 0),
    workWaiting: (now) => workWaiting(pool, now),
    forgetRates: async (before) =>
      Number(await scalar<string>(pool, "select rate_forget($1) as value", [before])),
    clockOffsetMs: async () =>
      Number((await scalar<string>(pool, "select clock_offset_ms() as value", [])) ?? 0),
    setClockOffsetMs: async (offsetMs) => {
      await pool.query("select clock_set_offset_ms($1)", [offsetMs]);
    },
  };
}
