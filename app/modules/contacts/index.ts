export { contactById as findContactById, moveInboundForward } from "./contacts.store.server.ts";
export type { ContactRow, Identifier } from "./contacts.types.ts";
export { addIdentifier, ensureContact, rememberFirstName } from "./ensure-contact.ts";
export { findContact, identifierHashes, storedHash } from "./find-contact.ts";
export { type ContactCard, readContacts } from "./read-contact.ts";
