import type pg from "pg";
import { type ConsentEvent, consentEventSchema } from "#app/modules/consent/consent.types.ts";
import type { Joint } from "#app/modules/contacts/merge-tree.rules.ts";
import { type Standing, statesAt, textOf } from "./states-of.ts";

/** How everybody of a shop stood at one moment, as the database had it. */
interface Snapshot {
  at: Date;
  states: Map<string, string>;
}

interface StateRow {
  contact_id: string;
  topic: string;
  state: string;
  identifier_hash: string | null;
}

/** Keeps what the database said of everybody's consent at each moment, to compare it with the ledger. */
export class DatabasePast {
  private readonly snapshots: Snapshot[] = [];
  private readonly owner: pg.Pool;
  private readonly shopId: string;

  constructor(owner: pg.Pool, shopId: string) {
    this.owner = owner;
    this.shopId = shopId;
  }

  async remember(at: Date): Promise<void> {
    const { rows } = await this.owner.query<StateRow>(
      "select contact_id, topic, state, identifier_hash from consent_state where shop_id = $1",
      [this.shopId],
    );
    const states = [...Map.groupBy(rows, (row) => row.contact_id)].map(
      ([id, own]): [string, string] => [
        id,
        textOf(own.map((row): Standing => [row.topic, row.state, row.identifier_hash])),
      ],
    );
    this.snapshots.push({ at, states: new Map(states) });
  }

  /** Moments at which the stored state was another than the one that the ledger alone gives. */
  async differences(): Promise<string[]> {
    const ledger = { events: await this.events(), joints: await this.joints() };
    return this.snapshots.flatMap(({ at, states }) => {
      const told = statesAt(at, ledger);
      return [...new Set([...told.keys(), ...states.keys()])].flatMap((id) => {
        const [folded, stored] = [told.get(id) ?? textOf([]), states.get(id) ?? textOf([])];
        return folded === stored ? [] : [`${at.toISOString()} ${id}: ${stored} but ${folded}`];
      });
    });
  }

  private async events(): Promise<ConsentEvent[]> {
    const { rows } = await this.owner.query<Record<string, unknown>>(
      `select id, contact_id as "contactId", topic, kind, source, identifier_hash as "identifierHash", at,
         recorded_at as "recordedAt", wording_version as "wordingVersion", locale, request_key as "requestId",
         checkout_token as "checkoutToken"
       from consent_event where shop_id = $1`,
      [this.shopId],
    );
    return rows.map((row) => consentEventSchema.parse(row));
  }

  private async joints(): Promise<(Joint & { at: Date })[]> {
    const { rows } = await this.owner.query<Joint & { at: Date }>(
      `select id, kind, contact_id as "contactId", into_id as "intoId", undoes, at from contact_merge
       where shop_id = $1 order by at`,
      [this.shopId],
    );
    return rows;
  }
}
