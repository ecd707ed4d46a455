CREATE TABLE "language_model_exchange" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"subject" text,
	"person_id" text,
	"model" text NOT NULL,
	"sent" text,
	"received" text,
	"calls" integer NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"detail" jsonb,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "language_model_use" (
	"day" date NOT NULL,
	"who" text NOT NULL,
	"calls" integer NOT NULL,
	CONSTRAINT "language_model_use_day_who_pk" PRIMARY KEY("day","who")
);
--> statement-breakpoint
CREATE INDEX "language_model_exchange_subject" ON "language_model_exchange" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "language_model_exchange_person" ON "language_model_exchange" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "language_model_exchange_at" ON "language_model_exchange" USING btree ("at");