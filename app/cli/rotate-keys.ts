import { openDb } from "#app/adapters/db/client.server.ts";
import { describeError, openLog } from "#app/adapters/log/log.server.ts";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { readSettings, SettingsError } from "#app/env.server.ts";
import { rotateKeys } from "#app/modules/compliance/index.ts";
import { rotationText } from "./rotation-text.ts";

const CONNECTIONS = 4;

/**
 * `npm run rotate-keys [-- --may-drop KEY]`: seals everything anew under the first of ENCRYPTION_KEYS, says what
 * the older keys are still needed for, and with `--may-drop` ends with 1 where that key must stay.
 */
async function main(): Promise<number> {
  const settings = readSettings();
  const log = openLog({ level: settings.LOG_LEVEL, part: "rotate-keys" });
  const db = openDb({
    url: settings.DATABASE_URL,
    poolSize: CONNECTIONS,
    onError: (error) => log.warn("db.connection", describeError(error)),
  });
  try {
    const vault = openVault(settings.ENCRYPTION_KEYS, settings.LOOKUP_KEYS);
    const report = await rotateKeys({ db, vault, log });
    const at = process.argv.indexOf("--may-drop");
    const asked = at < 0 ? null : (process.argv[at + 1] ?? "");
    const { text, ok } = rotationText(report, vault, asked);
    process.stdout.write(`${text}\n`);
    return ok ? 0 : 1;
  } finally {
    await db.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof SettingsError || error instanceof Error;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
