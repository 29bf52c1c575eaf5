import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MOST_BYTES = 12 * 1024;
const buildScript = fileURLToPath(
  new URL("../../extensions/whatsapp-opt-in/build.mjs", import.meta.url),
);

describe("the built checkout extension", () => {
  let folder = "";
  let built = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "beckon-extension-"));
    const out = join(folder, "whatsapp-opt-in.js");
    const env = { ...process.env, BECKON_API_URL: "https://built.example.test" };
    execFileSync(process.execPath, [buildScript, "--out", out], { env });
    built = readFileSync(out, "utf8");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is at most 12 KB compressed, so that it never slows a checkout", () => {
    const bytes = gzipSync(built, { level: 9 }).length;
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it("registers both targets in the form that Shopify's host expects", () => {
    const targets = [...built.matchAll(/shopify\.extend\("([^"]+)"/g)].map(([, target]) => target);
    expect(targets).toEqual([
      "purchase.checkout.contact.render-after",
      "purchase.thank-you.block.render",
    ]);
  });

  it("talks to the address that it was built for", () => {
    expect(built).toContain("https://built.example.test");
    expect(built).not.toContain("BECKON_API_URL");
  });
});
