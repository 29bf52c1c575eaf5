import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CrossShop } from "#app/ports/db.ts";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { insertRow } from "./insert-row.ts";

let world: TestDeps;
let cross: CrossShop;
let shopA = "";
let shopB = "";

const at = (text: string) => new Date(`2026-11-22T${text}Z`);
const insert = (table: string, row: Record<string, unknown>) => insertRow(world.owner, table, row);

beforeAll(async () => {
  world = await createTestDeps();
  cross = world.deps.db.crossShop;
  shopA = await world.addShop({ domain: "a.myshopify.com" });
  shopB = await world.addShop({ domain: "b.myshopify.com", status: "uninstalled" });
});
afterAll(() => world.close());

describe("what the workers write on behalf of opt-ins", () => {
  test("names contacts whose native consent is due, of installed shops, the longest due first", async () => {
    const [late, later, done, elsewhere] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const rows: [string, string, Date | null][] = [
      [shopA, later, at("09:00:00.000")],
      [shopA, late, at("08:00:00.000")],
      [shopA, done, null],
      [shopB, elsewhere, at("08:00:00.000")],
    ];
    for (const [shop_id, contact_id, next_try_at] of rows) {
      await insert("native_consent", { shop_id, contact_id, next_try_at });
    }
    const own = [late, later].map((contactId) => ({ shopId: shopA, contactId }));
    expect(await cross.nativeWritesDue(at("09:00:00.000"), 10)).toEqual(own);
    expect(await cross.nativeWritesDue(at("09:00:00.000"), 1)).toEqual(own.slice(0, 1));
    expect(await cross.nativeWritesDue(at("08:59:59.999"), 10)).toEqual(own.slice(0, 1));
  });

  test("names waiting recommendations of installed shops, the longest due first", async () => {
    const add = async (shop_id: string, due_at: Date, change: object = {}) => {
      const own = { id: randomUUID(), order_id: randomUUID(), contact_id: randomUUID() };
      const made = { kind: "after_purchase", opened_at: at("07:00:00.000") };
      await insert("recommendation_case", { ...own, ...made, shop_id, due_at, ...change });
      return own.id;
    };
    const later = await add(shopA, at("09:00:00.123"));
    const late = await add(shopA, at("08:00:00.000"));
    await add(shopA, at("08:00:00.000"), { state: "skipped", reason: "no_match" });
    await add(shopB, at("08:00:00.000")); // has uninstalled
    expect(await cross.recommendationsDue(at("10:00:00.000"), 10)).toEqual([
      { shopId: shopA, caseId: late, dueAt: at("08:00:00.000") },
      { shopId: shopA, caseId: later, dueAt: at("09:00:00.123") },
    ]);
    expect(await cross.recommendationsDue(at("09:00:00.000"), 10)).toHaveLength(1);
    expect(await cross.recommendationsDue(at("10:00:00.000"), 1)).toHaveLength(1);
  });

  test("names installed shops whose sentence Shopify does not have yet, the longest due first", async () => {
    const own = { version: "own-1", changed_at: at("08:00:00.000") };
    const wait = (shop_id: string, next_try_at: Date | null) =>
      insert("consent_wording_current", { ...own, shop_id, next_try_at });
    await wait(shopA, at("09:00:00.000"));
    await wait(shopB, at("08:30:00.000")); // has uninstalled
    expect(await cross.wordingsDue(at("09:00:00.000"), 10)).toEqual([shopA]);
    expect(await cross.wordingsDue(at("08:59:59.999"), 10)).toEqual([]);
    expect(await cross.wordingsDue(at("09:00:00.000"), 0)).toEqual([]);
  });

  test("names imports that are under way and that nobody holds", async () => {
    const add = async (shop_id: string, state: string, lease_until: Date | null) => {
      const id = randomUUID();
      const row = {
        id,
        shop_id,
        state,
        lease_until,
        file_name: "\\x",
        created_at: at("08:00:00.000"),
      };
      await insert("import_run", row);
      return id;
    };
    const free = await add(shopA, "importing", null);
    const lost = await add(shopA, "checking", at("09:00:00.000"));
    for (const state of ["uploading", "ready", "checked", "done", "aborted", "failed"]) {
      await add(shopA, state, null);
    }
    await add(shopA, "importing", at("09:30:00.000"));
    await add(shopB, "importing", null);
    const due = await cross.importsDue(at("09:00:00.000"), 10);
    const ids = due.map(({ shopId, importId }) => `${shopId} ${importId}`);
    expect(ids.toSorted()).toEqual([free, lost].map((id) => `${shopA} ${id}`).toSorted());
  });

  test("names histories of installed shops that are to be read further, the longest due first", async () => {
    const add = (shop_id: string, kind: string, next_look_at: Date | null) => {
      const times = { started_at: at("07:00:00.000"), updated_at: at("07:00:00.000") };
      return insert("history_import", { shop_id, kind, state: "running", next_look_at, ...times });
    };
    await add(shopA, "orders", at("09:00:00.000"));
    await add(shopA, "products", at("08:00:00.000"));
    await add(shopA, "finished", null);
    await add(shopB, "orders", at("08:00:00.000")); // has uninstalled
    expect(await cross.historyImportsDue(at("09:00:00.000"), 10)).toEqual([
      { shopId: shopA, kind: "products" },
      { shopId: shopA, kind: "orders" },
    ]);
    expect(await cross.historyImportsDue(at("08:59:59.999"), 10)).toHaveLength(1);
    expect(await cross.historyImportsDue(at("09:00:00.000"), 1)).toHaveLength(1);
  });
});

test("models are due by time, where none was ever tried, and where past orders were read in since", async () => {
  const now = at("09:00:00.000");
  const never = await world.addShop();
  const model = (shop_id: string, due_at: Date, tried_at = at("05:00:00.000")) =>
    insert("recommendation_model", { shop_id, due_at, tried_at });
  const readIn = (shop_id: string, ended_at: Date) => {
    const times = { started_at: ended_at, updated_at: ended_at, ended_at };
    return insert("history_import", { shop_id, kind: "orders", state: "done", ...times });
  };
  await model(shopA, now);
  await model(shopB, now);
  const [later, again, early] = await Promise.all([1, 2, 3].map(() => world.addShop()));
  await model(later ?? "", at("09:00:00.001"));
  await model(again ?? "", at("23:00:00.000"));
  await readIn(again ?? "", at("05:00:00.001"));
  await model(early ?? "", at("23:00:00.000"));
  await readIn(early ?? "", at("05:00:00.000"));
  const tried = { triedAt: at("05:00:00.000") };
  expect(await cross.modelsDue(now, 10)).toEqual([
    { shopId: never, triedAt: null },
    { shopId: shopA, ...tried },
    { shopId: again, ...tried },
  ]);
  expect(await cross.modelsDue(now, 1)).toHaveLength(1);
  await world.owner.query("delete from shop where id = any($1)", [[never, later, again, early]]);
  await world.owner.query("delete from recommendation_model");
  await world.owner.query("delete from history_import");
});

test("answers that nobody has decided about are found in all shops once their time has come", async () => {
  const answer = async (shopId: string, change: Record<string, unknown>) => {
    const id = randomUUID();
    const row = { contact_id: randomUUID(), inbound_id: randomUUID(), at: at("08:00:00.000") };
    await insert("unclear_answer", { id, shop_id: shopId, ...row, ...change });
    return id;
  };
  const first = await answer(shopA, { decide_by: at("09:00:00.000") });
  const second = await answer(shopB, { decide_by: at("10:00:00.000") });
  await answer(shopA, { decide_by: at("10:00:00.001") });
  await answer(shopA, { decide_by: at("09:00:00.000"), decision: "stop" });
  expect(await cross.answersOverdue(at("10:00:00.000"), 10)).toEqual([
    { shopId: shopA, answerId: first },
    { shopId: shopB, answerId: second },
  ]);
  expect(await cross.answersOverdue(at("10:00:00.000"), 1)).toHaveLength(1);
});
