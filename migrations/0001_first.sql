CREATE TABLE "answer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"conversation" text,
	"query" jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audience" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"voice" text NOT NULL,
	"industry" text NOT NULL,
	"channel" text NOT NULL,
	"zone" text NOT NULL,
	"weekday" integer NOT NULL,
	"hour" integer NOT NULL,
	"team_id" text,
	"reports_to" text
);
--> statement-breakpoint
CREATE TABLE "edition" (
	"id" uuid PRIMARY KEY NOT NULL,
	"audience_id" text NOT NULL,
	"destination" text NOT NULL,
	"voice" text NOT NULL,
	"grain" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"preview" boolean DEFAULT false NOT NULL,
	"body" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"composed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"person_id" text PRIMARY KEY NOT NULL,
	"audience_id" text NOT NULL,
	"delivery" text NOT NULL,
	"weekday" integer NOT NULL,
	"hour" integer NOT NULL,
	"zone" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "term_met" (
	"destination" text NOT NULL,
	"term" text NOT NULL,
	"edition_id" text NOT NULL,
	CONSTRAINT "term_met_destination_term_pk" PRIMARY KEY("destination","term")
);
--> statement-breakpoint
CREATE TABLE "fact" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"version" integer,
	"about" text DEFAULT '' NOT NULL,
	"measure" text NOT NULL,
	"value" double precision NOT NULL,
	"unit" text NOT NULL,
	"grain" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"comparison" jsonb,
	"source" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"person_id" text,
	"kind" text NOT NULL,
	"words" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_case" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"model_id" text NOT NULL,
	"period_start" date,
	"period_end" date,
	"kind" text,
	"state" text NOT NULL,
	"flagged_by_id" text NOT NULL,
	"owner_id" text,
	"merged_into" uuid,
	"promised_on" date,
	"flagged_at" timestamp with time zone NOT NULL,
	"first_answer_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"origin" jsonb,
	CONSTRAINT "feedback_case_number" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "usefulness" (
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"person_id" text NOT NULL,
	"vote" text NOT NULL,
	"why" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "usefulness_subject_kind_subject_id_person_id_pk" PRIMARY KEY("subject_kind","subject_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "schedule" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"zone" text NOT NULL,
	"weekday" integer,
	"hour" integer NOT NULL,
	"minute" integer NOT NULL,
	"next_run_at" timestamp with time zone NOT NULL,
	CONSTRAINT "schedule_kind_subject_pk" PRIMARY KEY("kind","subject")
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kpi" (
	"model_id" text NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"phrase" text NOT NULL,
	"unit" text NOT NULL,
	"better" text NOT NULL,
	"target" double precision,
	"numerator" text NOT NULL,
	CONSTRAINT "kpi_model_id_id_pk" PRIMARY KEY("model_id","id")
);
--> statement-breakpoint
CREATE TABLE "matter" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"model_id" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"severity" integer NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"owner_id" text,
	"deputy_id" text,
	"next_step" text,
	"due_on" date,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_for" date NOT NULL,
	"taken_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"done_by_id" text,
	"outcome" text,
	"finding_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "day_profile" (
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"spec_hash" text NOT NULL,
	"day" date NOT NULL,
	"profile" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "day_profile_model_id_version_spec_hash_day_pk" PRIMARY KEY("model_id","version","spec_hash","day")
);
--> statement-breakpoint
CREATE TABLE "finding" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"grain" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"severity" integer NOT NULL,
	"direction" text NOT NULL,
	"pattern" text NOT NULL,
	"weeks_running" integer DEFAULT 1 NOT NULL,
	"slots" jsonb NOT NULL,
	"words" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_health" (
	"model_id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"severity" integer NOT NULL,
	"findings" integer NOT NULL,
	"last_run_id" uuid,
	"grain" text,
	"period_start" date,
	"period_end" date,
	"reason" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "monitor" (
	"model_id" text PRIMARY KEY NOT NULL,
	"spec" jsonb NOT NULL,
	"spec_hash" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reference_profile" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"spec_hash" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"profile" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reference_profile_one" UNIQUE("model_id","version","spec_hash")
);
--> statement-breakpoint
CREATE TABLE "run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"grain" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"reason" text,
	"fact_count" integer,
	"fact_digest" text,
	CONSTRAINT "run_window" UNIQUE("model_id","grain","period_start")
);
--> statement-breakpoint
CREATE TABLE "outbox_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL,
	"destination" text NOT NULL,
	"thread_of" text,
	"thread_ts" text,
	"updates" text,
	"dedupe_key" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"claimed_at" timestamp with time zone,
	"claimed_by" text,
	"doubtful" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp with time zone,
	"slack_channel" text,
	"slack_ts" text,
	"payload" text,
	"payload_hash" text,
	"file_id" text,
	"last_error" text,
	CONSTRAINT "outbox_dedupe" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "deputy" (
	"person_id" text NOT NULL,
	"deputy_id" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	CONSTRAINT "deputy_person_id_deputy_id_from_at_pk" PRIMARY KEY("person_id","deputy_id","from_at")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"title" text,
	"zone" text NOT NULL,
	"slack_team_id" text,
	"slack_user_id" text,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "person_slack" UNIQUE("slack_team_id","slack_user_id")
);
--> statement-breakpoint
CREATE TABLE "person_role" (
	"person_id" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "person_role_person_id_role_pk" PRIMARY KEY("person_id","role")
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"business_unit" text
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "team_member_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "deployment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"environment" text NOT NULL,
	"version" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "model" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"team_id" text,
	"industry" text,
	"stage" text NOT NULL,
	"company_goal" text,
	"business_question" text,
	"end_user" text,
	"costly_error" text,
	"unit_singular" text DEFAULT 'row' NOT NULL,
	"unit_plural" text DEFAULT 'rows' NOT NULL,
	"links" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_alias" (
	"model_id" text NOT NULL,
	"alias" text NOT NULL,
	"version" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "model_alias_model_id_alias_pk" PRIMARY KEY("model_id","alias")
);
--> statement-breakpoint
CREATE TABLE "model_owner" (
	"model_id" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "model_owner_model_id_kind_pk" PRIMARY KEY("model_id","kind")
);
--> statement-breakpoint
CREATE TABLE "model_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"number" integer NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"artifact" text NOT NULL,
	"artifact_digest" text NOT NULL,
	"data_start" date,
	"data_end" date,
	"data_source" text,
	"data_digest" text,
	"code_commit" text,
	"notes" text,
	"registered_at" timestamp with time zone NOT NULL,
	"registered_by_id" text,
	CONSTRAINT "model_version_number" UNIQUE("model_id","number")
);
--> statement-breakpoint
CREATE TABLE "version_metric" (
	"model_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"unit" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"population" text NOT NULL,
	"assumptions" text NOT NULL,
	CONSTRAINT "version_metric_model_id_version_name_period_start_period_end_pk" PRIMARY KEY("model_id","version","name","period_start","period_end")
);
--> statement-breakpoint
CREATE TABLE "slack_inbox" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb,
	"received_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "answer_conversation" ON "answer" USING btree ("conversation","at");--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "edition_once" ON "edition" USING btree ("audience_id","destination","period_start") WHERE not "edition"."preview";--> statement-breakpoint
CREATE INDEX "edition_period" ON "edition" USING btree ("period_start");--> statement-breakpoint
CREATE INDEX "subscription_audience" ON "subscription" USING btree ("audience_id");--> statement-breakpoint
CREATE INDEX "fact_series" ON "fact" USING btree ("model_id","grain","measure","about","period_start");--> statement-breakpoint
CREATE INDEX "fact_run" ON "fact" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "case_event_case" ON "case_event" USING btree ("case_id","at");--> statement-breakpoint
CREATE INDEX "feedback_case_model" ON "feedback_case" USING btree ("model_id","state","flagged_at");--> statement-breakpoint
CREATE INDEX "feedback_case_flagger" ON "feedback_case" USING btree ("flagged_by_id","state");--> statement-breakpoint
CREATE INDEX "feedback_case_owner" ON "feedback_case" USING btree ("owner_id","state");--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("next_run_at");--> statement-breakpoint
CREATE UNIQUE INDEX "matter_one_open" ON "matter" USING btree ("model_id","kind","key") WHERE "matter"."state" <> 'done';--> statement-breakpoint
CREATE INDEX "matter_owner" ON "matter" USING btree ("owner_id","state","due_on");--> statement-breakpoint
CREATE INDEX "matter_open" ON "matter" USING btree ("state","severity","opened_at");--> statement-breakpoint
CREATE INDEX "matter_model" ON "matter" USING btree ("model_id","state");--> statement-breakpoint
CREATE INDEX "finding_period" ON "finding" USING btree ("grain","period_start","severity");--> statement-breakpoint
CREATE INDEX "finding_model" ON "finding" USING btree ("model_id","grain","period_start");--> statement-breakpoint
CREATE INDEX "finding_run" ON "finding" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "model_health_worst" ON "model_health" USING btree ("severity","model_id");--> statement-breakpoint
CREATE INDEX "run_period" ON "run" USING btree ("grain","period_start","state");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox_message" USING btree ("state","destination","seq");--> statement-breakpoint
CREATE INDEX "outbox_slack" ON "outbox_message" USING btree ("slack_channel","slack_ts");--> statement-breakpoint
CREATE INDEX "team_member_person" ON "team_member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "deployment_current" ON "deployment" USING btree ("model_id","environment","until");--> statement-breakpoint
CREATE INDEX "model_team" ON "model" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "model_search" ON "model" USING gin (("id" || ' ' || "title") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "model_owner_person" ON "model_owner" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "slack_inbox_received" ON "slack_inbox" USING btree ("received_at");