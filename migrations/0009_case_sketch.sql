DROP INDEX "case_event_flagged";--> statement-breakpoint
ALTER TABLE "case_event" ADD COLUMN "sketch" integer[];--> statement-breakpoint
CREATE INDEX "case_event_flagged" ON "case_event" USING gin ("sketch") WHERE "case_event"."kind" = 'flagged';