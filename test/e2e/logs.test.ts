import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** What web and worker write down while people shop, get messages and answer. */

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

/** Ours: the stand-ins' own logs are no part of the product. */
const PARTS = /^(web|worker).*\.log$/;

function ourLogs(): string {
  const folder = join(inject("demo").dataDir, "logs");
  const files = readdirSync(folder).filter((name) => PARTS.test(name));
  expect(files.length).toBeGreaterThanOrEqual(2);
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

/** Names in `demo.json` that hold no secret. */
const OPEN = new Set(["SHOPIFY_API_KEY", "WHATSAPP_APP_ID"]);

function secrets(): string[] {
  const text = readFileSync(join(inject("demo").dataDir, "demo.json"), "utf8");
  const all = z.record(z.string(), z.string()).parse(JSON.parse(text));
  return Object.entries(all).flatMap(([name, value]) => (OPEN.has(name) ? [] : [value]));
}

test("the logs of web and worker name no person and no secret, after a cart, a reminder, a tap and an answer", async () => {
  const person = newPerson("Quirina");
  await stage.leaveCart(person);
  await moveOn(3);
  const phone = await stage.phoneOf(person);
  await (await phone.newest()).waitFor();
  await phone.reply("Kommt die Schürze auch in Petrolblau?");
  await phone.answers.last().waitFor();
  await settle();
  await phone.reply("STOP");
  await phone.answers.nth(1).waitFor();
  await settle();

  const logs = ourLogs();
  expect(logs.length).toBeGreaterThan(1000);
  const digits = person.phone.slice(1);
  const named = [
    digits,
    `0${digits.slice(2)}`,
    Buffer.from(digits).toString("base64url").slice(0, 14), // as in WhatsApp's message ids
    person.email,
    person.firstName,
    "Petrolblau",
  ];
  expect(named.filter((one) => logs.includes(one))).toEqual([]);
  expect(secrets().filter((secret) => logs.includes(secret))).toEqual([]);
  // Whoever else went by: other stories run in the same demo.
  const kinds = [
    /\+49\s?15\d{7,}/,
    /4915\d{8,}/,
    /[\w.]+@example\.(com|test)/,
    /eyJ[\w-]{10,}\./,
    /wamid\.\w{12,}/,
  ];
  expect(kinds.filter((kind) => kind.test(logs)).map(String)).toEqual([]);
});
