import type { Column, OnErasure, Survival } from "./data-map.types.ts";

type Empty = "null" | "''" | "'{}'" | "false";

export const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

const written = (write: Empty): OnErasure => ({ write });

/** A keyed hash that an erasure overwrites. */
export const hash = (write: Empty): Column => ({ kind: "hash", onErasure: written(write) });
export const personal = (write: Empty): Column => ({ kind: "personal", onErasure: written(write) });
export const personSealed = (write: Empty): Column => ({
  kind: "person_sealed",
  onErasure: written(write),
});
/** @param context what follows the shop's id in the context that it is sealed with */
export const sealed = (context: string, write: Empty): Column => ({
  kind: "sealed",
  onErasure: written(write),
  context,
});
/** A secret of the merchant's: sealed, and about no shopper. */
export const secret = (context: string): Column => ({
  kind: "sealed",
  onErasure: { nobodys: true },
  context,
});
/** What goes with its whole row. */
export const goes = (kind: Column["kind"], context?: string): Column => ({
  kind,
  onErasure: { row: true },
  ...(context === undefined ? {} : { context }),
});
export const survives = (kind: Column["kind"], why: Survival, context?: string): Column => ({
  kind,
  onErasure: { survives: why },
  ...(context === undefined ? {} : { context }),
});
