CREATE TABLE "complaint_passed_on" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"week_start" date NOT NULL,
	"segment" text DEFAULT '' NOT NULL,
	"count" integer NOT NULL,
	"by_id" text NOT NULL,
	"case_id" uuid,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "approval_request" ADD COLUMN "follows_from" jsonb;--> statement-breakpoint
ALTER TABLE "sample_letter" ADD COLUMN "reminded_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "complaint_passed_on_week" ON "complaint_passed_on" USING btree ("model_id","week_start");