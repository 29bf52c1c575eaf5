import { migrateDatabase } from "#app/adapters/db/migrate.server.ts";

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
  // In full: the reason stands at its end. It names host and database, never the login's password.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
