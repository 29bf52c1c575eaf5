import type { TableMap } from "./data-map.types.ts";
import { peopleTables } from "./people-tables.rules.ts";
import { shopTables } from "./shop-tables.rules.ts";
import { trafficTables } from "./traffic-tables.rules.ts";

/**
 * Every column of every table, and what an erasure does to it. Erasure, export, key rotation and the
 * removal of a shop follow this map: a new column is safe as soon as it stands here, and
 * test/integration/data-map.test.ts fails until it does.
 */
export const dataMap: readonly TableMap[] = [...peopleTables, ...trafficTables, ...shopTables];

/** What an erasure writes into the person's rows, in SQL; empty where it writes nothing. */
export function overwrites(map: TableMap): { column: string; value: string }[] {
  return Object.entries(map.columns).flatMap(([column, { onErasure }]) =>
    "write" in onErasure ? [{ column, value: onErasure.write }] : [],
  );
}

/** Everything that outlives an erasure although it came from the person, with the reason. */
export function survivors(): { table: string; column: string; why: string }[] {
  return dataMap.flatMap(({ table, columns }) =>
    Object.entries(columns).flatMap(([column, { onErasure }]) =>
      "survives" in onErasure ? [{ table, column, why: onErasure.survives }] : [],
    ),
  );
}
