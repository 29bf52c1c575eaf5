import { defineConfig } from "vitest/config";

const SECOND = 1000;
const noConsole = ["test/support/no-console.ts"];

// One project per kind of test; `npm test` runs them all, `npx vitest --project unit` one while you write.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["app/**/*.test.ts", "app/**/*.test.tsx", "test/{demo,support}/**/*.test.ts"],
          setupFiles: noConsole,
        },
      },
      {
        test: {
          name: "architecture",
          include: ["test/architecture/**/*.test.ts"],
          setupFiles: noConsole,
          testTimeout: 30 * SECOND,
        },
      },
      {
        test: {
          name: "sandbox",
          include: ["test/sandbox/**/*.test.ts"],
          setupFiles: noConsole,
          testTimeout: 20 * SECOND,
        },
      },
      "extensions/whatsapp-opt-in/vitest.config.ts",
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: "test/support/postgres-server.ts",
          setupFiles: noConsole,
          maxWorkers: 2,
          testTimeout: 30 * SECOND,
          hookTimeout: 60 * SECOND,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/shared-demo.ts",
          fileParallelism: false,
          testTimeout: 120 * SECOND,
          hookTimeout: 180 * SECOND,
          // A page that a busy machine draws late is still right.
          expect: { poll: { timeout: 10 * SECOND, interval: 100 } },
        },
      },
    ],
  },
});
