CREATE INDEX "matter_deputy" ON "matter" USING btree ("deputy_id","state");--> statement-breakpoint
CREATE INDEX "matter_done" ON "matter" USING btree ("done_at");