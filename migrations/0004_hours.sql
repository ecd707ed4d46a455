ALTER TABLE "rule_observation" ALTER COLUMN "held" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "rule_observation" ADD COLUMN "why" text;