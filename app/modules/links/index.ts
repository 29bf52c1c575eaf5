export { createLink, linkDomains, type LinkWish, newLink } from "./create-link.ts";
export { insertLinks, markLinksUsed, type NewLink, tapsOfMessages } from "./links.store.server.ts";
export { type LinkVisit, openLink } from "./open-link.ts";
export { proxyProof } from "./proxy-proof.ts";
export { tapRecorder } from "./tap-recorder.ts";
