export { exportEvents } from "./export-events.ts";
export { listPeople, searchPeople } from "./list-people.ts";
export { findToMerge, mergePeople } from "./merge-people.ts";
export { joinedRecords, splitPerson } from "./split-people.ts";
export { printProof } from "./print-proof.ts";
export { proofOf } from "./proof-of.ts";
export { type ProofReader, readProof } from "./read-proof.ts";
