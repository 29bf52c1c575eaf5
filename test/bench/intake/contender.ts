import type pg from "pg";
import type { Generator } from "../load/open-generator.ts";
import { countRows } from "../support/bench-database.ts";
import type { BenchServer } from "../support/bench-server.ts";
import type { Contender } from "../support/rounds.ts";
import type { Candidate } from "./candidates.ts";

/**
 * Every measurement begins with empty tables and a fresh checkpoint, so that nobody pays for what
 * somebody else wrote, and ends with a count: what was answered has to be there.
 */
export function contender(
  owner: pg.Client,
  parts: { candidate: Candidate; server: BenchServer; generator: Generator },
): Contender {
  const { candidate, server, generator } = parts;
  return {
    name: candidate.name,
    port: server.port,
    generator,
    before: async () => {
      await owner.query(`truncate ${candidate.emptied}`);
      await owner.query("checkpoint");
    },
    verify: async (answered) => {
      const stored = await countRows(owner, candidate.table);
      if (stored !== answered) {
        throw new Error(`${candidate.name} answered ${answered} times and stored ${stored} rows`);
      }
    },
  };
}
