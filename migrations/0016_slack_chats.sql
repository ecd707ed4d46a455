CREATE TABLE "slack_chat" (
	"slack_user" text PRIMARY KEY NOT NULL,
	"channel" text NOT NULL
);
