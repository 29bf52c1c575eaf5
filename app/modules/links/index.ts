export { checkProxy, linkBaseNow } from "./check-proxy.ts";
export { createLink, linkDomains, type LinkWish, newLink } from "./create-link.ts";
export { readLinkBase } from "./link-base.store.server.ts";
export { checkProxyJob, sweepProxiesJob } from "./links.jobs.ts";
export { insertLinks, markLinksUsed, type NewLink, tapsOfMessages } from "./links.store.server.ts";
export { type LinkVisit, openLink } from "./open-link.ts";
export {
  messageOfToken,
  type PreferenceLink,
  preferenceToken,
  readPreferenceToken,
} from "./preference-token.ts";
export { proxyProof } from "./proxy-proof.ts";
export { sweepProxies } from "./sweep-proxies.ts";
export { tapRecorder } from "./tap-recorder.ts";
