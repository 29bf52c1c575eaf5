import { z } from "zod";

/** Ids of our own rows. They are opaque: nothing may read meaning or order out of one. */
const opaqueId = z.string().min(1).max(64);

export const shopIdSchema = opaqueId.brand<"ShopId">();
export const contactIdSchema = opaqueId.brand<"ContactId">();
export const checkoutIdSchema = opaqueId.brand<"CheckoutId">();
export const seriesIdSchema = opaqueId.brand<"SeriesId">();
export const messageIdSchema = opaqueId.brand<"MessageId">();
export const attemptIdSchema = opaqueId.brand<"AttemptId">();
export const linkIdSchema = opaqueId.brand<"LinkId">();
export const templateIdSchema = opaqueId.brand<"TemplateId">();
export const numberIdSchema = opaqueId.brand<"NumberId">();
export const orderIdSchema = opaqueId.brand<"OrderId">();
export const intakeEventIdSchema = opaqueId.brand<"IntakeEventId">();

export type ShopId = z.infer<typeof shopIdSchema>;
export type ContactId = z.infer<typeof contactIdSchema>;
export type CheckoutId = z.infer<typeof checkoutIdSchema>;
export type SeriesId = z.infer<typeof seriesIdSchema>;
export type MessageId = z.infer<typeof messageIdSchema>;
export type AttemptId = z.infer<typeof attemptIdSchema>;
export type LinkId = z.infer<typeof linkIdSchema>;
export type TemplateId = z.infer<typeof templateIdSchema>;
export type NumberId = z.infer<typeof numberIdSchema>;
export type OrderId = z.infer<typeof orderIdSchema>;
export type IntakeEventId = z.infer<typeof intakeEventIdSchema>;
