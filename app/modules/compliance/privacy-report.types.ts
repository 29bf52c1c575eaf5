import { z } from "zod";

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
