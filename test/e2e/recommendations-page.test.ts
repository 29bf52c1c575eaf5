import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { demoNow, settle } from "./demo-time.ts";
import { newPerson, type Person } from "./person.ts";
import { missedByKeyboard, overflowOf } from "./windows/app-frame.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { OpenAdmin, Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** The merchant's page about recommendations: the curve, the threshold, the settings, and why nobody was written to. */

const TITLES = { de: "Empfehlungen", en: "Recommendations" };
const SOON = { timeout: 10_000, interval: 100 };
const DAY_MS = 86_400_000;

/** As the nightly job leaves it for a shop with many orders. */
const MODEL = {
  orders: 18_240,
  persons: 6_120,
  products: 240,
  source: "learned",
  heldOut: { from: "2026-08-01", to: "2026-09-30", persons: 640 },
  curve: [
    { threshold: 0.01, coverage: 1, precision: 0.16, persons: 640 },
    { threshold: 0.05, coverage: 0.72, precision: 0.2, persons: 461 },
    { threshold: 0.1, coverage: 0.45, precision: 0.26, persons: 288 },
    { threshold: 0.2, coverage: 0.19, precision: 0.35, persons: 122 },
    { threshold: 0.4, coverage: 0.04, precision: 0.48, persons: 26 },
  ],
  hitRate: { ours: 0.16, popularity: 0.08 },
  calibration: [],
  orderChance: 0.5,
  seconds: 9,
};
const PRODUCTS = [
  ["990000000001", "Abendtasse Nordlicht"],
  ["990000000002", "Abendtasse Südwind"],
];

const ORDER = randomUUID();

let stage: Stage;
let person: Person;
let database: pg.Client;
let shopId = "";
let contactId = "";
withStage((opened) => {
  stage = opened;
});

const added: string[] = [];

async function addCase(state: string, change: { reason: string; arm?: string; days?: number }) {
  const { reason, arm = null, days = 1 } = change;
  const at = new Date((await demoNow()).getTime() - days * DAY_MS);
  const { rows } = await database.query<{ id: string }>(
    `insert into recommendation_case (shop_id, order_id, contact_id, kind, arm, due_at, state, reason, opened_at, decided_at)
     values ($1, gen_random_uuid(), $6, 'after_purchase', $2, $3, $4, $5, $3, $3) returning id`,
    [shopId, arm, at, state, reason, contactId],
  );
  added.push(...rows.map((row) => row.id));
}

/** Something that was bought by nobody we know, for its price. */
async function addOrder(id: string, priceMinor: number) {
  await database.query(
    `insert into shop_order (id, shop_id, shopify_id, total_minor, currency, created_at, updated_at, written_at)
     values ($1::uuid, $2, ($1::uuid)::text, $3, 'EUR', $4, $4, $4)`,
    [id, shopId, priceMinor, await demoNow()],
  );
  await database.query(
    `insert into order_line (shop_id, order_id, line_id, kind, quantity, price_minor) values ($1, $2, '1', 'product', 1, $3)`,
    [shopId, id, priceMinor],
  );
}

beforeAll(async () => {
  person = newPerson("Frieda");
  await stage.leaveCart(person);
  await settle();
  database = new pg.Client({ connectionString: inject("demo").ownerUrl });
  await database.connect();
  // Nobody else comes meanwhile, and who she is is settled.
  const { rows } = await database.query<{ shop_id: string; contact_id: string }>(
    "select shop_id, contact_id from contact_identifier where kind = 'phone' order by since desc limit 1",
  );
  shopId = rows[0]?.shop_id ?? "";
  contactId = rows[0]?.contact_id ?? "";
  const now = await demoNow();
  await database.query("create temp table model_before as select * from recommendation_model");
  for (const [id, title] of PRODUCTS) {
    await database.query(
      `insert into product (shop_id, product_id, title, status, currency, created_at, updated_at)
       values ($1, $2, $3, 'draft', 'EUR', $4, $4)`,
      [shopId, id, title, now],
    );
  }
  await addOrder(ORDER, 2_500);
  await addCase("skipped", { reason: "no_match" });
  await addCase("skipped", { reason: "not_worth_the_price" });
  for (const days of [20, 21])
    await addCase("held_out", { reason: "held_out", arm: "holdout", days });
  for (const days of [20, 21])
    await addCase("skipped", { reason: "too_late", arm: "treated", days });
}, 120_000);

// Each time anew: a fit that had begun before writes what it found.
beforeEach(async () => {
  const now = await demoNow();
  // Neither due nor behind any import: nobody fits it anew while we look at it.
  const later = new Date(now.getTime() + 1_000 * DAY_MS);
  await database.query(
    `insert into recommendation_model (shop_id, due_at, tried_at, fitted_at, report) values ($1, $2, $2, $3, $4)
     on conflict (shop_id) do update set due_at = $2, tried_at = $2, fitted_at = $3, report = $4, problem = null`,
    [shopId, later, now, JSON.stringify(MODEL)],
  );
});

afterAll(async () => {
  await database.query("delete from recommendation_model where shop_id = $1", [shopId]);
  await database.query(
    "insert into recommendation_model select * from model_before where shop_id = $1",
    [shopId],
  );
  await database.query("delete from product where product_id like '9900000000%'");
  await database.query("delete from order_line where order_id = $1", [ORDER]);
  await database.query("delete from shop_order where id = $1", [ORDER]);
  await database.query("delete from recommendation_case where id = any($1::uuid[])", [added]);
  await database.end();
});

async function openPage(language: Language = "de", width = 1440): Promise<OpenAdmin> {
  const admin = await stage.admin("/app/recommendations", { language, width });
  await admin.window.app.getByRole("heading", { name: TITLES[language], level: 1 }).waitFor();
  return admin;
}

// German words are the longer ones.
const WIDTHS: [Language, number][] = [
  ["de", 1440],
  ["de", 390],
  ["en", 1440],
];

test.each(WIDTHS)("in %s at %i px it can be used by everybody", async (language, width) => {
  const { page, window } = await openPage(language, width);
  await window.app.getByLabel("Abendtasse Nordlicht").waitFor();
  await keepScreenshot(page, `admin-recommendations-${language}-${width}`);
  expect(await seriousIssues(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
});

test("the keyboard reaches every control", async () => {
  const { page, window } = await openPage();
  await window.app.getByLabel("Abendtasse Nordlicht").waitFor();
  expect(await missedByKeyboard(page)).toEqual([]);
});

test("the curve is drawn, told in words and in figures, and the mark follows what is typed", async () => {
  const { app } = (await openPage()).window;
  await app.getByRole("figure", { name: /^Wie gut es in Ihrem Shop geklappt hätte/ }).waitFor();
  const table = app.getByRole("region", { name: "Die Kurve in Zahlen" });
  const row = table.getByRole("row", { name: /^20\s%/ });
  expect(await row.innerText()).toMatch(/19\s%\s+35\s%/);
  // More than the best match of anybody brings.
  const threshold = app.getByLabel("Marge, die eine Nachricht mindestens versprechen muss");
  await threshold.fill("900");
  await app.getByText(/hätte niemand eine Nachricht bekommen/).waitFor();
  await threshold.fill("0");
  await app
    .getByText(/von 100 Kundinnen und Kunden, die wiederkamen, 100 geschrieben, von denen etwa 16/)
    .waitFor();
  await threshold.fill("viel");
  await app.getByText(/Wo Ihre Schwelle liegt, lässt sich noch nicht sagen/).waitFor();
});

test("wrong settings are refused at their field, right ones are saved and kept", async () => {
  const { page, window } = await openPage();
  const { app } = window;
  const save = app.getByRole("button", { name: "Speichern" });
  const wait = app.getByLabel("Warten nach der Bestellung");
  const before = await wait.inputValue();
  await wait.fill("bald");
  await save.click();
  await app.getByText("Nicht gespeichert: Bitte einige Felder prüfen").waitFor();
  expect(await wait.getAttribute("aria-invalid")).toBe("true");
  await app.getByText("Ganze Tage zwischen 1 und 60 eingeben").waitFor();
  for (const value of ["21", before]) {
    await wait.fill(value);
    await save.click();
    await app.getByText("Einstellungen gespeichert").waitFor();
    await page.reload();
    await expect.poll(() => wait.inputValue(), SOON).toBe(value);
  }
});

test("a product is found by its name, left out, and let in again", async () => {
  const { page, window } = await openPage();
  const { app } = window;
  const save = app.getByRole("button", { name: "Speichern" });
  const wind = app.getByLabel("Abendtasse Südwind");
  await wind.waitFor();
  await app.getByLabel("Produkt suchen, das nie empfohlen werden soll").fill("nordLICHT");
  await expect.poll(() => wind.count(), SOON).toBe(0);
  await app.getByLabel("Abendtasse Nordlicht").check();
  await app.getByText("1 Produkt wird nie empfohlen:").waitFor();
  await save.click();
  await app.getByText("Einstellungen gespeichert").waitFor();
  await page.reload();
  await app.getByRole("button", { name: "Abendtasse Nordlicht entfernen" }).click();
  await app.getByText("Kein Produkt ist ausgeschlossen.").waitFor();
  await save.click();
  await app.getByText("Einstellungen gespeichert").waitFor();
});

test("says why nobody was written to, by number and by person, and leads to the person", async () => {
  const { app } = (await openPage()).window;
  const why = app.getByRole("region", { name: "Warum es keine Nachricht gab" });
  await why.getByRole("row", { name: /^Kein Produkt passt gut genug/ }).waitFor();
  await app.getByText(/Das schließt null ein: Es kann noch Zufall sein/).waitFor();
  const number = `+49…${person.phone.slice(-3)}`;
  const own = app
    .getByRole("list", { name: "Letzte Entscheidungen" })
    .getByRole("listitem")
    .filter({ hasText: number });
  const row = own.filter({ hasText: "Kein Produkt passt gut genug" });
  await row.getByRole("link", { name: number }).click();
  const heading = app.getByRole("heading", { name: number, level: 1 });
  await expect.poll(() => heading.count(), SOON).toBe(1);
});

test("the past is read in again when one asks for it", async () => {
  const { app } = (await openPage()).window;
  const before = await demoNow();
  await app.getByRole("button", { name: /^(Erneut einlesen|Einlesen)$/ }).click();
  const done = async () => {
    const { rows } = await database.query(
      "select from history_import where shop_id = $1 and state = 'done' and started_at >= $2",
      [shopId, before],
    );
    return rows.length;
  };
  await expect.poll(done, { ...SOON, timeout: 30_000 }).toBe(2);
  const list = app.getByRole("list", { name: "Frühere Bestellungen und Produkte" });
  await expect.poll(() => list.getByText("Fertig", { exact: true }).count(), SOON).toBe(2);
});

test("is switched on and off, and the home page tells which", async () => {
  const { app } = (await openPage()).window;
  const turn = (name: string) => app.getByRole("button", { name }).click();
  const isOn = await app.getByRole("button", { name: "Empfehlungen ausschalten" }).count();
  const [first, second] = ["Empfehlungen einschalten", "Empfehlungen ausschalten"];
  for (const name of isOn === 1 ? [second, first] : [first, second]) await turn(name ?? "");
  await app.getByText(isOn === 1 ? "Eingeschaltet" : "Ausgeschaltet", { exact: true }).waitFor();
  const home = await stage.admin();
  await home.window.app.getByRole("link", { name: "Zu den Empfehlungen" }).click();
  const heading = home.window.app.getByRole("heading", { name: TITLES.de, level: 1 });
  await expect.poll(() => heading.count(), SOON).toBe(1);
});
