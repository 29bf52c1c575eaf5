import { randomInt } from "node:crypto";

/** A shopper whom nobody in the demo has met before. */
export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  /** E.164, a German mobile number. */
  phone: string;
}

export function newPerson(firstName: string): Person {
  const digits = String(randomInt(1_000_000, 10_000_000));
  return {
    firstName,
    lastName: "Vogt",
    email: `${firstName.toLowerCase()}.${digits}@example.com`,
    phone: `+491512${digits}`,
  };
}
