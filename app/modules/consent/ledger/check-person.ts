import { createHash } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import { checkLink, type HashOf } from "../chain.rules.ts";
import type { ChainHead, ChainLink } from "../chain.types.ts";
import { chainHead } from "./chain.store.server.ts";
import { linksOfPerson } from "./person-links.store.server.ts";

const hashOf: HashOf = (prefixHex, text) =>
  createHash("sha256").update(prefixHex, "hex").update(text, "utf8").digest("hex");

/** Whether the hash of a link is the one of its event behind the hash before it. */
function fits(shopId: string, link: ChainLink): boolean {
  const before = { seq: link.seq - 1, hash: link.prevHash };
  return "ok" in checkLink(shopId, { before, link, hashOf });
}

export interface PersonChain {
  /** where the shop's chain ends; null where there is none */
  head: ChainHead | null;
  /** the link of each of the person's events, by the event's id */
  links: Map<string, ChainHead>;
  /** events that do not have the hash that their link names */
  changed: string[];
}

/** A person's place in the shop's chain, every hash computed anew from what stands in the ledger now. */
export async function checkPerson(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<PersonChain> {
  const links = await linksOfPerson(tx, shopId, contactIds);
  return {
    head: await chainHead(tx, shopId),
    links: new Map(
      links.flatMap(({ eventId, seq, hash }) =>
        eventId === null ? [] : [[eventId, { seq, hash }]],
      ),
    ),
    changed: links.flatMap((link) => (link.eventId && !fits(shopId, link) ? [link.eventId] : [])),
  };
}
