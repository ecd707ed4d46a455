CREATE TABLE "approval_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"subject_key" text NOT NULL,
	"model_id" text,
	"environment" text,
	"version" integer,
	"replaces_version" integer,
	"fallback_version" integer,
	"state" text NOT NULL,
	"break_glass" boolean DEFAULT false NOT NULL,
	"requested_by_id" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"reason" text,
	"expected_effect" text,
	"rollback_plan" text,
	"checklist" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"policy_id" text NOT NULL,
	"policy_version" integer NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"evidence" jsonb NOT NULL,
	"evidence_hash" text NOT NULL,
	"payload" jsonb,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"outcome" text,
	"superseded_by_id" uuid,
	"order_id" uuid,
	CONSTRAINT "approval_request_number" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "approval_vote" (
	"request_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"seat" text NOT NULL,
	"on_behalf_of_id" text,
	"decision" text NOT NULL,
	"reason" text,
	"outvoted" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"revision_seen" integer NOT NULL,
	"shown_hash" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "approval_vote_request_id_person_id_pk" PRIMARY KEY("request_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"current" boolean NOT NULL,
	"spec" jsonb NOT NULL,
	"spec_hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by_id" text NOT NULL,
	CONSTRAINT "policy_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "card" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"destination" text NOT NULL,
	"message_id" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "card_subject" UNIQUE("kind","subject_id")
);
--> statement-breakpoint
CREATE TABLE "card_delegation" (
	"card_id" uuid NOT NULL,
	"from_id" text NOT NULL,
	"to_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_due" (
	"card_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "card_due_one" UNIQUE("card_id","kind","due_at")
);
--> statement-breakpoint
CREATE TABLE "card_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"card_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"person_id" text,
	"kind" text NOT NULL,
	"words" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_letter" (
	"card_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"part" text NOT NULL,
	"message_id" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "card_letter_one" UNIQUE("card_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "deployment_order" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"model_id" text NOT NULL,
	"environment" text NOT NULL,
	"version" integer NOT NULL,
	"from_version" integer,
	"request_id" uuid,
	"deployer" text NOT NULL,
	"state" text NOT NULL,
	"token_hash" text,
	"ordered_by_id" text NOT NULL,
	"ordered_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"deadline_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"outcome" text,
	"url" text,
	"revision" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_observation" (
	"rule_id" uuid NOT NULL,
	"window_start" text NOT NULL,
	"held" boolean NOT NULL,
	"fact_ids" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"acted_order_id" uuid,
	CONSTRAINT "rule_observation_rule_id_window_start_pk" PRIMARY KEY("rule_id","window_start")
);
--> statement-breakpoint
CREATE TABLE "serving" (
	"model_id" text NOT NULL,
	"environment" text NOT NULL,
	"version" integer,
	"fallback_version" integer,
	"paused" boolean DEFAULT false NOT NULL,
	"changed_by_id" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"paused_at" timestamp with time zone,
	"pause_reason" text,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "serving_model_id_environment_pk" PRIMARY KEY("model_id","environment")
);
--> statement-breakpoint
CREATE TABLE "standing_rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"environment" text NOT NULL,
	"spec" jsonb NOT NULL,
	"state" text NOT NULL,
	"request_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "anchor" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"why" text NOT NULL,
	"channel" text NOT NULL,
	"message_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_token" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"person_id" text,
	"scopes" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_token_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "person_account" (
	"slack_team_id" text NOT NULL,
	"slack_user_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "person_account_slack_team_id_slack_user_id_pk" PRIMARY KEY("slack_team_id","slack_user_id")
);
--> statement-breakpoint
CREATE TABLE "rota" (
	"id" text PRIMARY KEY NOT NULL,
	"spec" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "test_report" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"suite" text NOT NULL,
	"format" text NOT NULL,
	"total" integer NOT NULL,
	"failed" integer NOT NULL,
	"skipped" integer NOT NULL,
	"failures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"digest" text NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"uploaded_by_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "validation_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"against" integer,
	"requested_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"superseded_by" uuid
);
--> statement-breakpoint
CREATE TABLE "version_gate" (
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"gate" text NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"slots" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"fit_start" date,
	"fit_end" date,
	"test_start" date,
	"test_end" date,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "version_gate_model_id_version_gate_pk" PRIMARY KEY("model_id","version","gate")
);
--> statement-breakpoint
CREATE TABLE "version_note" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"person_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"words" text,
	"words_hash" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "revision" integer;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "risk_class" text;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "maintenance_plan" text;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "review_every_days" integer;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "review_due_on" date;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "built_by_id" text;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "environment_spec" text;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "environment_digest" text;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "training_data_url" text;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "label_data_url" text;--> statement-breakpoint
ALTER TABLE "model_version" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_request_one_open" ON "approval_request" USING btree ("subject_key") WHERE "approval_request"."state" = 'open';--> statement-breakpoint
CREATE INDEX "approval_request_subject" ON "approval_request" USING btree ("subject_key","state","requested_at");--> statement-breakpoint
CREATE INDEX "approval_request_model" ON "approval_request" USING btree ("model_id","requested_at");--> statement-breakpoint
CREATE INDEX "approval_request_state" ON "approval_request" USING btree ("state","requested_at");--> statement-breakpoint
CREATE INDEX "approval_vote_person" ON "approval_vote" USING btree ("person_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_current" ON "policy" USING btree ("id") WHERE "policy"."current";--> statement-breakpoint
CREATE INDEX "card_message" ON "card" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "card_delegation_one" ON "card_delegation" USING btree ("card_id","from_id");--> statement-breakpoint
CREATE INDEX "card_due_open" ON "card_due" USING btree ("due_at") WHERE "card_due"."done_at" is null;--> statement-breakpoint
CREATE INDEX "card_event_card" ON "card_event" USING btree ("card_id","at");--> statement-breakpoint
CREATE INDEX "card_event_person" ON "card_event" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deployment_order_one_open" ON "deployment_order" USING btree ("model_id","environment") WHERE "deployment_order"."state" in ('requested', 'started');--> statement-breakpoint
CREATE INDEX "deployment_order_model" ON "deployment_order" USING btree ("model_id","environment","ordered_at");--> statement-breakpoint
CREATE INDEX "deployment_order_request" ON "deployment_order" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "deployment_order_open" ON "deployment_order" USING btree ("state","deadline_at");--> statement-breakpoint
CREATE INDEX "standing_rule_model" ON "standing_rule" USING btree ("model_id","environment","state");--> statement-breakpoint
CREATE INDEX "anchor_seq" ON "anchor" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "api_token_person" ON "api_token" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_account_person" ON "person_account" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "test_report_version" ON "test_report" USING btree ("model_id","version","uploaded_at");--> statement-breakpoint
CREATE INDEX "validation_run_version" ON "validation_run" USING btree ("model_id","version","requested_at");--> statement-breakpoint
CREATE INDEX "version_note_version" ON "version_note" USING btree ("model_id","version","at");--> statement-breakpoint
CREATE INDEX "version_note_person" ON "version_note" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "outbox_updates" ON "outbox_message" USING btree ("updates","seq");--> statement-breakpoint
CREATE INDEX "model_review" ON "model" USING btree ("review_due_on");