import { migrateDatabase } from "#app/adapters/db/migrate.server.ts";
import { describeError } from "#app/adapters/log/log.server.ts";

/**
 * `npm run migrate`: brings the database up to date, as its owner. Run it once per release, before
 * the new web and worker start. DATABASE_OWNER_URL names the owner's login where web and worker use
 * another one.
 */
const ownerUrl = process.env["DATABASE_OWNER_URL"] ?? process.env["DATABASE_URL"];
if (!ownerUrl) {
  process.stderr.write("Set DATABASE_URL (or DATABASE_OWNER_URL) to the database to migrate.\n");
  process.exit(1);
}

try {
  await migrateDatabase({ ownerUrl });
  process.stdout.write("The database is up to date.\n");
} catch (error) {
  const { message } = describeError(error);
  process.stderr.write(`${String(message)}\n`);
  process.exit(1);
}
