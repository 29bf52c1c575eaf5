import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { withDatabase } from "./database-url.ts";

export interface TestDatabase {
  /** Superuser: migrates, seeds, looks behind the wall. */
  ownerUrl: string;
  /** The role `beckon_app`, under row-level security: what the app gets as DATABASE_URL. */
  appUrl: string;
  /** Closes what is still connected and drops the database. */
  drop(): Promise<void>;
}

/** A migrated, empty database of its own, copied from the run's template (about 50 ms). One per test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, template, appPassword } = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser(superuserUrl, `create database ${name} template ${template}`);
  const ownerUrl = withDatabase(superuserUrl, name);
  const appUrl = new URL(ownerUrl);
  appUrl.username = "beckon_app";
  appUrl.password = appPassword;
  return {
    ownerUrl,
    appUrl: appUrl.href,
    drop: () => asSuperuser(superuserUrl, `drop database ${name} with (force)`),
  };
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
