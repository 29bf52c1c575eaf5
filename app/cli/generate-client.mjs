// Writes app/generated/prisma when the schema changed; part of bootstrap.mjs, so nothing but Node itself is imported.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Generates the database client with the given Node, unless it already fits the schema. No network is used. */
export function generateClient(root, node) {
  const schema = join(root, "prisma", "schema.prisma");
  const output = join(root, "app", "generated", "prisma");
  if (!existsSync(schema)) return;
  const wanted = fingerprint(root, schema);
  const stamp = join(output, ".schema-hash");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Generating the database client …");
  const result = spawnSync(node, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
    cwd: root,
    encoding: "utf8",
    // The update check and the telemetry would wait for a network that may not be there.
    env: { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (result.status !== 0) {
    throw new Error(
      `The database client could not be generated:\n${result.stdout}${result.stderr}`,
    );
  }
  writeFileSync(stamp, wanted);
}

function fingerprint(root, schema) {
  const hash = createHash("sha256").update(readFileSync(schema));
  return hash.update(readFileSync(join(root, "node_modules/prisma/package.json"))).digest("hex");
}
