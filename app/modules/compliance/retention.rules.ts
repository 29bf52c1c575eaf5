/** How long a copy of a person's data waits for the merchant. */
export const EXPORT_DAYS = 14;
