export { createLink, type LinkWish } from "./create-link.ts";
export { markLinksUsed, tapsOfMessages } from "./links.store.server.ts";
export { type LinkVisit, openLink } from "./open-link.ts";
export { proxyProof } from "./proxy-proof.ts";
export { tapRecorder } from "./tap-recorder.ts";
