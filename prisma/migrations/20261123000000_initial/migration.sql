-- For the search in names
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "language" TEXT NOT NULL DEFAULT 'zh',
    "time_zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "superior_id" TEXT,
    "team_id" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "wants_mail" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "deputy_id" TEXT,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "ceiling_amount" DECIMAL(19,4),
    "ceiling_currency" TEXT,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "set_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_change" (
    "user_id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "person_change_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "people_clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL,

    CONSTRAINT "people_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approver_group" (
    "key" TEXT NOT NULL,
    "name" JSONB NOT NULL,

    CONSTRAINT "approver_group_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "approver_group_member" (
    "group_key" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "approver_group_member_pkey" PRIMARY KEY ("group_key","user_id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playbook" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "playbook_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "calendar" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "approval_policy" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_policy_pkey" PRIMARY KEY ("key","version")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "industry" TEXT,
    "region" TEXT,
    "address" TEXT,
    "credit_grade" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "department" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "id" TEXT NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'visit',
    "contacted_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "contact_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "uploader_id" TEXT NOT NULL,
    "opportunity_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "covert_supporter" (
    "opportunity_id" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "covert_supporter_pkey" PRIMARY KEY ("opportunity_id")
);

-- CreateTable
CREATE TABLE "covert_supporter_access" (
    "id" TEXT NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "covert_supporter_access_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_version" (
    "opportunity_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contract_version_pkey" PRIMARY KEY ("opportunity_id","number")
);

-- CreateTable
CREATE TABLE "import_row" (
    "source" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "opportunity_id" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" JSONB,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("source","key")
);

-- CreateTable
CREATE TABLE "event" (
    "workflow_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT NOT NULL,
    "command_id" TEXT,
    "fingerprint" TEXT,
    "body" JSONB NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("workflow_id","seq")
);

-- CreateTable
CREATE TABLE "event_seal" (
    "workflow_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "chain" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_seal_pkey" PRIMARY KEY ("workflow_id","seq")
);

-- CreateTable
CREATE TABLE "command" (
    "id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "outcome" JSONB,
    "status" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunity" (
    "id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "amount" DECIMAL(19,4),
    "currency" TEXT,
    "close_on" DATE,
    "stage" TEXT,
    "stage_entered_at" TIMESTAMPTZ(3) NOT NULL,
    "buyer_step" TEXT,
    "state" TEXT NOT NULL,
    "won" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "stage_due_at" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3),
    "escalation_level" INTEGER NOT NULL,
    "odds" INTEGER NOT NULL,
    "debts" INTEGER NOT NULL,
    "pending_verifications" INTEGER NOT NULL,
    "playbook_key" TEXT NOT NULL,
    "playbook_version" INTEGER NOT NULL,
    "timing_version" INTEGER NOT NULL,
    "calendar_key" TEXT NOT NULL,
    "calendar_version" INTEGER NOT NULL,
    "import_key" TEXT,
    "bare" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opportunity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "opportunity_name" TEXT NOT NULL,
    "customer_name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,
    "currency" TEXT NOT NULL,
    "submitter_id" TEXT NOT NULL,
    "last_editor_id" TEXT NOT NULL,
    "requested_for" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "owner_id" TEXT NOT NULL,
    "policy_key" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "current_steps" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "concluded_at" TIMESTAMPTZ(3),
    "next_due_at" TIMESTAMPTZ(3),
    "alarmed" BOOLEAN NOT NULL,
    "bare" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "people_version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_seat" (
    "approval_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "origin" TEXT NOT NULL,
    "since_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded" BOOLEAN NOT NULL,
    "overdue" BOOLEAN NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,
    "currency" TEXT NOT NULL,
    "group_key" TEXT,

    CONSTRAINT "approval_seat_pkey" PRIMARY KEY ("approval_id","step","slot","user_id")
);

-- CreateTable
CREATE TABLE "approval_decision" (
    "approval_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "origin" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT NOT NULL,
    "from_version" INTEGER,

    CONSTRAINT "approval_decision_pkey" PRIMARY KEY ("approval_id","seq")
);

-- CreateTable
CREATE TABLE "approval_decision_void" (
    "approval_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "approval_decision_void_pkey" PRIMARY KEY ("approval_id","seq")
);

-- CreateTable
CREATE TABLE "approval_decider" (
    "approval_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "amount" DECIMAL(19,4) NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "approval_decider_pkey" PRIMARY KEY ("approval_id","user_id")
);

-- CreateTable
CREATE TABLE "decision_link" (
    "token_hash" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "terms_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "decision_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "inbox" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "key" TEXT NOT NULL,
    "recipient_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "kind" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    "inbox_id" TEXT NOT NULL,
    "recipient_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "message_id" TEXT,
    "digest" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "user_superior_id_idx" ON "user"("superior_id");

-- CreateIndex
CREATE INDEX "user_team_id_idx" ON "user"("team_id");

-- CreateIndex
CREATE INDEX "user_roles_idx" ON "user" USING GIN ("roles");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "absence_user_id_until_at_idx" ON "absence"("user_id", "until_at");

-- CreateIndex
CREATE INDEX "absence_deputy_id_idx" ON "absence"("deputy_id");

-- CreateIndex
CREATE INDEX "approver_group_member_user_id_idx" ON "approver_group_member"("user_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_token_hash_key" ON "api_key"("token_hash");

-- CreateIndex
CREATE INDEX "api_key_user_id_idx" ON "api_key"("user_id");

-- CreateIndex
CREATE INDEX "customer_name_id_idx" ON "customer"("name", "id");

-- CreateIndex
CREATE INDEX "customer_name_trgm_idx" ON "customer" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "contact_customer_id_name_id_idx" ON "contact"("customer_id", "name", "id");

-- CreateIndex
CREATE INDEX "visit_opportunity_id_contacted_at_id_idx" ON "visit"("opportunity_id", "contacted_at", "id");

-- CreateIndex
CREATE INDEX "document_opportunity_id_created_at_id_idx" ON "document"("opportunity_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "covert_supporter_access_opportunity_id_at_idx" ON "covert_supporter_access"("opportunity_id", "at");

-- CreateIndex
CREATE INDEX "event_command_id_idx" ON "event"("command_id");

-- CreateIndex
CREATE INDEX "event_at_workflow_id_seq_idx" ON "event"("at", "workflow_id", "seq");

-- CreateIndex
CREATE INDEX "command_workflow_id_created_at_id_idx" ON "command"("workflow_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "command_actor_id_idempotency_key_key" ON "command"("actor_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "opportunity_updated_at_id_idx" ON "opportunity"("updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_owner_id_updated_at_id_idx" ON "opportunity"("owner_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_team_id_updated_at_id_idx" ON "opportunity"("team_id", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_state_updated_at_id_idx" ON "opportunity"("state", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_stage_updated_at_id_idx" ON "opportunity"("stage", "updated_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_stage_due_at_id_idx" ON "opportunity"("stage_due_at", "id");

-- CreateIndex
CREATE INDEX "opportunity_customer_id_idx" ON "opportunity"("customer_id");

-- CreateIndex
CREATE INDEX "opportunity_import_key_idx" ON "opportunity"("import_key");

-- CreateIndex
CREATE INDEX "opportunity_name_trgm_idx" ON "opportunity" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "approval_opportunity_id_version_idx" ON "approval"("opportunity_id", "version");

-- CreateIndex
CREATE INDEX "approval_submitter_id_requested_at_id_idx" ON "approval"("submitter_id", "requested_at", "id");

-- CreateIndex
CREATE INDEX "approval_submitter_id_currency_amount_id_idx" ON "approval"("submitter_id", "currency", "amount", "id");

-- CreateIndex
CREATE INDEX "approval_owner_id_requested_at_id_idx" ON "approval"("owner_id", "requested_at", "id");

-- CreateIndex
CREATE INDEX "approval_status_requested_at_id_idx" ON "approval"("status", "requested_at", "id");

-- CreateIndex
CREATE INDEX "approval_seat_user_id_since_at_approval_id_idx" ON "approval_seat"("user_id", "since_at", "approval_id");

-- CreateIndex
CREATE INDEX "approval_seat_user_id_currency_amount_approval_id_idx" ON "approval_seat"("user_id", "currency", "amount", "approval_id");

-- CreateIndex
CREATE INDEX "approval_decision_user_id_at_approval_id_idx" ON "approval_decision"("user_id", "at", "approval_id");

-- CreateIndex
CREATE INDEX "approval_decider_user_id_decided_at_approval_id_idx" ON "approval_decider"("user_id", "decided_at", "approval_id");

-- CreateIndex
CREATE INDEX "approval_decider_user_id_currency_amount_approval_id_idx" ON "approval_decider"("user_id", "currency", "amount", "approval_id");

-- CreateIndex
CREATE INDEX "decision_link_approval_id_user_id_idx" ON "decision_link"("approval_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_key_key" ON "inbox"("key");

-- CreateIndex
CREATE INDEX "inbox_recipient_id_created_at_id_idx" ON "inbox"("recipient_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "delivery_recipient_id_state_idx" ON "delivery"("recipient_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_inbox_id_channel_key" ON "delivery"("inbox_id", "channel");

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_superior_id_fkey" FOREIGN KEY ("superior_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_deputy_id_fkey" FOREIGN KEY ("deputy_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approver_group_member" ADD CONSTRAINT "approver_group_member_group_key_fkey" FOREIGN KEY ("group_key") REFERENCES "approver_group"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approver_group_member" ADD CONSTRAINT "approver_group_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "covert_supporter_access" ADD CONSTRAINT "covert_supporter_access_opportunity_id_fkey" FOREIGN KEY ("opportunity_id") REFERENCES "covert_supporter"("opportunity_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_seat" ADD CONSTRAINT "approval_seat_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_decision" ADD CONSTRAINT "approval_decision_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_decider" ADD CONSTRAINT "approval_decider_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision_link" ADD CONSTRAINT "decision_link_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_inbox_id_fkey" FOREIGN KEY ("inbox_id") REFERENCES "inbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Indexes that the schema file cannot say

CREATE INDEX "command_open_idx" ON "command" ("created_at") WHERE state = 'open';
CREATE INDEX "command_open_workflow_idx" ON "command" ("workflow_id") WHERE state = 'open';
CREATE INDEX "delivery_pending_idx" ON "delivery" ("next_attempt_at") WHERE state = 'pending';
CREATE INDEX "delivery_unsent_idx" ON "delivery" ("state") WHERE state <> 'sent';
CREATE INDEX "inbox_unread_idx" ON "inbox" ("recipient_id") WHERE read_at IS NULL;
CREATE INDEX "approval_seat_overdue_idx" ON "approval_seat" ("user_id", "since_at", "approval_id") WHERE overdue;
CREATE INDEX "approval_seat_overdue_amount_idx" ON "approval_seat" ("user_id", "currency", "amount", "approval_id") WHERE overdue;
CREATE INDEX "approval_seat_deputy_idx" ON "approval_seat" ("user_id", "since_at", "approval_id") WHERE on_behalf_of IS NOT NULL;
CREATE INDEX "approval_seat_deputy_amount_idx" ON "approval_seat" ("user_id", "currency", "amount", "approval_id")
WHERE on_behalf_of IS NOT NULL;
CREATE INDEX "approval_seat_group_idx" ON "approval_seat" ("user_id", "since_at", "approval_id") WHERE group_key IS NOT NULL;
CREATE INDEX "approval_seat_group_amount_idx" ON "approval_seat" ("user_id", "currency", "amount", "approval_id") WHERE group_key IS NOT NULL;
CREATE INDEX "approval_people_idx" ON "approval" ("people_version") WHERE status = 'open';
CREATE INDEX "opportunity_escalated_idx" ON "opportunity" ("id") WHERE ended_at IS NULL AND bare -> 'escalations' <> '{}';
CREATE STATISTICS opportunity_escalations ON (bare -> 'escalations') FROM opportunity; -- else the planner takes all sales for escalated
CREATE UNIQUE INDEX "user_email_lower_idx" ON "user" (lower("email"));

-- What a value may be

ALTER TABLE "user" ADD CHECK (roles <@ ARRAY['rep', 'manager', 'leadership', 'admin']);
ALTER TABLE "user" ADD CHECK (language IN ('en', 'zh'));
ALTER TABLE "absence" ADD CHECK (from_at < until_at), ADD CHECK (deputy_id <> user_id);
ALTER TABLE "absence" ADD CHECK (kinds <@ ARRAY['approval', 'escalation', 'verification']);
ALTER TABLE "absence" ADD CHECK ((ceiling_amount IS NULL) = (ceiling_currency IS NULL));
ALTER TABLE "playbook" ADD CHECK (status IN ('draft', 'published'));
ALTER TABLE "calendar" ADD CHECK (status IN ('draft', 'published'));
ALTER TABLE "approval_policy" ADD CHECK (status IN ('draft', 'published'));
ALTER TABLE "visit" ADD CHECK (kind IN ('visit', 'call', 'message'));
ALTER TABLE "document" ADD CHECK (size >= 0);
ALTER TABLE "covert_supporter_access" ADD CHECK (access IN ('read', 'write'));
ALTER TABLE "import_row" ADD CHECK (outcome IN ('opened', 'refused'));
ALTER TABLE "event" ADD CHECK (seq > 0), ADD CHECK (kind IN ('opportunity', 'approval'));
ALTER TABLE "command" ADD CHECK (state IN ('open', 'done', 'refused')), ADD CHECK ((state = 'open') = (finished_at IS NULL));
ALTER TABLE "delivery" ADD CHECK (channel = 'mail'), ADD CHECK (state IN ('pending', 'sent', 'failed', 'expired'));

-- What is never changed again

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'PU002';
END $$;

CREATE FUNCTION keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'published' THEN
    RAISE EXCEPTION '% % version % is published: % refused', TG_TABLE_NAME, OLD.key, OLD.version, TG_OP USING ERRCODE = 'PU002';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

DO $$
DECLARE
  of_table text;
BEGIN
  FOREACH of_table IN ARRAY ARRAY[
    'event', 'event_seal', 'approval_decision', 'approval_decision_void', 'contract_version', 'covert_supporter_access'
  ] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', of_table);
    EXECUTE format('CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', of_table);
  END LOOP;
  FOREACH of_table IN ARRAY ARRAY['playbook', 'calendar', 'approval_policy'] LOOP
    EXECUTE format('CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION keep_published()', of_table);
    EXECUTE format('CREATE TRIGGER keep_all BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', of_table);
  END LOOP;
END $$;

-- The same by grant: a role for a production application that neither owns the tables nor can switch triggers off
CREATE FUNCTION grant_to_application(application regrole) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %s', current_schema(), application);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %s', current_schema(), application);
  EXECUTE format(
    'REVOKE UPDATE, DELETE ON event, event_seal, approval_decision, approval_decision_void, contract_version, covert_supporter_access FROM %s',
    application
  );
END $$;

CREATE FUNCTION iso_instant(instant timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- People: the one place that knows who stands where

-- The reporting line above somebody, nearest first; an accidental circle is walked once
CREATE FUNCTION line_above(of_user text) RETURNS TABLE (user_id text, level integer) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE line AS (
    SELECT u.superior_id AS id, 1 AS level, ARRAY[u.id] AS below FROM "user" u WHERE u.id = of_user
    UNION ALL
    SELECT u.superior_id, line.level + 1, line.below || u.id FROM line JOIN "user" u ON u.id = line.id WHERE u.id <> ALL (line.below)
  )
  SELECT id, line.level FROM line WHERE id IS NOT NULL AND id <> ALL (below) ORDER BY line.level
$$;

-- Everybody below somebody, and himself
CREATE FUNCTION subtree_of(of_user text) RETURNS TABLE (user_id text) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE tree AS (
    SELECT id FROM "user" WHERE id = of_user
    UNION
    SELECT u.id FROM tree JOIN "user" u ON u.superior_id = tree.id
  )
  SELECT id FROM tree
$$;

-- Who is nothing else neither sells nor approves
CREATE FUNCTION only_administers(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT cardinality(roles) > 0 AND roles <@ ARRAY['admin']
$$;

CREATE FUNCTION is_absent(of_user text, at_instant timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM absence a WHERE a.user_id = of_user AND a.from_at <= at_instant AND at_instant < a.until_at)
$$;

-- Who acts in somebody's place at an instant: himself when present, else his deputy, or his deputy's; nobody when none is present. Who is
-- nothing but an administrator stands in for nobody
CREATE FUNCTION stand_in(of_user text, for_kind text, at_instant timestamptz) RETURNS TABLE (user_id text, on_behalf_of text) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain AS (
    SELECT u.id, 0 AS hops, ARRAY[u.id] AS path, is_absent(u.id, at_instant) AS absent FROM "user" u WHERE u.id = of_user AND u.active
    UNION ALL
    SELECT d.id, chain.hops + 1, chain.path || d.id, is_absent(d.id, at_instant)
    FROM chain
    JOIN absence a ON chain.absent AND a.user_id = chain.id AND a.from_at <= at_instant AND at_instant < a.until_at
      AND (a.kinds = '{}' OR for_kind = ANY (a.kinds))
    JOIN "user" d ON d.id = a.deputy_id AND d.active AND NOT only_administers(d.roles) AND d.id <> ALL (chain.path)
  )
  SELECT id, CASE WHEN id <> of_user THEN of_user END FROM chain WHERE NOT absent ORDER BY hops, id LIMIT 1
$$;

-- Who is to be told: `owner`, the superior at a level, or leadership. Absent and departed people are passed over, the next one up is taken,
-- then leadership, then admins; nobody is told again while a higher one has not heard; in the end always somebody
CREATE FUNCTION recipients(of_owner text, tell text, at_level integer, for_kind text, at_instant timestamptz, already_told text[])
RETURNS TABLE (user_id text, level integer, on_behalf_of text) LANGUAGE sql STABLE AS $$
  WITH line AS MATERIALIZED (
    SELECT of_owner AS person, 0 AS level UNION ALL
    SELECT l.user_id, l.level FROM line_above(of_owner) l JOIN "user" u ON u.id = l.user_id WHERE NOT only_administers(u.roles)
  ), top AS (
    SELECT max(line.level) + 1 AS level FROM line
  ), candidate AS (
    SELECT person, line.level, line.level AS rank FROM line
    WHERE (tell = 'owner') OR (tell = 'superior' AND line.level >= at_level)
    UNION ALL
    SELECT u.id, coalesce(line.level, top.level), 1000 FROM top CROSS JOIN "user" u LEFT JOIN line ON line.person = u.id
    WHERE u.roles @> ARRAY['leadership'] AND u.id <> of_owner
    UNION ALL
    SELECT u.id, top.level + 1, 2000 FROM top CROSS JOIN "user" u WHERE u.roles @> ARRAY['admin']
  ), present AS (
    SELECT s.user_id, c.level, s.on_behalf_of, c.rank, c.rank > 0 AND s.user_id = ANY (already_told) AS told
    FROM candidate c CROSS JOIN LATERAL stand_in(c.person, for_kind, at_instant) s
    WHERE c.rank = 0 OR s.user_id <> of_owner
    UNION ALL
    SELECT u.id, top.level + 1, NULL, 3000, false FROM top CROSS JOIN "user" u WHERE u.active AND u.roles && ARRAY['leadership', 'admin']
  ), chosen AS (
    SELECT coalesce(min(p.rank) FILTER (WHERE NOT p.told AND p.rank <= 1000), min(p.rank)) AS rank,
           bool_or(NOT p.told AND p.rank <= 1000) AS is_news FROM present p
  )
  SELECT DISTINCT ON (p.user_id) p.user_id, p.level, p.on_behalf_of FROM present p JOIN chosen USING (rank)
  WHERE NOT (chosen.is_news AND p.told)
  ORDER BY p.user_id, p.on_behalf_of NULLS FIRST
$$;

-- Everybody of a role who is present, or whoever stands in; all of them when nobody is
CREATE FUNCTION role_holders(of_role text, for_kind text, at_instant timestamptz) RETURNS TABLE (user_id text, on_behalf_of text) LANGUAGE sql STABLE AS $$
  WITH present AS MATERIALIZED (
    SELECT DISTINCT ON (s.user_id) s.user_id, s.on_behalf_of
    FROM "user" u CROSS JOIN LATERAL stand_in(u.id, for_kind, at_instant) s
    WHERE u.roles @> ARRAY[of_role] ORDER BY s.user_id, s.on_behalf_of NULLS FIRST
  )
  SELECT * FROM present
  UNION ALL
  SELECT u.id, NULL FROM "user" u WHERE u.active AND u.roles @> ARRAY[of_role] AND NOT EXISTS (SELECT FROM present)
$$;

CREATE FUNCTION refuse_line_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.superior_id = NEW.id OR EXISTS (SELECT FROM line_above(NEW.superior_id) l WHERE l.user_id = NEW.id) THEN
    RAISE EXCEPTION '% cannot report to %: the line would be a circle', NEW.id, NEW.superior_id USING ERRCODE = 'PU003';
  END IF;
  RETURN NEW;
END $$;

-- Which change of people came when, as far as open requests may have to ask others for it. The one row is locked until the change is
-- committed, so that whoever reads its version sees all changes up to it.

INSERT INTO people_clock (version) VALUES (1);

CREATE FUNCTION note_person_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  now_at bigint;
BEGIN
  UPDATE people_clock SET version = version + 1 RETURNING version INTO now_at;
  INSERT INTO person_change (user_id, version) VALUES (changed ->> TG_ARGV[0], now_at)
  ON CONFLICT (user_id) DO UPDATE SET version = excluded.version;
  RETURN NULL;
END $$;

CREATE TRIGGER note_change AFTER UPDATE ON "user" FOR EACH ROW
WHEN ((OLD.superior_id, OLD.active, OLD.roles) IS DISTINCT FROM (NEW.superior_id, NEW.active, NEW.roles))
EXECUTE FUNCTION note_person_change('id');
CREATE TRIGGER note_arrival AFTER INSERT ON "user" FOR EACH ROW EXECUTE FUNCTION note_person_change('id');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON absence FOR EACH ROW EXECUTE FUNCTION note_person_change('user_id');
CREATE TRIGGER note_change AFTER INSERT OR DELETE ON approver_group_member FOR EACH ROW EXECUTE FUNCTION note_person_change('user_id');

-- A request that was told who is who is compared again: what it was told may have waited, and be old by now

CREATE FUNCTION compare_people_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE approval SET people_version = 0 WHERE id = replace(NEW.workflow_id, 'contract-approval:', '') AND people_version > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER compare_people_again AFTER INSERT ON event FOR EACH ROW
WHEN (NEW.type IN ('people-known', 'transferred', 'approver-added')) EXECUTE FUNCTION compare_people_again();

CREATE TRIGGER refuse_line_circle BEFORE INSERT OR UPDATE OF superior_id ON "user"
FOR EACH ROW WHEN (NEW.superior_id IS NOT NULL) EXECUTE FUNCTION refuse_line_circle();

-- The write path: what a workflow accounted for, in one statement; repeats and races change nothing

CREATE FUNCTION write_account(account jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  workflow text := account ->> 'workflowId';
  summary jsonb := account -> 'summary';
  fresh integer[];
  sealed integer;
BEGIN
  -- Writers of one workflow queue here: each sees all rows of those before it, so that no gap stays unsealed
  PERFORM pg_advisory_xact_lock(hashtextextended('history:' || workflow, 0));
  fresh := write_events(workflow, summary ->> 'kind', account -> 'entries');
  sealed := seal_history(workflow);
  CASE summary ->> 'kind'
    WHEN 'opportunity' THEN PERFORM write_opportunity(summary);
    WHEN 'approval' THEN PERFORM write_approval(summary);
  END CASE;
  IF fresh <> '{}' AND jsonb_path_exists(account, '$.entries[*].notices[*]') THEN
    PERFORM write_inbox(workflow, account -> 'entries', fresh);
  END IF;
  IF fresh <> '{}' AND jsonb_path_exists(account, '$.entries[*].event ? (@."type" == "checkpoint-claimed")') THEN
    PERFORM file_documents(summary ->> 'id', account -> 'entries', fresh);
  END IF;
  IF account ? 'finish' THEN
    PERFORM finish_command(account -> 'finish');
  END IF;
  RETURN sealed;
END $$;

-- The sequence numbers that were not there before
CREATE FUNCTION write_events(workflow text, of_kind text, entries jsonb) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  fresh integer[];
  forked integer;
BEGIN
  WITH entry AS (
    SELECT (e ->> 'seq')::integer AS seq, e ->> 'hash' AS hash, e -> 'event' AS body FROM jsonb_array_elements(entries) e
  ), written AS (
    INSERT INTO event (workflow_id, seq, kind, type, at, actor_id, command_id, fingerprint, body, hash)
    SELECT workflow, seq, of_kind, body ->> 'type', (body ->> 'at')::timestamptz, body #>> '{actor,userId}',
           body ->> 'commandId', body ->> 'fingerprint', body, hash
    FROM entry ORDER BY seq
    ON CONFLICT (workflow_id, seq) DO NOTHING
    RETURNING event.seq
  )
  SELECT coalesce(array_agg(written.seq), '{}') INTO fresh FROM written;

  IF cardinality(fresh) < jsonb_array_length(entries) THEN
    SELECT min(event.seq) INTO forked FROM jsonb_array_elements(entries) e
    JOIN event ON event.workflow_id = workflow AND event.seq = (e ->> 'seq')::integer AND event.hash <> e ->> 'hash';
    IF forked IS NOT NULL THEN
      RAISE EXCEPTION '% has another event % than the one written before', workflow, forked USING ERRCODE = 'PU001';
    END IF;
  END IF;
  RETURN fresh;
END $$;

-- Seals as far as there is no gap, and gives the last sealed sequence
CREATE FUNCTION seal_history(workflow text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  head integer;
  link text;
  next record;
BEGIN
  SELECT seq, chain INTO head, link FROM event_seal WHERE workflow_id = workflow ORDER BY seq DESC LIMIT 1;
  head := coalesce(head, 0);
  link := coalesce(link, encode(sha256(convert_to(workflow, 'UTF8')), 'hex'));
  FOR next IN SELECT seq, hash FROM event WHERE workflow_id = workflow AND seq > head ORDER BY seq LOOP
    EXIT WHEN next.seq <> head + 1;
    head := next.seq;
    link := encode(sha256(convert_to(link || ':' || head || ':' || next.hash, 'UTF8')), 'hex');
    INSERT INTO event_seal (workflow_id, seq, chain) VALUES (workflow, head, link);
  END LOOP;
  RETURN head;
END $$;

-- A person himself, or after he left his superior; nobody for the machine
CREATE FUNCTION addressees(addressee jsonb, kind text) RETURNS TABLE (user_id text, on_behalf_of text) LANGUAGE plpgsql STABLE AS $$
DECLARE
  person text := coalesce(addressee ->> 'userId', addressee ->> 'superiorOf');
  superior text := (SELECT u.superior_id FROM "user" u WHERE u.id = addressee ->> 'superiorOf');
  about text := CASE WHEN kind LIKE 'approval-%' THEN 'approval' WHEN kind = 'escalated' THEN 'escalation' ELSE 'verification' END;
BEGIN
  IF addressee ? 'role' THEN
    RETURN QUERY SELECT h.user_id, h.on_behalf_of FROM role_holders(addressee ->> 'role', about, now()) h;
  ELSIF addressee ? 'userId' AND EXISTS (SELECT FROM "user" u WHERE u.id = person AND u.active) THEN
    RETURN QUERY SELECT person, NULL;
  ELSIF addressee ? 'superiorOf' AND EXISTS (
    SELECT FROM "user" u WHERE u.id = superior AND u.active AND NOT only_administers(u.roles)
  ) AND NOT is_absent(superior, now()) THEN
    RETURN QUERY SELECT superior, NULL; -- what `recipients` finds too, at a tenth of the cost
  ELSIF addressee ? 'superiorOf' OR EXISTS (SELECT FROM "user" u WHERE u.id = person) THEN
    RETURN QUERY SELECT r.user_id, r.on_behalf_of FROM recipients(person, 'superior', 1, about, now(), '{}') r;
  END IF;
END $$;

-- Lines for people, of fresh events only: whoever was found when an event was first written stays the one who was told.
-- Left to itself the server plans this anew each time, which takes as long as doing it
CREATE FUNCTION write_inbox(workflow text, entries jsonb, fresh integer[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH notice AS (
    SELECT (e ->> 'seq')::integer AS seq, n ->> 'kind' AS kind, n -> 'to' AS addressee, n -> 'facts' AS facts
    FROM jsonb_array_elements(entries) e CROSS JOIN jsonb_array_elements(e -> 'notices') n
    WHERE (e ->> 'seq')::integer = ANY (fresh)
  ), line AS (
    INSERT INTO inbox (key, recipient_id, on_behalf_of, kind, workflow_id, seq, facts)
    SELECT concat_ws(':', workflow, seq, kind, a.user_id), a.user_id, a.on_behalf_of, kind, workflow, seq, facts
    FROM notice CROSS JOIN LATERAL addressees(addressee, kind) a
    ON CONFLICT (key) DO NOTHING
    RETURNING id, recipient_id
  )
  INSERT INTO delivery (inbox_id, recipient_id, channel)
  SELECT line.id, line.recipient_id, 'mail' FROM line JOIN "user" u ON u.id = line.recipient_id AND u.wants_mail
  ON CONFLICT DO NOTHING;
END $$;

-- The claimant's own documents that his claim names, as such or within its evidence, become the sale's with it: its verifier must read them
CREATE FUNCTION file_documents(sale text, entries jsonb, fresh integer[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE document d SET opportunity_id = sale
  FROM jsonb_array_elements(entries) e
  CROSS JOIN LATERAL jsonb_path_query(
    jsonb_build_array(e #> '{event,documents}', e #> '{event,evidence}'), 'strict $.** ? (@.type() == "string")') named
  WHERE (e ->> 'seq')::integer = ANY (fresh) AND e #>> '{event,type}' = 'checkpoint-claimed'
    AND d.id = named #>> '{}' AND d.uploader_id = e #>> '{event,actor,userId}' AND d.opportunity_id IS NULL;
END $$;

CREATE FUNCTION finish_command(finish jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE command
  SET state = finish ->> 'state', outcome = finish -> 'outcome', status = (finish ->> 'status')::integer, finished_at = now()
  WHERE id = finish ->> 'id' AND state = 'open';
END $$;

CREATE FUNCTION write_opportunity(summary jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO opportunity (
    id, seq, name, customer_id, owner_id, team_id, amount, currency, close_on, stage, stage_entered_at, buyer_step, state, won,
    opened_at, ended_at, stage_due_at, next_due_at, escalation_level, odds, debts, pending_verifications, playbook_key,
    playbook_version, timing_version, calendar_key, calendar_version, import_key, bare, updated_at
  )
  SELECT
    id, seq, name, "customerId", "ownerId", "teamId", amount, currency, "closeOn", stage, "stageEnteredAt", "buyerStep", state, won,
    "openedAt", "endedAt", "stageDueAt", "nextDueAt", "escalationLevel", odds, debts, "pendingVerifications", "playbookKey",
    "playbookVersion", "timingVersion", "calendarKey", "calendarVersion", "importKey", bare, (bare ->> 'lastAt')::timestamptz
  FROM jsonb_to_record(summary) AS one (
    id text, seq integer, name text, "customerId" text, "ownerId" text, "teamId" text, amount numeric, currency text, "closeOn" date,
    stage text, "stageEnteredAt" timestamptz, "buyerStep" text, state text, won boolean, "openedAt" timestamptz,
    "endedAt" timestamptz, "stageDueAt" timestamptz, "nextDueAt" timestamptz, "escalationLevel" integer, odds integer,
    debts integer, "pendingVerifications" integer, "playbookKey" text, "playbookVersion" integer, "timingVersion" integer,
    "calendarKey" text, "calendarVersion" integer, "importKey" text, bare jsonb
  )
  ON CONFLICT (id) DO UPDATE SET
    seq = excluded.seq, name = excluded.name, customer_id = excluded.customer_id, owner_id = excluded.owner_id,
    team_id = excluded.team_id, amount = excluded.amount, currency = excluded.currency, close_on = excluded.close_on,
    stage = excluded.stage, stage_entered_at = excluded.stage_entered_at, buyer_step = excluded.buyer_step, state = excluded.state,
    won = excluded.won, opened_at = excluded.opened_at, ended_at = excluded.ended_at, stage_due_at = excluded.stage_due_at,
    next_due_at = excluded.next_due_at, escalation_level = excluded.escalation_level, odds = excluded.odds, debts = excluded.debts,
    pending_verifications = excluded.pending_verifications, playbook_key = excluded.playbook_key,
    playbook_version = excluded.playbook_version, timing_version = excluded.timing_version,
    calendar_key = excluded.calendar_key, calendar_version = excluded.calendar_version, import_key = excluded.import_key,
    bare = excluded.bare, updated_at = excluded.updated_at
  WHERE opportunity.seq < excluded.seq;
END $$;

-- Takes a command in: new, known, known with another content, or one too many; and how far the history is complete
CREATE FUNCTION insert_command(asked jsonb, most_open integer) RETURNS TABLE (answer text, seen integer, known jsonb) LANGUAGE plpgsql AS $$
DECLARE
  found_row command;
  workflow text := asked ->> 'workflowId';
  head integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('command:' || workflow, 0));
  SELECT coalesce(max(seq), 0) INTO head FROM event_seal WHERE workflow_id = workflow;
  SELECT * INTO found_row FROM command c
  WHERE c.actor_id = asked ->> 'actorId' AND c.idempotency_key = asked ->> 'idempotencyKey' FOR UPDATE;
  IF NOT FOUND AND most_open <= (SELECT count(*) FROM command c WHERE c.workflow_id = workflow AND c.state = 'open') THEN
    RETURN QUERY SELECT 'too-many-in-flight', head, NULL::jsonb;
    RETURN;
  END IF;
  -- What came as a signal stands among the events alone
  IF found_row.id IS NULL AND EXISTS (
    SELECT FROM event e WHERE e.command_id = asked ->> 'id' AND e.fingerprint <> asked ->> 'fingerprint'
  ) THEN
    RETURN QUERY SELECT 'command-id-reused', head, NULL::jsonb;
    RETURN;
  END IF;
  IF found_row.id IS NULL THEN
    INSERT INTO command (id, actor_id, idempotency_key, workflow_id, type, body, fingerprint)
    VALUES (asked ->> 'id', asked ->> 'actorId', asked ->> 'idempotencyKey', workflow, asked ->> 'type', asked -> 'body', asked ->> 'fingerprint')
    ON CONFLICT (actor_id, idempotency_key) DO NOTHING
    RETURNING * INTO found_row;
    IF FOUND THEN
      RETURN QUERY SELECT 'new', head, NULL::jsonb;
      RETURN;
    END IF;
    -- The same key on its way to another workflow
    SELECT * INTO found_row FROM command c
    WHERE c.actor_id = asked ->> 'actorId' AND c.idempotency_key = asked ->> 'idempotencyKey' FOR UPDATE;
  END IF;
  IF found_row.fingerprint <> asked ->> 'fingerprint' THEN
    RETURN QUERY SELECT 'command-id-reused', head, NULL::jsonb;
    RETURN;
  END IF;
  -- From now on two may be sending it, and neither may take it back
  IF found_row.state = 'open' THEN
    UPDATE command c SET attempts = c.attempts + 1 WHERE c.id = found_row.id RETURNING * INTO found_row;
  END IF;
  SELECT coalesce(max(seq), 0) INTO head FROM event_seal WHERE workflow_id = found_row.workflow_id;
  RETURN QUERY SELECT 'known', head, to_jsonb(found_row);
END $$;

CREATE FUNCTION write_approval(summary jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval (
    id, seq, opportunity_id, opportunity_name, customer_name, version, hash, amount, currency, submitter_id, last_editor_id,
    requested_for, owner_id, policy_key, policy_version, status, current_steps, requested_at, concluded_at, next_due_at, alarmed, bare, updated_at
  )
  SELECT
    id, seq, "opportunityId", "opportunityName", "customerName", version, hash, amount, currency, "submitterId", "lastEditorId",
    "requestedFor", "ownerId", "policyKey", "policyVersion", status, "currentSteps", "requestedAt", "concludedAt", "nextDueAt", alarmed, bare,
    (bare ->> 'lastAt')::timestamptz
  FROM jsonb_to_record(summary) AS one (
    id text, seq integer, "opportunityId" text, "opportunityName" text, "customerName" text, version integer, hash text, amount numeric,
    currency text, "submitterId" text, "lastEditorId" text, "requestedFor" text[], "ownerId" text, "policyKey" text, "policyVersion" integer,
    status text, "currentSteps" text[], "requestedAt" timestamptz, "concludedAt" timestamptz, "nextDueAt" timestamptz, alarmed boolean, bare jsonb
  )
  ON CONFLICT (id) DO UPDATE SET
    seq = excluded.seq, opportunity_id = excluded.opportunity_id, opportunity_name = excluded.opportunity_name,
    customer_name = excluded.customer_name, version = excluded.version, hash = excluded.hash, amount = excluded.amount,
    currency = excluded.currency, submitter_id = excluded.submitter_id, last_editor_id = excluded.last_editor_id,
    requested_for = excluded.requested_for, owner_id = excluded.owner_id, policy_key = excluded.policy_key, policy_version = excluded.policy_version,
    requested_at = excluded.requested_at, status = excluded.status, current_steps = excluded.current_steps, concluded_at = excluded.concluded_at,
    next_due_at = excluded.next_due_at, alarmed = excluded.alarmed, bare = excluded.bare, updated_at = excluded.updated_at
  WHERE approval.seq < excluded.seq;
  IF FOUND THEN
    PERFORM write_seats(summary);
    PERFORM write_decisions(summary);
    PERFORM write_deciders(summary);
  END IF;
END $$;

CREATE FUNCTION write_seats(summary jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM approval_seat WHERE approval_id = summary ->> 'id';
  INSERT INTO approval_seat (
    approval_id, step, slot, user_id, on_behalf_of, origin, since_at, reminded, overdue, group_key, amount, currency
  )
  SELECT summary ->> 'id', step, slot, "userId", "onBehalfOf", origin, "sinceAt", reminded, overdue, "groupKey",
    (summary ->> 'amount')::numeric, summary ->> 'currency'
  FROM jsonb_to_recordset(summary -> 'seats') AS one (
    step text, slot text, "userId" text, "onBehalfOf" text, origin text, "sinceAt" timestamptz, reminded boolean, overdue boolean,
    "groupKey" text
  )
  ON CONFLICT DO NOTHING;
END $$;

-- A summary holds all decisions so far; first what is out of force, so that whoever decides anew finds his first one void
CREATE FUNCTION write_decisions(summary jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval_decision_void (approval_id, seq)
  SELECT summary ->> 'id', seq FROM jsonb_to_recordset(summary -> 'decisions') AS one (seq integer, "isVoid" boolean) WHERE "isVoid"
  ON CONFLICT DO NOTHING;
  INSERT INTO approval_decision (approval_id, seq, step, slot, user_id, on_behalf_of, origin, verdict, comment, at, hash, from_version)
  SELECT summary ->> 'id', seq, step, slot, "userId", "onBehalfOf", origin, verdict, comment, at, hash, "fromVersion"
  FROM jsonb_to_recordset(summary -> 'decisions') AS one (
    seq integer, step text, slot text, "userId" text, "onBehalfOf" text, origin text, verdict text, comment text, at timestamptz, hash text,
    "fromVersion" integer
  )
  WHERE NOT EXISTS (SELECT FROM approval_decision known WHERE known.approval_id = summary ->> 'id' AND known.seq = one.seq)
  ORDER BY seq;
END $$;

-- From the history, as a return is no decision that counts; after the events of the same account
CREATE FUNCTION write_deciders(summary jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO approval_decider (approval_id, user_id, decided_at, amount, currency)
  SELECT summary ->> 'id', coalesce(body ->> 'by', body ->> 'userId', actor_id), max(at), (summary ->> 'amount')::numeric, summary ->> 'currency'
  FROM event
  WHERE workflow_id = 'contract-approval:' || (summary ->> 'id')
    AND (type IN ('decided', 'carried-over', 'returned', 'went-up') OR (type = 'concluded' AND body ->> 'result' = 'returned'))
  GROUP BY 2
  ON CONFLICT (approval_id, user_id) DO UPDATE SET decided_at = excluded.decided_at
  WHERE approval_decider.decided_at < excluded.decided_at;
END $$;

-- The last line of defence, behind the domain: no decision by who asks, nor for him or by whom he asked for, and one in force per person
CREATE FUNCTION refuse_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked approval;
BEGIN
  SELECT * INTO asked FROM approval WHERE id = NEW.approval_id FOR UPDATE;
  IF ARRAY[NEW.user_id, NEW.on_behalf_of] && (ARRAY[asked.submitter_id, asked.last_editor_id] || asked.requested_for) THEN
    RAISE EXCEPTION '% submitted or edited what % asks for', coalesce(NEW.on_behalf_of, NEW.user_id), NEW.approval_id USING ERRCODE = 'PU004';
  END IF;
  IF NOT is_void(NEW.approval_id, NEW.seq) AND EXISTS (
    SELECT FROM approval_decision d WHERE d.approval_id = NEW.approval_id AND NOT is_void(d.approval_id, d.seq)
      AND ARRAY[d.user_id, d.on_behalf_of] && ARRAY[NEW.user_id, NEW.on_behalf_of]
  ) THEN
    RAISE EXCEPTION '% has decided on % already, or somebody for him', coalesce(NEW.on_behalf_of, NEW.user_id), NEW.approval_id USING ERRCODE = 'PU005';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION is_void(approval text, decision integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM approval_decision_void v WHERE v.approval_id = approval AND v.seq = decision)
$$;

CREATE TRIGGER refuse_decision BEFORE INSERT ON approval_decision FOR EACH ROW EXECUTE FUNCTION refuse_decision();

-- For the reconciler: the read model as the workflow says, whatever stands in it, unless the history has gone on meanwhile
CREATE FUNCTION rewrite_account(account jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  workflow text := account ->> 'workflowId';
  told integer := (account #>> '{summary,seq}')::integer;
  head integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('history:' || workflow, 0));
  SELECT max(seq) INTO head FROM event WHERE workflow_id = workflow;
  IF coalesce(head, 0) <= told THEN
    UPDATE opportunity SET seq = 0 WHERE id = account #>> '{summary,id}' AND account #>> '{summary,kind}' = 'opportunity';
    UPDATE approval SET seq = 0 WHERE id = account #>> '{summary,id}' AND account #>> '{summary,kind}' = 'approval';
    DELETE FROM approval_decider WHERE approval_id = account #>> '{summary,id}' AND account #>> '{summary,kind}' = 'approval';
  END IF;
  RETURN write_account(account);
END $$;
