CREATE TABLE "digest_trouble" (
	"audience_id" text NOT NULL,
	"destination" text NOT NULL,
	"period_start" date NOT NULL,
	"reason" text NOT NULL,
	"tries" integer DEFAULT 1 NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "digest_trouble_audience_id_destination_period_start_pk" PRIMARY KEY("audience_id","destination","period_start")
);

--> statement-breakpoint
-- What stands already is watched for coming late from now on, as what is put down from now on is.
INSERT INTO "schedule" ("kind", "subject", "zone", "weekday", "hour", "minute", "next_run_at")
SELECT "kind" || '-late', "subject", "zone",
	CASE WHEN "weekday" IS NOT NULL AND "hour" = 23 THEN "weekday" % 7 + 1 ELSE "weekday" END,
	("hour" + 1) % 24, "minute", "next_run_at" + interval '1 hour'
FROM "schedule" WHERE "kind" IN ('monitor-day', 'monitor-week')
ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "schedule" ("kind", "subject", "zone", "weekday", "hour", "minute", "next_run_at")
SELECT 'digest-late', "subject", "zone", "weekday", "hour", 15, "next_run_at" + interval '15 minutes'
FROM "schedule" WHERE "kind" = 'digest'
ON CONFLICT DO NOTHING;
