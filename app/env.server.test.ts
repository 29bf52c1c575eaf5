import { describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "./env.server.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const complete = {
  DATABASE_URL: "postgres://beckon@127.0.0.1/beckon",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "secret",
  SHOPIFY_APP_URL: "https://app.example.com/",
  ENCRYPTION_KEYS: key,
  LOOKUP_KEYS: `${key}, ${key}`,
  WHATSAPP_APP_SECRET: "meta",
  WHATSAPP_VERIFY_TOKEN: "verify",
};

function complaint(source: Record<string, string | undefined>): string {
  try {
    readSettings(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "none";
}

describe("readSettings", () => {
  it("fills in what has a default and drops the slash at an address's end", () => {
    expect(readSettings(complete)).toMatchObject({
      PORT: 3000,
      SHOPIFY_APP_URL: "https://app.example.com",
      WHATSAPP_GRAPH_URL: "https://graph.facebook.com",
      WHATSAPP_GRAPH_VERSION: "v26.0",
      TRUSTED_PROXIES: [],
      LOG_LEVEL: "info",
    });
  });

  it("names every missing setting at once", () => {
    const message = complaint({});
    for (const name of Object.keys(complete)) expect(message).toContain(`  ${name}: is missing`);
  });

  it("takes an empty value for a missing one", () => {
    expect(complaint({ ...complete, SHOPIFY_API_SECRET: "" })).toContain(
      "SHOPIFY_API_SECRET: is missing",
    );
  });

  it.each([
    ["DATABASE_URL", "mysql://x", "must start with postgres://"],
    ["REDIS_URL", "http://x", "must start with redis://"],
    ["ENCRYPTION_KEYS", "c2hvcnQ=", "openssl rand -base64 32"],
    ["WHATSAPP_GRAPH_VERSION", "26", "looks like v26.0"],
    ["PORT", "70000", "PORT"],
    ["METRICS_TOKEN", "short", "at least 16 characters"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL"],
    ["TRUSTED_PROXIES", "load-balancer", "10.0.0.1,192.168.0.0/16"],
    ["TRUSTED_PROXIES", "10.0.0.0/33", "10.0.0.1,192.168.0.0/16"],
    ["SHOPIFY_APP_URL", "http://app.example.com", "must begin with https://"],
    ["WHATSAPP_GRAPH_URL", "http://graph.facebook.com", "must begin with https://"],
    ["WHATSAPP_SDK_URL", "javascript:alert(1)", "must begin with https://"],
  ])("says what is wrong with %s", (name, value, words) => {
    expect(complaint({ ...complete, [name]: value })).toContain(words);
  });

  it("never repeats a wrong secret", () => {
    const secret = "bm90LWEta2V5LW9mLTMyLWJ5dGVz";
    expect(complaint({ ...complete, ENCRYPTION_KEYS: secret })).not.toContain(secret);
  });

  it.each([
    ["https://standin.example.com", "http://127.0.0.1:1", "SHOPIFY_STANDIN_URL"],
    ["http://localhost:4602", "https://app.example.com", "SHOPIFY_APP_URL"],
  ])("refuses the stand-in %s beside the app at %s", (standin, app, name) => {
    const message = complaint({
      ...complete,
      SHOPIFY_STANDIN_URL: standin,
      SHOPIFY_APP_URL: app,
    });
    expect(message).toContain(`${name}:`);
    expect(message).toContain("loopback");
  });

  it("accepts the stand-in on loopback, whatever NODE_ENV says", () => {
    const settings = readSettings({
      ...complete,
      NODE_ENV: "production",
      SHOPIFY_STANDIN_URL: "http://localhost:4602",
      SHOPIFY_APP_URL: "http://127.0.0.1:4601",
    });
    expect(settings.SHOPIFY_STANDIN_URL).toBe("http://localhost:4602");
  });
});
