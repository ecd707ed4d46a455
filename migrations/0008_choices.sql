ALTER TABLE "subscription" ADD COLUMN "often" text DEFAULT 'weekly' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "short" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sample_letter" ADD COLUMN "again" boolean DEFAULT false NOT NULL;