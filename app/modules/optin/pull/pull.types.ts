import { z } from "zod";

/** Where the link or code is found; more than a name only for the merchant's own order. */
export const placeKinds = ["poster", "website", "parcel", "other"] as const;
export const placeKindSchema = z.enum(placeKinds);
export type PlaceKind = z.infer<typeof placeKindSchema>;

/** What a merchant enters to make a place. */
export const newPlaceSchema = z.object({
  kind: placeKindSchema,
  label: z.string().trim().min(1).max(60),
});
export type NewPlace = z.infer<typeof newPlaceSchema>;

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
