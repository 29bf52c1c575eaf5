export { exportEvents, type ExportFormat } from "./export-events.ts";
export { listPeople, type SearchAnswer, searchPeople } from "./list-people.ts";
export { printProof } from "./print-proof.ts";
export { type ProofOf, proofOf } from "./proof-of.ts";
export { type ProofReader, readProof } from "./read-proof.ts";
