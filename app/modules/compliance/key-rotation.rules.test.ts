import { describe, expect, test } from "vitest";
import { mayDropEncryption, mayDropLookup, sealedColumns } from "./key-rotation.rules.ts";

const report = { resealed: {}, unreadable: {}, encryption: [{ key: "old", rows: 3 }], lookup: [] };

describe("a key of ENCRYPTION_KEYS", () => {
  test.each([
    ["that seals now stays", "new", false],
    ["under which values stand stays", "old", false],
    ["under which nothing stands may go", "older", true],
  ] as const)("%s", (_name, key, mayDrop) => {
    expect(mayDropEncryption(report, key, "new").mayDrop).toBe(mayDrop);
  });
});

describe("a key of LOOKUP_KEYS", () => {
  const uses = [
    { key: "old", identifiers: 0, erasures: 2 },
    { key: "older", identifiers: 5, erasures: 0 },
    { key: "oldest", identifiers: 0, erasures: 0 },
  ];
  test.each([
    ["that hashes now stays", "new", false],
    ["that blocks erased people is never dropped", "old", false],
    ["under which people are found stays", "older", false],
    ["under which nobody is found may go", "oldest", true],
  ] as const)("%s", (_name, key, mayDrop) => {
    expect(mayDropLookup(uses, key, "new").mayDrop).toBe(mayDrop);
  });

  test("says why it stays", () => {
    const said = mayDropLookup(uses, "old", "new");
    expect(said).toEqual({ mayDrop: false, because: "2 erasures block people under it" });
  });
});

test("persons' keys and everything that the process seals are rotated", () => {
  const names = sealedColumns().map(({ table, column }) => `${table}.${column}`);
  expect(names).toEqual(
    expect.arrayContaining(["contact.data_key", "message.payload", "shopify_session.sealed"]),
  );
  expect(names).not.toContain("contact.first_name");
});
