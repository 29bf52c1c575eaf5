import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  abortImport,
  addPart,
  askCheck,
  askImport,
  beginImport,
  endUpload,
  forgetImports,
  importReport,
  runImport,
  troubledLines,
} from "#app/modules/optin/index.ts";
import { type ImportShown, PART_BYTES } from "#app/modules/optin/import/import.types.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";
import { startStories, type Stories } from "./stories.ts";

/** A list of opt-ins that a merchant brings along: only with proof, never over a "no". */

let stories: Stories;
let story: Story;
beforeAll(async () => {
  stories = await startStories();
  story = await startStory(stories);
});
afterAll(() => stories.close());
beforeEach(() => nextMorning(stories));

const WORDING = "Ja, Leinenwerk darf mir per WhatsApp Angebote schicken. Widerruf jederzeit.";
const HEADER = "Telefon;Datum;Quelle;Einwilligungstext;Bestätigung;Sprache;Themen";
const line = (
  phone: string,
  change: Partial<Record<"at" | "place" | "words" | "how", string>> = {},
) =>
  [
    phone,
    change.at ?? "2026-10-03 14:22",
    change.place ?? "Formular",
    change.words ?? WORDING,
    change.how ?? "WhatsApp",
    "de",
    "Angebote",
  ].join(";");
const file = (...lines: string[]) => Buffer.from([HEADER, ...lines].join("\r\n"));

async function upload(bytes: Buffer, shopId = story.shopId) {
  const { deps } = stories;
  const importId = await beginImport(deps, shopId, "liste.csv");
  const target = { shopId, importId };
  let part = 0;
  for (let at = 0; at < bytes.length; at += PART_BYTES, part += 1) {
    await addPart(deps, target, { part, bytes: bytes.subarray(at, at + PART_BYTES) });
  }
  return { target, ended: await endUpload(deps, target, { parts: part, bytes: bytes.length }) };
}

async function shown(importId: string): Promise<ImportShown> {
  const found = (await importReport(stories.deps, story.shopId)).find(({ id }) => id === importId);
  if (!found) throw new Error("no such import");
  return found;
}

async function check(bytes: Buffer) {
  const { target, ended } = await upload(bytes);
  expect(ended).toEqual({ ok: true });
  const { mapping } = await shown(target.importId);
  expect(await askCheck(stories.deps, target, mapping)).toEqual({ ok: true });
  await runImport(stories.deps, target);
  return target;
}

async function bring(bytes: Buffer) {
  const target = await check(bytes);
  expect(await askImport(stories.deps, target)).toBe(true);
  await runImport(stories.deps, target);
  return target;
}

async function eventsOf(phone: string) {
  const { rows } = await stories.owner.query<{
    kind: string;
    source: string;
    at: Date;
    place: string;
  }>(
    `select e.kind, e.source, e.at, e.place from consent_event e join contact_identifier i using (shop_id, contact_id)
     where i.shop_id = $1 and i.hash = $2 order by e.recorded_at, e.id`,
    [story.shopId, stories.deps.vault.hash(story.shopId, "phone", phone)],
  );
  return rows;
}

async function troubles(target: { shopId: string; importId: string }) {
  const lines = [];
  for await (const one of troubledLines(stories.deps, target)) lines.push(one);
  return lines;
}

describe("a dry run", () => {
  it("says what would become of every row, and writes nothing to the ledger", async () => {
    const [good, waiting, broken] = [newPhone(), newPhone(), newPhone()];
    const target = await check(
      file(
        line(good),
        line(waiting, { how: "E-Mail" }),
        line(broken, { words: "" }),
        "",
        line(good),
      ),
    );
    const run = await shown(target.importId);
    expect(run).toMatchObject({ state: "checked", rows: 4, granted: 1, pending: 1, refused: 2 });
    expect(await troubles(target)).toEqual([
      { line: 3, outcome: "pending", reason: "unconfirmed" },
      { line: 4, outcome: "refused", reason: "wording_missing" },
      { line: 6, outcome: "refused", reason: "twice_in_file" },
    ]);
    expect(await eventsOf(good)).toEqual([]);
  });

  it("is not begun with a proof column missing", async () => {
    const { target } = await upload(file(line(newPhone())));
    const { mapping } = await shown(target.importId);
    const { wording: _left, ...columns } = mapping.columns;
    expect(await askCheck(stories.deps, target, { ...mapping, columns })).toEqual({
      ok: false,
      problems: [{ field: "wording", problem: "missing" }],
    });
    expect(await askImport(stories.deps, target)).toBe(false);
  });
});

describe("an import", () => {
  it("records consent with its proof, from the moment of the act, and only what is confirmed counts", async () => {
    const [good, waiting] = [newPhone(), newPhone()];
    const target = await bring(file(line(good), line(waiting, { how: "Formular" })));
    expect(await shown(target.importId)).toMatchObject({ state: "done", granted: 1, pending: 1 });
    const { rows: parts } = await stories.owner.query(
      "select 1 from import_part where import_id = $1",
      [target.importId],
    );
    expect(parts).toEqual([]);
    expect(await eventsOf(good)).toMatchObject([
      { kind: "granted", source: "import", place: "import", at: new Date("2026-10-03T12:22:00Z") },
    ]);
    expect(await eventsOf(waiting)).toMatchObject([{ kind: "requested", source: "import" }]);
    expect(await story.accepted(waiting)).toEqual([]);
  });

  it("never lifts a no: neither of a person here, nor of a number that was only ever suppressed", async () => {
    const [left, stranger] = [newPhone(), newPhone()];
    const cart = await story.checkout({ email: newMail() });
    await story.tick(left, cart.token);
    await story.inbound(left, { text: "STOP" });
    await story.inbound(stranger, { text: "STOP" });
    const before = (await eventsOf(left)).length;
    const target = await bring(file(line(left), line(stranger)));
    expect(await shown(target.importId)).toMatchObject({ granted: 0, refused: 2 });
    expect(await eventsOf(left)).toHaveLength(before);
    const { rows } = await stories.owner.query<{ state: string }>(
      `select distinct state from consent_state s join contact_identifier i using (shop_id, contact_id)
       where i.hash = any($1)`,
      [[left, stranger].map((phone) => stories.deps.vault.hash(story.shopId, "phone", phone))],
    );
    expect(rows).toEqual([{ state: "withdrawn" }]);
  });

  it("of the same file again adds nothing, nor does a row twice in the file", async () => {
    const phones = [newPhone(), newPhone()];
    const bytes = file(...phones.map((phone) => line(phone)), line(phones[0] ?? ""));
    await bring(bytes);
    const again = await bring(bytes);
    expect(await shown(again.importId)).toMatchObject({ granted: 0, known: 2, refused: 1 });
    for (const phone of phones) expect(await eventsOf(phone)).toHaveLength(1);
  });

  it("goes on where it broke off, and no row comes twice", async () => {
    const phones = Array.from({ length: 265 }, newPhone);
    const target = await check(file(...phones.map((phone) => line(phone))));
    await askImport(stories.deps, target);
    const { inShop } = stories.deps.db;
    let transactions = 0;
    const dying = {
      ...stories.deps,
      db: {
        ...stories.deps.db,
        inShop: <T>(shopId: string, work: Parameters<typeof inShop<T>>[1]) => {
          transactions += 1;
          if (transactions > 4) throw new Error("the worker is gone");
          return inShop(shopId, work);
        },
      },
    };
    await expect(runImport(dying, target)).rejects.toThrow("gone");
    const halfway = await shown(target.importId);
    expect(halfway.state).toBe("importing");
    expect(halfway.rows).toBeGreaterThan(0);
    expect(halfway.rows).toBeLessThan(265);
    await runImport(stories.deps, target);
    expect((await shown(target.importId)).rows).toBe(halfway.rows);
    stories.clock.forward({ minutes: 2 });
    expect(await stories.deps.db.crossShop.importsDue(stories.clock.now(), 10)).toContainEqual(
      target,
    );
    await runImport(stories.deps, target);
    expect(await shown(target.importId)).toMatchObject({ state: "done", rows: 265, granted: 265 });
    for (const phone of phones) expect(await eventsOf(phone)).toHaveLength(1);
  });

  it("that is aborted stops there; what is in the ledger stays", async () => {
    const target = await check(file(line(newPhone())));
    await askImport(stories.deps, target);
    expect(await abortImport(stories.deps, target)).toBe(true);
    await runImport(stories.deps, target);
    expect(await shown(target.importId)).toMatchObject({ state: "aborted", rows: 0 });
    expect(await abortImport(stories.deps, target)).toBe(false);
  });

  it("is somebody else's for another shop", async () => {
    const target = await check(file(line(newPhone())));
    const other = await stories.addShop();
    expect(await importReport(stories.deps, other)).toEqual([]);
    expect(await askImport(stories.deps, { ...target, shopId: other })).toBe(false);
    expect(
      await addPart(
        stories.deps,
        { ...target, shopId: other },
        { part: 0, bytes: Buffer.from("x") },
      ),
    ).toBe(false);
  });

  it("is forgotten after 30 days, with its rows", async () => {
    const target = await bring(file(line(newPhone()), "unlesbar"));
    stories.clock.forward({ hours: 24 * 29 });
    expect(await forgetImports(stories.deps, story.shopId)).toBeGreaterThanOrEqual(0);
    expect((await shown(target.importId)).fileDeleted).toBe(false);
    stories.clock.forward({ hours: 25 });
    await forgetImports(stories.deps, story.shopId);
    expect(await shown(target.importId)).toMatchObject({
      fileDeleted: true,
      fileName: "",
      granted: 1,
    });
    const { rows } = await stories.owner.query(
      "select 1 from import_part where import_id = $1 union all select 1 from import_row where import_id = $1",
      [target.importId],
    );
    expect(rows).toEqual([]);
  });
});

describe("files of every kind", () => {
  const latin = (text: string) => Buffer.from(text, "latin1");
  const wide = (text: string) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const place = "Müllers Lädchen";

  it.each([
    ["UTF-8 with a mark", (text: string) => Buffer.from(`\ufeff${text}`)],
    ["UTF-16 of a spreadsheet", wide],
    ["UTF-16 without a mark", (text: string) => Buffer.from(text, "utf16le")],
    ["Latin-1", latin],
    ["tabs", (text: string) => Buffer.from(text.replaceAll(";", "\t"))],
    ["old line ends", (text: string) => Buffer.from(text.replaceAll("\r\n", "\r"))],
  ])("are read: %s", async (_name, encode) => {
    const phone = newPhone();
    await bring(encode(file(line(phone, { place })).toString()));
    const { rows } = await stories.owner.query<{ id: string; data_key: Buffer; evidence: Buffer }>(
      `select c.id, c.data_key, e.evidence from consent_event e join contact c on c.id = e.contact_id
       join contact_identifier i on i.contact_id = c.id where i.hash = $1`,
      [stories.deps.vault.hash(story.shopId, "phone", phone)],
    );
    const [row] = rows;
    if (!row) throw new Error("nothing was recorded");
    const evidence: unknown = JSON.parse(
      stories.deps.vault.openFor(row.data_key, row.id, row.evidence),
    );
    expect(evidence).toMatchObject({
      importFile: "liste.csv",
      importRow: 2,
      importedFrom: place,
      shownText: WORDING,
      confirmedBy: "WhatsApp",
    });
  });

  it("with a line of a million characters lose that line only", async () => {
    const [first, last] = [newPhone(), newPhone()];
    const target = await bring(
      file(line(first), line(newPhone(), { place: "x".repeat(1_000_000) }), line(last)),
    );
    expect(await shown(target.importId)).toMatchObject({ granted: 2, refused: 1 });
    expect(await troubles(target)).toEqual([{ line: 3, outcome: "refused", reason: "too_long" }]);
  });

  it("with a quote that nobody closes fail, and say so", async () => {
    const target = await check(file(line(newPhone()), `"${line(newPhone())}`));
    expect(await shown(target.importId)).toMatchObject({ state: "failed", problem: "quote_open" });
  });

  it.each([
    ["nothing", Buffer.from(""), { ok: false, problem: "empty" }],
    ["one column", Buffer.from("Telefon\n+49"), { ok: false, problem: "no_columns" }],
    [
      "a picture",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 0x3b, 0, 9, 9]),
      { ok: false, problem: "not_text" },
    ],
  ])("are refused at once: %s", async (_name, bytes, ended) => {
    expect((await upload(bytes)).ended).toEqual(ended);
  });

  it("are not taken in parts that are too large, or twice as two", async () => {
    const { deps } = stories;
    const target = { shopId: story.shopId, importId: await beginImport(deps, story.shopId, "a") };
    expect(await addPart(deps, target, { part: 0, bytes: new Uint8Array(PART_BYTES + 1) })).toBe(
      false,
    );
    expect(await addPart(deps, target, { part: -1, bytes: Buffer.from("a") })).toBe(false);
    const bytes = file(line(newPhone()));
    for (let times = 0; times < 2; times += 1) await addPart(deps, target, { part: 0, bytes });
    expect(await endUpload(deps, target, { parts: 2, bytes: 9 })).toEqual({
      ok: false,
      problem: "incomplete",
    });
    expect(await endUpload(deps, target, { parts: 1, bytes: bytes.length })).toEqual({ ok: true });
    expect(await addPart(deps, target, { part: 1, bytes })).toBe(false);
  });
});

it("refuses a list of more lines than it takes, instead of leaving some out", async () => {
  const gap = Buffer.alloc(500_000, "\n");
  const bytes = Buffer.concat([file(line(newPhone())), gap, Buffer.from(line(newPhone()))]);
  const target = await check(bytes);
  expect(await shown(target.importId)).toMatchObject({ state: "failed", problem: "too_many_rows" });
}, 60_000);

it("checks 20,000 rows without holding them", async () => {
  const row = (n: number) => line(`+4915${String(100_000_000 + n)}`);
  const target = await check(file(...Array.from({ length: 20_000 }, (_, n) => row(n))));
  expect(await shown(target.importId)).toMatchObject({
    state: "checked",
    rows: 20_000,
    granted: 20_000,
  });
}, 60_000);
