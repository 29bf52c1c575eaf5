import { z } from "zod";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";

/** Where the link or code is found; more than a name only for the merchant's own order. */
export const placeKinds = ["poster", "website", "parcel", "other"] as const;
export const placeKindSchema = z.enum(placeKinds);
export type PlaceKind = z.infer<typeof placeKindSchema>;

/** What a merchant enters to make a place. */
export const newPlaceSchema = z.object({
  kind: placeKindSchema,
  label: z.string().trim().min(1).max(60),
});

export interface PullPlaceRow {
  code: string;
  kind: PlaceKind;
  label: string;
  /** printed beside the code; an agreement with it names this version */
  wordingVersion: string;
  createdAt: Date;
  used: number;
  lastUsedAt: Date | null;
}

export interface PullPlace {
  code: string;
  kind: PlaceKind;
  label: string;
  used: number;
  lastUsedAt: string | null;
  createdAt: string;
  /** the consent text was changed since: the printed one is an older version */
  isOlder: boolean;
  link: string;
  prefilled: string;
  posterUrl: string;
}

export interface PullReport {
  shop: string;
  timeZone: string;
  /** null: no number is connected, so there is nobody to write to */
  number: string | null;
  locale: WordingLocale;
  locales: readonly WordingLocale[];
  places: PullPlace[];
}
