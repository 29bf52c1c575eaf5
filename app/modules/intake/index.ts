export { announceEvents } from "./announce-events.ts";
export { identifiersOfShopify } from "./intake-keys.rules.ts";
export { processIntakeJob, sweepIntakeJob } from "./intake.jobs.ts";
export { countEvents, dropBodies, holdsFor } from "./intake.store.server.ts";
export type { Delivery, IntakeEvent, StoredEvent } from "./intake.types.ts";
export { processIntake, type Subscriber, type SubscriberMap } from "./process-intake.ts";
export { sweepIntake } from "./sweep-intake.ts";
export { sealDelivery, storeDeliveries } from "./take-in.ts";
export { whatsAppDeliveries } from "./whatsapp-deliveries.ts";
