import { isIP } from "node:net";
import { z } from "zod";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]", "::1"]);

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}

/** A list of keys, comma-separated, each 32 bytes in base64. */
const keyList = z.string().transform((text, context) => {
  const keys = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => Buffer.from(part, "base64"));
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    context.addIssue({
      code: "custom",
      message:
        "needs at least one key of 32 bytes in base64; make one with: openssl rand -base64 32",
    });
    return z.NEVER;
  }
  return keys;
});

/** Tokens, names and phone numbers travel there: in the clear only within this machine. */
const url = z
  .url()
  .refine((text) => text.startsWith("https://") || isLoopback(text), "must begin with https://")
  .transform((text) => text.replace(/\/+$/, ""));

/** "10.0.0.1" or "10.0.0.0/8" */
function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
const port = z.coerce.number().int().min(0).max(65535);

const schema = z
  .object({
    NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://"),
    DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16),
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\//, "must start with redis://")
      .optional(),
    PORT: port.default(3000),
    HOST: z.string().default("0.0.0.0"),
    SHOPIFY_API_KEY: z.string().min(1),
    SHOPIFY_API_SECRET: z.string().min(1),
    SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional(),
    SHOPIFY_APP_URL: url,
    APP_BRIDGE_URL: url.default("https://cdn.shopify.com/shopifycloud/app-bridge.js"),
    ENCRYPTION_KEYS: keyList,
    LOOKUP_KEYS: keyList,
    WHATSAPP_APP_ID: z.string().min(1).optional(),
    WHATSAPP_APP_SECRET: z.string().min(1),
    WHATSAPP_VERIFY_TOKEN: z.string().min(1),
    WHATSAPP_CONFIG_ID: z.string().min(1).optional(),
    WHATSAPP_SDK_URL: url.default("https://connect.facebook.net/en_US/sdk.js"),
    WHATSAPP_DIALOG_ORIGINS: z
      .string()
      .default("https://www.facebook.com,https://web.facebook.com")
      .transform((text) => text.split(",").map((part) => part.trim().replace(/\/+$/, ""))),
    WHATSAPP_GRAPH_URL: url.default("https://graph.facebook.com"),
    WHATSAPP_GRAPH_VERSION: z
      .string()
      .regex(/^v\d+\.\d+$/, "looks like v26.0")
      .default("v26.0"),
    TRUSTED_PROXIES: z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((part) => part.trim())
          .filter(Boolean),
      )
      .refine(
        (list) => list.every(isNetwork),
        "needs addresses or ranges: 10.0.0.1,192.168.0.0/16",
      ),
    METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
    SHOPIFY_STANDIN_URL: url.optional(),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine((s) => !s.SHOPIFY_STANDIN_URL || isLoopback(s.SHOPIFY_STANDIN_URL), {
    path: ["SHOPIFY_STANDIN_URL"],
    message: "is accepted only as a loopback address (127.0.0.1 or localhost)",
  })
  .refine((s) => !s.SHOPIFY_STANDIN_URL || isLoopback(s.SHOPIFY_APP_URL), {
    path: ["SHOPIFY_APP_URL"],
    message: "must be a loopback address while SHOPIFY_STANDIN_URL is set",
  });

export type Settings = z.infer<typeof schema>;

/** Thrown with a list that says, line by line, what to set. */
export class SettingsError extends Error {}

function complaint(issue: z.core.$ZodIssue, source: Record<string, string | undefined>): string {
  const name = issue.path.map(String).join(".");
  const missing = source[name] === undefined || source[name] === "";
  return missing && issue.code === "invalid_type"
    ? `  ${name}: is missing`
    : `  ${name}: ${issue.message}`;
}

/**
 * The only reader of the environment.
 * @throws SettingsError naming every setting that is missing or wrong
 */
export function readSettings(source: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => complaint(issue, given));
  throw new SettingsError(
    `Beckon cannot start. Set these (README, "Settings"):\n${[...new Set(lines)].join("\n")}`,
  );
}

/** Libraries read NODE_ENV on their own: left unset, React and Express would work as on a developer's machine. */
export function nameEnvironment(settings: Settings): void {
  process.env["NODE_ENV"] = settings.NODE_ENV;
}
