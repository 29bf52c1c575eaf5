export { accessesOf } from "./access.store.server.ts";
export {
  type ContactCursor,
  contactsEverNamed,
  newestContacts,
} from "./contact-list.store.server.ts";
export {
  contactById as findContactById,
  contactIdsByHashes,
  contactsByIds as findContactsById,
  moveInboundForward,
  moveReplyForward,
  retireIdentifiers,
} from "./contacts.store.server.ts";
export type { ContactRow, Identifier } from "./contacts.types.ts";
export { createContacts } from "./create-contacts.ts";
export {
  addFormerIdentifier,
  addIdentifier,
  ensureContact,
  learnContacts,
  type Learned,
} from "./ensure-contact.ts";
export { findContact, identifierHashes, storedHash } from "./find-contact.ts";
export { joinedTo } from "./joined-to.ts";
export { joinedContacts } from "./joined-contacts.store.server.ts";
export { noteAccess } from "./note-access.ts";
export { type IdentifierOfPerson, identifierHistory } from "./identifier-history.ts";
export { contactRow } from "./identifier-history.store.server.ts";
export { type ContactCard, readContacts } from "./read-contact.ts";
export { type PagePerson, readPagePerson } from "./read-page-person.ts";
export { readRecipients, type RecipientCard } from "./read-recipients.ts";
export { knownContacts } from "./known-contacts.ts";
export { mergeContacts } from "./merge-contacts.ts";
export {
  contactsOfPerson,
  lockPerson,
  mergesOf,
  personIds,
  personsNamedAt,
} from "./persons.store.server.ts";
export { splitContact } from "./split-contact.ts";
