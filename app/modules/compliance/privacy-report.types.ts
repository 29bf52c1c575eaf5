import { z } from "zod";
import type { AccessRow } from "#app/modules/contacts/access.types.ts";
import type { TapTracking } from "#app/modules/shops/consent-settings.types.ts";

export const requestKinds = ["data_request", "redact", "shop_redact"] as const;
export const requestKindSchema = z.enum(requestKinds);
export type RequestKind = z.infer<typeof requestKindSchema>;

/** `nobody`: we have nothing of that person. `not_needed`: the shop is here, so nothing of it is removed. */
export const requestStates = ["open", "done", "nobody", "not_needed"] as const;
export const requestStateSchema = z.enum(requestStates);
export type RequestState = z.infer<typeof requestStateSchema>;

export interface RequestRow {
  id: string;
  kind: RequestKind;
  state: RequestState;
  source: string;
  receivedAt: Date;
  dueAt: Date | null;
  doneAt: Date | null;
  people: number;
  exportId: string | null;
}

export interface ExportRow {
  id: string;
  source: string;
  createdAt: Date;
  expiresAt: Date;
  downloadedAt: Date | null;
}

/** What the privacy page shows; times as ISO texts. */
export interface PrivacyReport {
  timeZone: string;
  tapTracking: TapTracking;
  requests: {
    id: string;
    kind: RequestKind;
    state: RequestState;
    source: string;
    receivedAt: string;
    exportId: string | null;
  }[];
  exports: { id: string; expiresAt: string }[];
  runs: { id: string; startedAt: string; isRunning: boolean; rows: Record<string, number> }[];
  accesses: (Omit<AccessRow, "at"> & { at: string })[];
  retention: { rule: string; days: number }[];
  survivors: { table: string; column: string; why: string }[];
}
