import { z } from "zod";

const metaId = z
  .string()
  .trim()
  .regex(/^\d{5,32}$/);
const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{8,1000}$/);

/** What a merchant copies from their own Meta app; the names are those of the form. */
export const ownAccountSchema = z.object({
  wabaId: metaId,
  phoneNumberId: metaId,
  token: secret,
  appSecret: secret,
});
export type OwnAccount = z.infer<typeof ownAccountSchema>;
