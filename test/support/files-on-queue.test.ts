import { expect, it } from "vitest";
import { filesOnQueue } from "./files-on-queue.ts";

it("finds the tests that run a queue, and no others", () => {
  const files = filesOnQueue();
  for (const name of ["queue", "queue-loss", "erasure"]) {
    expect(files).toContain(`test/integration/${name}.test.ts`);
  }
  expect(files).not.toContain("test/integration/ledger.test.ts");
});
