CREATE TABLE "outbox_hold" (
	"scope" text PRIMARY KEY NOT NULL,
	"error" text NOT NULL,
	"why" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"next_look_at" timestamp with time zone NOT NULL,
	"looks" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "cause" text;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "said_by" text;--> statement-breakpoint
ALTER TABLE "outbox_message" ADD COLUMN "drop_id" text;--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox_message" USING btree ("destination","seq") WHERE state in ('queued', 'claimed') and updates is null;--> statement-breakpoint
CREATE INDEX "outbox_edits_waiting" ON "outbox_message" USING btree ("updates","seq") WHERE state in ('queued', 'claimed') and updates is not null;--> statement-breakpoint
CREATE INDEX "outbox_dropped" ON "outbox_message" USING btree ("drop_id") WHERE drop_id is not null;