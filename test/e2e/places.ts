import type { BrowserContextOptions, Page } from "playwright-core";
import pg from "pg";
import { expect, inject } from "vitest";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";

/** What the ledger of the demo's shop got from one place since then, oldest first. */
async function ledgerOf(source: string, since: Date): Promise<string[]> {
  const client = new pg.Client(inject("demo").ownerUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ kind: string; topic: string | null }>(
      `select kind, topic from consent_event e join shop s on s.id = e.shop_id
       where s.domain = $1 and e.source = $2 and e.id > $3::uuid order by e.id`,
      [DEMO_SHOP, source, firstIdAfter(since)],
    );
    return rows.map(({ kind, topic }) => `${kind} ${topic}`);
  } finally {
    await client.end();
  }
}

/** The smallest UUIDv7 of an instant: events are numbered in real time, whatever the demo's clock says. */
function firstIdAfter(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Waits until the ledger holds this many events of the source, then gives them. */
export async function untilLedger(source: string, since: Date, count: number): Promise<string[]> {
  await expect
    .poll(async () => (await ledgerOf(source, since)).length, { timeout: 10_000 })
    .toBe(count);
  return ledgerOf(source, since);
}

const ALL = ["reminders", "recommendations", "offers", "tap_tracking"];
export const every = (kind: string) => ALL.map((topic) => `${kind} ${topic}`);

/** A page of the demo's shop. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(`${inject("demo").shopifyUrl}/shop${path}`);
}

export const PHONE_WIDTH: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

const COUNT_SHIFTS = `
  globalThis.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });`;

/** What has moved on the page without the shopper's doing, as browsers count it (CLS). */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript({ content: COUNT_SHIFTS });
  return async () => Number(await page.evaluate<unknown>("globalThis.shifts"));
}
