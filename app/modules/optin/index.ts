export { type AccountAnswer, readAccount } from "./account/read-account.ts";
export { type OptInAnswer, recordOptIn } from "./record-opt-in.ts";
export { nativeReport } from "./native/native-report.ts";
export { sweepNativeJob, writeNativeJob } from "./native/native.jobs.ts";
export { receiveNative } from "./native/receive-native.ts";
export { sweepNative } from "./native/sweep-native.ts";
export { writeNative } from "./native/write-native.ts";
