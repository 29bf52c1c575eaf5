export { listPeople, type SearchAnswer, searchPeople } from "./list-people.ts";
export { proofOf } from "./proof-of.ts";
export { readProof } from "./read-proof.ts";
