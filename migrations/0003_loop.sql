CREATE TABLE "business_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"by_id" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"state" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"client_key" text NOT NULL,
	CONSTRAINT "business_change_number" UNIQUE("number"),
	CONSTRAINT "business_change_key" UNIQUE("by_id","client_key")
);
--> statement-breakpoint
CREATE TABLE "change_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"change_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"person_id" text,
	"model_id" text,
	"kind" text NOT NULL,
	"words" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change_touch" (
	"change_id" uuid NOT NULL,
	"model_id" text NOT NULL,
	"columns" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"segment" text,
	"state" text DEFAULT 'open' NOT NULL,
	"owner_id" text,
	"matter_id" uuid,
	"evidence" jsonb,
	"settled_by_id" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "change_touch_change_id_model_id_pk" PRIMARY KEY("change_id","model_id")
);
--> statement-breakpoint
CREATE TABLE "complaint_count" (
	"model_id" text NOT NULL,
	"week_start" date NOT NULL,
	"segment" text DEFAULT '' NOT NULL,
	"count" integer NOT NULL,
	"source" text NOT NULL,
	"by_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "complaint_count_model_id_week_start_segment_pk" PRIMARY KEY("model_id","week_start","segment")
);
--> statement-breakpoint
CREATE TABLE "case_action" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"words" text,
	"person_id" text NOT NULL,
	"due_on" date NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"planned_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"link" jsonb
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"person_id" text NOT NULL,
	"form" text NOT NULL,
	"values" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "draft_person_id_form_pk" PRIMARY KEY("person_id","form")
);
--> statement-breakpoint
CREATE TABLE "usefulness_ask" (
	"person_id" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"choice" text,
	"chosen_at" timestamp with time zone,
	CONSTRAINT "usefulness_ask_person_id_asked_at_pk" PRIMARY KEY("person_id","asked_at")
);
--> statement-breakpoint
CREATE TABLE "framing" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"by_id" text NOT NULL,
	"expert_id" text,
	"scientist_id" text,
	"operations_id" text,
	"case_id" uuid,
	"model_id" text,
	"outcome" jsonb,
	"matter_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"client_key" text NOT NULL,
	CONSTRAINT "framing_number" UNIQUE("number"),
	CONSTRAINT "framing_key" UNIQUE("by_id","client_key")
);
--> statement-breakpoint
CREATE TABLE "framing_answer" (
	"framing_id" uuid NOT NULL,
	"question" text NOT NULL,
	"person_id" text NOT NULL,
	"words" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "framing_answer_framing_id_question_pk" PRIMARY KEY("framing_id","question")
);
--> statement-breakpoint
CREATE TABLE "framing_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"framing_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"person_id" text,
	"kind" text NOT NULL,
	"words" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "framing_option" (
	"id" uuid PRIMARY KEY NOT NULL,
	"framing_id" uuid NOT NULL,
	"by_id" text NOT NULL,
	"words" text,
	"verdict" text DEFAULT 'open' NOT NULL,
	"why" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact_notice" (
	"model_id" text NOT NULL,
	"quarter_start" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "contact_notice_model_id_quarter_start_pk" PRIMARY KEY("model_id","quarter_start")
);
--> statement-breakpoint
CREATE TABLE "sample_answer" (
	"round_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"person_id" text NOT NULL,
	"answer" text NOT NULL,
	"words" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "sample_answer_round_id_position_person_id_pk" PRIMARY KEY("round_id","position","person_id")
);
--> statement-breakpoint
CREATE TABLE "sample_item" (
	"round_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"shown" jsonb NOT NULL,
	CONSTRAINT "sample_item_round_id_position_pk" PRIMARY KEY("round_id","position")
);
--> statement-breakpoint
CREATE TABLE "sample_letter" (
	"round_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"message_id" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"position" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sample_letter_round_id_person_id_pk" PRIMARY KEY("round_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "sample_round" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"occasion" text NOT NULL,
	"occasion_key" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"rule" jsonb NOT NULL,
	"population" integer NOT NULL,
	"state" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "sample_round_one" UNIQUE("model_id","occasion_key")
);
--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "sureness" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "still" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "segment" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "team_id" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "waits_for" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "declined_by_id" text;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "reopened" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "done_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "feedback_case" ADD COLUMN "silent_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "usefulness" ADD COLUMN "finding_kind" text;--> statement-breakpoint
ALTER TABLE "usefulness" ADD COLUMN "audience_id" text;--> statement-breakpoint
CREATE INDEX "business_change_when" ON "business_change" USING btree ("state","starts_on");--> statement-breakpoint
CREATE INDEX "change_event_change" ON "change_event" USING btree ("change_id","at");--> statement-breakpoint
CREATE INDEX "change_event_person" ON "change_event" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "change_touch_model" ON "change_touch" USING btree ("model_id","state");--> statement-breakpoint
CREATE INDEX "change_touch_owner" ON "change_touch" USING btree ("owner_id","state");--> statement-breakpoint
CREATE INDEX "complaint_count_week" ON "complaint_count" USING btree ("week_start");--> statement-breakpoint
CREATE INDEX "case_action_case" ON "case_action" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "case_action_person" ON "case_action" USING btree ("person_id","state");--> statement-breakpoint
CREATE INDEX "framing_state" ON "framing" USING btree ("state","at");--> statement-breakpoint
CREATE INDEX "framing_case" ON "framing" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "framing_answer_person" ON "framing_answer" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "framing_event_framing" ON "framing_event" USING btree ("framing_id","at");--> statement-breakpoint
CREATE INDEX "framing_event_person" ON "framing_event" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "framing_option_framing" ON "framing_option" USING btree ("framing_id","at");--> statement-breakpoint
CREATE INDEX "framing_option_person" ON "framing_option" USING btree ("by_id");--> statement-breakpoint
CREATE INDEX "sample_answer_person" ON "sample_answer" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sample_round_open" ON "sample_round" USING btree ("state","closes_at");--> statement-breakpoint
CREATE INDEX "case_event_person" ON "case_event" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "case_event_flagged" ON "case_event" USING gin ("words" gin_trgm_ops) WHERE "case_event"."kind" = 'flagged';--> statement-breakpoint
CREATE INDEX "feedback_case_team" ON "feedback_case" USING btree ("team_id","state");--> statement-breakpoint
CREATE INDEX "feedback_case_merged" ON "feedback_case" USING btree ("merged_into");--> statement-breakpoint
CREATE INDEX "usefulness_person" ON "usefulness" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "usefulness_kind" ON "usefulness" USING btree ("finding_kind","audience_id");