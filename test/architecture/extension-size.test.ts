import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MOST_BYTES = 12 * 1024;
const buildScript = (name: string) =>
  fileURLToPath(new URL(`../../extensions/${name}/build.mjs`, import.meta.url));

const EXTENSIONS: [name: string, targets: string[]][] = [
  [
    "whatsapp-opt-in",
    [
      "purchase.checkout.contact.render-after",
      "purchase.thank-you.block.render",
      "customer-account.order-status.block.render",
    ],
  ],
  ["whatsapp-account", ["customer-account.profile.block.render"]],
];

describe.each(EXTENSIONS)("the built extension %s", (name, targets) => {
  let folder = "";
  let built = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "beckon-extension-"));
    const out = join(folder, `${name}.js`);
    const env = { ...process.env, BECKON_API_URL: "https://built.example.test" };
    execFileSync(process.execPath, [buildScript(name), "--out", out], { env });
    built = readFileSync(out, "utf8");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is at most 12 KB compressed, so that it never slows a page", () => {
    const bytes = gzipSync(built, { level: 9 }).length;
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it("registers its targets in the form that Shopify's host expects", () => {
    const found = [...built.matchAll(/shopify\.extend\("([^"]+)"/g)].map(([, target]) => target);
    expect(found).toEqual(targets);
  });

  it("talks to the address that it was built for", () => {
    expect(built).toContain("https://built.example.test");
    expect(built).not.toContain("BECKON_API_URL");
  });
});
