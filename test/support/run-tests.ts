// What `npm test` runs: every test there is, those of the queue on both backends. `npm test -- unit e2e` runs the named kinds only.
// It installs what the machine lacks where it may, else it fails and names what to install; BECKON_SKIP=browser,redis
// leaves out, visibly, what needs those. The last line is the sum: "123 passed, 0 failed".
import { ensureBuilt } from "./ensure-build.ts";
import { filesOnQueue } from "./files-on-queue.ts";
import { startRedis } from "./redis.ts";
import { NEEDS, type Need, provideNeeds, skippedNeeds } from "./system-needs.ts";
import { runVitest, type Tally } from "./vitest-run.ts";

interface Suite {
  title: string;
  projects: string[];
  needs?: Need;
  run?: (suite: Suite) => Promise<Tally>;
}

const SUITES: Suite[] = [
  {
    title: "rules, boundaries, stand-ins, extension",
    projects: ["unit", "architecture", "sandbox", "extension"],
  },
  { title: "integration, queue on PostgreSQL", projects: ["integration"] },
  { title: "integration, queue on Redis", projects: ["integration"], needs: "redis", run: onRedis },
  { title: "browser", projects: ["e2e"], needs: "browser", run: inBrowser },
];

async function onRedis({ projects }: Suite): Promise<Tally> {
  const files = filesOnQueue();
  const redis = await startRedis();
  try {
    return await runVitest({ projects, files, env: { REDIS_URL: redis.url } });
  } finally {
    await redis.stop();
  }
}

async function inBrowser({ projects }: Suite): Promise<Tally> {
  await ensureBuilt(["web", "extension", "account"], console.log);
  return runVitest({ projects });
}

/** The suites that the arguments name by kind of test, all without arguments. */
function chosenSuites(kinds: string[]): Suite[] {
  const known = SUITES.flatMap((suite) => suite.projects);
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length > 0) {
    throw new Error(
      `No such kind of test: ${unknown.join(", ")}. There are: ${[...new Set(known)].join(", ")}`,
    );
  }
  if (kinds.length === 0) return SUITES;
  return SUITES.map((suite) => ({
    ...suite,
    projects: suite.projects.filter((project) => kinds.includes(project)),
  })).filter((suite) => suite.projects.length > 0);
}

async function main(): Promise<number> {
  const skip = skippedNeeds(process.env.BECKON_SKIP);
  const suites = chosenSuites(process.argv.slice(2));
  const wanted = suites.filter((suite) => !suite.needs || !skip.has(suite.needs));
  provideNeeds(wanted.flatMap((suite) => suite.needs ?? []));
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of wanted) {
    console.log(`\n── ${suite.title} ──`);
    const tally = await (suite.run ?? runVitest)(suite);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  for (const { title, needs } of suites.filter((suite) => !wanted.includes(suite))) {
    console.log(
      `SKIPPED ${title}: needs ${needs ? NEEDS[needs].what : "nothing"}, left out by BECKON_SKIP`,
    );
  }
  if (total.skipped > 0) console.log(`${total.skipped} tests are marked as skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.log("0 passed, 1 failed");
    process.exit(1);
  },
);
