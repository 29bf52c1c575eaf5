import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { type MappingProblem, mappingProblems } from "./columns.rules.ts";
import { nameContext } from "./import-file.ts";
import { runImportJob } from "./import.jobs.ts";
import { beginRows, dropFiles, findRun, forgetPeople, moveRun } from "./import.store.server.ts";
import { IMPORT_FILES_LIVE_DAYS, type ImportMapping } from "./import.types.ts";

interface Target {
  shopId: string;
  importId: string;
}

async function hand(deps: Deps, target: Target): Promise<void> {
  await deps.jobs.enqueue(runImportJob, target, { jobId: `import-${target.importId}` });
}

export type CheckAsked =
  { ok: true } | { ok: false; problems: MappingProblem[] } | { ok: false; problems: "not_now" };

/** Asks for a dry run with this mapping; also once more, after a correction. */
export async function askCheck(
  deps: Deps,
  target: Target,
  mapping: ImportMapping,
): Promise<CheckAsked> {
  const at = deps.clock.now();
  const asked = await deps.db.inShop(target.shopId, async (tx): Promise<CheckAsked> => {
    const run = await findRun(tx, target);
    if (!run?.columns) return { ok: false, problems: "not_now" };
    const header: unknown = JSON.parse(deps.vault.open(run.columns, nameContext(target)));
    const problems = mappingProblems(mapping, Array.isArray(header) ? header.map(String) : []);
    if (problems.length > 0) return { ok: false, problems };
    const from = ["ready" as const, "checked" as const];
    const moved = await moveRun(tx, target, { from, to: "checking", at, mapping });
    if (!moved) return { ok: false, problems: "not_now" };
    await beginRows(tx, target, at);
    return { ok: true };
  });
  if (asked.ok) await hand(deps, target);
  return asked;
}

/** After a dry run: writes what it found to the ledger. */
export async function askImport(deps: Deps, target: Target): Promise<boolean> {
  const at = deps.clock.now();
  const moved = await deps.db.inShop(target.shopId, async (tx) => {
    if (!(await moveRun(tx, target, { from: ["checked"], to: "importing", at }))) return false;
    await beginRows(tx, target, at);
    return true;
  });
  if (moved) await hand(deps, target);
  return moved;
}

/** Ends a run. What is in the ledger stays there: it is proof. */
export async function abortImport(deps: Deps, target: Target): Promise<boolean> {
  const at = deps.clock.now();
  const from = ["uploading", "ready", "checking", "checked", "importing"] as const;
  return deps.db.inShop(target.shopId, async (tx) => {
    if (!(await moveRun(tx, target, { from: [...from], to: "aborted", at }))) return false;
    await forgetPeople(tx, target, { file: true });
    return true;
  });
}

/** Deletes files that have served their time, with what is known of their rows. Gives how many. */
export async function forgetImports(deps: Deps, shopId: string): Promise<number> {
  const at = deps.clock.now();
  const before = addDays(at, -IMPORT_FILES_LIVE_DAYS);
  return deps.db.inShop(shopId, (tx) => dropFiles(tx, shopId, { before, at }));
}
