import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Secrets = z.object({
  SHOPIFY_API_KEY: z.string(),
  SHOPIFY_API_SECRET: z.string(),
  WHATSAPP_APP_ID: z.string(),
  WHATSAPP_APP_SECRET: z.string(),
  WHATSAPP_VERIFY_TOKEN: z.string(),
  /** What the shop's WhatsApp account is reached with. */
  WHATSAPP_ACCESS_TOKEN: z.string(),
  ENCRYPTION_KEYS: z.string(),
  LOOKUP_KEYS: z.string(),
  METRICS_TOKEN: z.string(),
  /** Password of the role `beckon_app`. */
  databasePassword: z.string(),
});

export type Secrets = z.infer<typeof Secrets>;

/** The demo's secrets, made once and kept in `demo.json`: without the old keys its data could not be read again. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, "demo.json");
  const text = await readFile(file, "utf8").catch(() => "");
  if (text !== "") return Secrets.parse(JSON.parse(text));
  const made = makeSecrets();
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

function makeSecrets(): Secrets {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const key = () => randomBytes(32).toString("base64");
  return {
    SHOPIFY_API_KEY: hex(16),
    SHOPIFY_API_SECRET: `shpss_${hex(16)}`,
    WHATSAPP_APP_ID: String(randomBytes(6).readUIntBE(0, 6)),
    WHATSAPP_APP_SECRET: hex(16),
    WHATSAPP_VERIFY_TOKEN: hex(16),
    WHATSAPP_ACCESS_TOKEN: `EAA${hex(32)}`,
    ENCRYPTION_KEYS: key(),
    LOOKUP_KEYS: key(),
    METRICS_TOKEN: hex(16),
    databasePassword: hex(16),
  };
}
