// Who may import whom; the reasons are in design decisions: a module imports lower levels only, and only stores,
// adapters and the composition know that there is a database. `test/architecture/boundaries.test.ts` plants a
// violation of every rule below and fails if one of them goes unnoticed.

/** The modules by level: each may import the levels above its own line. */
const LEVELS = [
  ["shops", "intake"],
  ["contacts", "catalog", "costs", "channel"],
  ["consent", "templates", "links", "orders", "media"],
  ["messaging"],
  [
    "optin",
    "preferences",
    "conversations",
    "checkouts",
    "recommendations",
    "campaigns",
    "attribution",
  ],
  ["proof"],
  ["compliance", "reports"],
];

const module_ = "^app/modules/([^/]+)/";
const named = (names) => `^app/modules/(${names.join("|")})/`;
const pure = "\\.(rules|types)\\.ts$";
const store = "\\.store\\.server\\.ts$";
const test = "\\.test\\.tsx?$";
const packages = (...names) => `node_modules/(${names.join("|")})/`;

const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Level n: the module itself, and everything of the levels before n. */
const levelRules = LEVELS.map((names, level) =>
  rule(
    `level-${level}`,
    `Modules of level ${level} import lower levels only: the order is in .dependency-cruiser.cjs.`,
    { path: named(names) },
    {
      path: "^app/modules/",
      pathNot: ["^app/modules/$1/", ...LEVELS.slice(0, level).map(named)],
    },
  ),
);

/** One package, one place: replacing it must touch one folder. Types may travel. */
const sdkRule = (name, sdk, homes) =>
  rule(
    name,
    `Only ${homes.join(", ")} may know this package.`,
    { path: "^(app|extensions)/", pathNot: [...homes, test] },
    { path: sdk, dependencyTypesNot: ["type-only"] },
  );

module.exports = {
  forbidden: [
    rule(
      "no-cycles",
      "A cycle at run time has no first file to read.",
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    ),
    rule(
      "no-unresolvable",
      "An import must lead to a file or an installed package.",
      { pathNot: "^app/(web|entry)" },
      { couldNotResolve: true, pathNot: "^virtual:" },
    ),
    rule(
      "no-orphans",
      "A file that nothing imports and that imports nothing is left over.",
      {
        orphan: true,
        path: "^app/",
        pathNot: ["^app/(root|entry\\.)", "^app/(routes|cli|web|worker)/", "\\.(d\\.ts|mjs)$"],
      },
      {},
    ),
    rule(
      "shared-imports-nothing",
      "shared/ is the bottom.",
      { path: "^app/shared/" },
      {
        path: "^app/",
        pathNot: "^app/shared/",
      },
    ),
    rule(
      "ports-are-interfaces",
      "Ports know shared/ and each other; the transaction type is the one thing they take from adapters/db.",
      { path: "^app/ports/" },
      {
        path: "^app/",
        pathNot: ["^app/(ports|shared)/", "^app/adapters/db/client\\.server\\.ts$"],
      },
    ),
    rule(
      "ports-take-types-only",
      "A port that runs adapter code is no port.",
      { path: "^app/ports/" },
      { path: "^app/adapters/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "rules-are-pure",
      "Rules and types see facts, not the world: shared, other rules and types, zod, linear algebra.",
      { path: `^app/.*${pure}` },
      { pathNot: ["^app/shared/", pure, packages("zod", "ml-matrix")] },
    ),
    rule(
      "job-definitions-are-data",
      "A job file says name, payload and retries; the work is a use-case.",
      { path: "^app/.*\\.jobs\\.ts$" },
      { pathNot: ["^app/shared/", "^app/ports/jobs\\.ts$", "\\.types\\.ts$", packages("zod")] },
    ),
    rule(
      "modules-stay-inside",
      "A module reaches the world through ports; stores through adapters/db.",
      { path: module_ },
      {
        path: "^app/",
        pathNot: ["^app/(modules|ports|shared)/", "^app/adapters/db/", "^app/generated/"],
      },
    ),
    rule(
      "stores-own-the-database",
      "Only stores touch the database.",
      { path: module_, pathNot: [store, test] },
      { path: "^app/(adapters/db|generated)/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "stores-are-private",
      "A table is read and written by its own module only.",
      { path: "^app/", pathNot: module_ },
      { path: store },
    ),
    rule(
      "modules-through-index",
      "Another module is reached through its index.ts; rules and types may be named directly.",
      { path: module_ },
      { path: module_, pathNot: ["^app/modules/$1/", "^app/modules/[^/]+/index\\.ts$", pure] },
    ),
    rule(
      "not-through-own-index",
      "Inside a module files import each other, not their own index.ts.",
      { path: module_, pathNot: [test] },
      { path: "^app/modules/$1/index\\.ts$" },
    ),
    rule(
      "every-module-has-a-level",
      "A new module is added to LEVELS in .dependency-cruiser.cjs.",
      { path: "^app/modules/", pathNot: named(LEVELS.flat()) },
      {},
    ),
    ...levelRules,
    rule(
      "adapters-know-no-business",
      "Adapters know ports and shared; business rules live in modules.",
      { path: "^app/adapters/" },
      { path: "^app/", pathNot: ["^app/(adapters|ports|shared|generated)/"] },
    ),
    rule(
      "adapters-stay-apart",
      "Adapters meet in composition.server.ts.",
      { path: "^app/adapters/([^/]+)/" },
      { path: "^app/adapters/", pathNot: "^app/adapters/$1/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "routes-stay-thin",
      "A route parses, calls one use-case and answers: composition, module faces, rules, types, ui, shared.",
      { path: "^app/routes/" },
      {
        path: "^app/",
        pathNot: [
          "^app/(routes|ui|shared)/",
          "^app/composition\\.server\\.ts$",
          "^app/modules/[^/]+/index\\.ts$",
          pure,
        ],
      },
    ),
    rule(
      "ui-stays-presentational",
      "Pieces of the interface take data as props.",
      { path: "^app/ui/" },
      { path: "^app/", pathNot: ["^app/(ui|shared)/", pure] },
    ),
    rule(
      "entries-are-roots",
      "web, worker and cli start things; nothing is built on them.",
      { path: "^app/", pathNot: "^app/(web|worker|cli)/" },
      { path: "^app/(web|worker|cli)/" },
    ),
    rule(
      "entries-stay-apart",
      "web, worker and cli meet in composition.server.ts.",
      { path: "^app/(web|worker|cli)/" },
      { path: "^app/(web|worker|cli)/", pathNot: "^app/$1/" },
    ),
    sdkRule("database-has-one-home", `^app/generated/|${packages("@prisma", "pg")}`, [
      "^app/adapters/db/",
      store,
    ]),
    sdkRule("queue-has-one-home", packages("bullmq", "ioredis"), [
      "^app/adapters/queue/",
      "^app/adapters/db/migrate\\.server\\.ts$",
    ]),
    sdkRule("shopify-api-has-one-home", packages("@shopify/shopify-api"), [
      "^app/adapters/shopify/",
    ]),
    sdkRule("shopify-app-has-one-home", packages("@shopify/shopify-app-remix"), [
      "^app/adapters/shopify/",
      "^app/(routes|ui)/",
      "^app/root\\.tsx$",
    ]),
    sdkRule("polaris-is-for-pages", packages("@shopify/(polaris|polaris-icons|app-bridge-react)"), [
      "^app/(routes|ui)/",
      "^app/root\\.tsx$",
    ]),
    sdkRule("http-client-has-one-home", packages("undici"), ["^app/adapters/"]),
    sdkRule("pdf-has-one-home", packages("pdfkit", "fontkit"), ["^app/modules/proof/pdf/"]),
    sdkRule("log-has-one-home", packages("pino"), ["^app/adapters/log/"]),
    sdkRule(
      "phone-library-has-one-home",
      packages("libphonenumber-js", "countries-and-timezones"),
      ["^app/shared/", "^extensions/"],
    ),
    rule(
      "production-needs-no-dev-package",
      "What runs in production is a dependency, not a devDependency.",
      { path: "^app/", pathNot: [test, "^app/cli/build\\.ts$"] },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "app-imports-no-tests",
      "No fake and no test code reaches production.",
      { path: "^(app|extensions)/", pathNot: test },
      { path: `^test/|${test}` },
    ),
    rule(
      "tests-take-support-only",
      "Unit tests beside the rules take test/support at most.",
      { path: `^(app|extensions)/.*${test}` },
      { path: "^test/", pathNot: "^test/support/" },
    ),
    rule(
      "extensions-are-islands",
      "They run at the shopper's.",
      { path: "^extensions/" },
      { path: "^app/" },
    ),
    rule(
      "app-imports-no-extension",
      "They are built apart.",
      { path: "^app/" },
      { path: "^extensions/" },
    ),
    rule(
      "sandbox-knows-no-app",
      "The stand-ins speak the protocols and share no code or type with what they test.",
      { path: "^test/sandbox/" },
      { path: "^(app|extensions)/" },
    ),
    rule(
      "stand-ins-are-independent",
      "Shopify and WhatsApp do not know each other.",
      { path: "^test/sandbox/(shopify|whatsapp)/" },
      { path: "^test/sandbox/(shopify|whatsapp)/", pathNot: "^test/sandbox/$1/" },
    ),
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^app/generated/"] },
    exclude: { path: "^build/|^\\.beckon/|^extensions/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
