ALTER TABLE "team" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "answer_days" integer DEFAULT 5 NOT NULL;