-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "shop" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "domain" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Berlin',
    "locale" TEXT NOT NULL DEFAULT 'de',
    "storefront_domains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "privacy_url" TEXT,
    "status" TEXT NOT NULL DEFAULT 'unknown',
    "installed_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    "consent_mode" TEXT NOT NULL DEFAULT 'single',
    "reminder_settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shopify_session" (
    "shop_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shopify_session_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "intake_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA,
    "status" TEXT NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "intake_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_hold" (
    "shop_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "intake_hold_pkey" PRIMARY KEY ("shop_id","hash","event_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "data_key" BYTEA NOT NULL,
    "first_name" BYTEA,
    "locale" TEXT,
    "country" TEXT,
    "last_inbound_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_identifier" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed" BYTEA,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "contact_identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "topic" TEXT,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "identifier_hash" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "wording_version" TEXT,
    "wording_hash" TEXT,
    "locale" TEXT,
    "place" TEXT,
    "checkout_token" TEXT,
    "request_key" TEXT,
    "evidence" BYTEA,

    CONSTRAINT "consent_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_state" (
    "shop_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "identifier_hash" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "event_id" UUID NOT NULL,

    CONSTRAINT "consent_state_pkey" PRIMARY KEY ("shop_id","contact_id","topic")
);

-- CreateTable
CREATE TABLE "suppression" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opt_in_request" (
    "shop_id" UUID NOT NULL,
    "request_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "opt_in_request_pkey" PRIMARY KEY ("shop_id","request_key")
);

-- CreateTable
CREATE TABLE "whatsapp_number" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "waba_id" TEXT NOT NULL,
    "portfolio_id" TEXT,
    "phone_number_id" TEXT NOT NULL,
    "display_phone" TEXT NOT NULL,
    "verified_name" TEXT NOT NULL DEFAULT '',
    "token" BYTEA NOT NULL,
    "app_secret" BYTEA,
    "status" TEXT NOT NULL DEFAULT 'connected',
    "status_reason" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "quality" TEXT NOT NULL DEFAULT 'UNKNOWN',
    "throughput" TEXT NOT NULL DEFAULT 'STANDARD',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "whatsapp_number_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "category" TEXT NOT NULL DEFAULT 'MARKETING',
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "rejected_reason" TEXT,
    "components" JSONB NOT NULL,
    "meta_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkout" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "cart_token" TEXT,
    "name" TEXT,
    "contact_id" UUID,
    "person_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "person" BYTEA,
    "recover_url" BYTEA,
    "items" JSONB NOT NULL DEFAULT '[]',
    "total_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "locale" TEXT,
    "country" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "next_reminder_at" TIMESTAMPTZ(3),
    "next_step" INTEGER NOT NULL DEFAULT 1,
    "outcome" TEXT,

    CONSTRAINT "checkout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder_series" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "checkout_id" UUID NOT NULL,
    "arm" TEXT NOT NULL DEFAULT 'treated',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,
    "steps_handed_over" INTEGER NOT NULL DEFAULT 0,
    "last_handed_over_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "number_id" UUID,
    "to_hash" TEXT NOT NULL,
    "checkout_id" UUID,
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "person_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "bought_since" TIMESTAMPTZ(3),
    "series_id" UUID,
    "step" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "template_id" UUID,
    "payload" BYTEA,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "purchase_checked_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "claim_id" UUID,
    "handed_over_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "wamid" TEXT,
    "error_code" INTEGER,
    "attempt_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "price_micros" BIGINT,
    "price_currency" TEXT,
    "price_estimate" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "http_status" INTEGER,
    "code" INTEGER,
    "detail" TEXT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "wamid" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" BYTEA,
    "context_wamid" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "checkout_id" UUID,
    "target" BYTEA NOT NULL,
    "tracked" BOOLEAN NOT NULL DEFAULT false,
    "language" TEXT NOT NULL DEFAULT 'en',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "taps" INTEGER NOT NULL DEFAULT 0,
    "previews" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "click" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "click_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop_order" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "shop_id" UUID NOT NULL,
    "shopify_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "person_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "total_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "test" BOOLEAN NOT NULL DEFAULT false,
    "source_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit" (
    "order_id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "message_id" UUID,
    "series_id" UUID,
    "checkout_id" UUID,
    "arm" TEXT,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "rate_counter" (
    "bucket" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "hits" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "rate_counter_pkey" PRIMARY KEY ("bucket","window_start")
);

-- CreateTable
CREATE TABLE "clock_offset" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "offset_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "clock_offset_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "intake_event_shop_id_source_delivery_id_key" ON "intake_event"("shop_id", "source", "delivery_id");

-- CreateIndex
CREATE INDEX "intake_hold_event_id_idx" ON "intake_hold"("event_id");

-- CreateIndex
CREATE INDEX "contact_shop_id_idx" ON "contact"("shop_id");

-- CreateIndex
CREATE INDEX "contact_identifier_shop_id_contact_id_idx" ON "contact_identifier"("shop_id", "contact_id");

-- CreateIndex
CREATE INDEX "contact_identifier_shop_id_hash_idx" ON "contact_identifier"("shop_id", "hash");

-- CreateIndex
CREATE INDEX "consent_event_shop_id_contact_id_idx" ON "consent_event"("shop_id", "contact_id");

-- CreateIndex
CREATE INDEX "consent_event_shop_id_checkout_token_idx" ON "consent_event"("shop_id", "checkout_token");

-- CreateIndex
CREATE INDEX "suppression_shop_id_hash_idx" ON "suppression"("shop_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "whatsapp_number_waba_id_key" ON "whatsapp_number"("waba_id");

-- CreateIndex
CREATE UNIQUE INDEX "whatsapp_number_phone_number_id_key" ON "whatsapp_number"("phone_number_id");

-- CreateIndex
CREATE INDEX "whatsapp_number_shop_id_idx" ON "whatsapp_number"("shop_id");

-- CreateIndex
CREATE UNIQUE INDEX "template_shop_id_name_language_key" ON "template"("shop_id", "name", "language");

-- CreateIndex
CREATE INDEX "checkout_shop_id_cart_token_idx" ON "checkout"("shop_id", "cart_token");

-- CreateIndex
CREATE INDEX "checkout_shop_id_contact_id_idx" ON "checkout"("shop_id", "contact_id");

-- CreateIndex
CREATE INDEX "checkout_shop_id_last_activity_at_idx" ON "checkout"("shop_id", "last_activity_at");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_shop_id_token_key" ON "checkout"("shop_id", "token");

-- CreateIndex
CREATE INDEX "reminder_series_shop_id_checkout_id_idx" ON "reminder_series"("shop_id", "checkout_id");

-- CreateIndex
CREATE INDEX "message_shop_id_planned_at_idx" ON "message"("shop_id", "planned_at");

-- CreateIndex
CREATE INDEX "message_shop_id_wamid_idx" ON "message"("shop_id", "wamid");

-- CreateIndex
CREATE INDEX "message_shop_id_checkout_id_idx" ON "message"("shop_id", "checkout_id");

-- CreateIndex
CREATE INDEX "message_shop_id_contact_id_idx" ON "message"("shop_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_dedupe_key_key" ON "message"("shop_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "attempt_shop_id_message_id_idx" ON "attempt"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "inbound_message_shop_id_contact_id_idx" ON "inbound_message"("shop_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_message_shop_id_wamid_key" ON "inbound_message"("shop_id", "wamid");

-- CreateIndex
CREATE UNIQUE INDEX "link_code_key" ON "link"("code");

-- CreateIndex
CREATE INDEX "link_shop_id_message_id_idx" ON "link"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "link_shop_id_checkout_id_idx" ON "link"("shop_id", "checkout_id");

-- CreateIndex
CREATE INDEX "click_shop_id_message_id_idx" ON "click"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "shop_order_shop_id_checkout_token_idx" ON "shop_order"("shop_id", "checkout_token");

-- CreateIndex
CREATE INDEX "shop_order_shop_id_cart_token_idx" ON "shop_order"("shop_id", "cart_token");

-- CreateIndex
CREATE INDEX "shop_order_shop_id_created_at_idx" ON "shop_order"("shop_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "shop_order_shop_id_shopify_id_key" ON "shop_order"("shop_id", "shopify_id");

-- CreateIndex
CREATE INDEX "credit_shop_id_at_idx" ON "credit"("shop_id", "at");

