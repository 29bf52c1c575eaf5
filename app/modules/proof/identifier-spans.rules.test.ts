import { expect, test } from "vitest";
import { joinSpans } from "./identifier-spans.rules.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const phone = { kind: "phone", hash: "p.1" };

test("an identifier that goes over without a gap is one span, one that comes back later is two", () => {
  const rows = [
    { ...phone, since: at(10), until: null },
    { ...phone, since: at(8), until: at(10) },
    { ...phone, hash: "p.2", since: at(8), until: at(9) },
    { ...phone, hash: "p.2", since: at(11), until: null },
  ];
  expect(joinSpans(rows)).toEqual([
    { ...phone, hash: "p.2", since: at(8), until: at(9) },
    { ...phone, since: at(8), until: null },
    { ...phone, hash: "p.2", since: at(11), until: null },
  ]);
});
