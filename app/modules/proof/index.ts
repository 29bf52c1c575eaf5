export { exportEvents } from "./export-events.ts";
export { listPeople, searchPeople } from "./list-people.ts";
export { printProof } from "./print-proof.ts";
export { proofOf } from "./proof-of.ts";
export { type ProofReader, readProof } from "./read-proof.ts";
