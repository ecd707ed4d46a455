CREATE TABLE "audit_draft" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"verbs" text[] NOT NULL,
	"subjects" text[] NOT NULL,
	"texts" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_draft" SET UNLOGGED;--> statement-breakpoint
CREATE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head audit_head%ROWTYPE;
  body text;
  bodies text[] := '{}';
  hashes text[] := '{}';
BEGIN
  LOOP
    SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  END LOOP;
  FOR n IN 1 .. cardinality(NEW.texts) LOOP
    body := '{"seq":' || (head.seq + n) || NEW.texts[n];
    head.hash := encode(sha256(convert_to(head.hash || E'\n' || body, 'UTF8')), 'hex');
    bodies[n] := body;
    hashes[n] := head.hash;
  END LOOP;
  INSERT INTO audit_entry (seq, at, actor_id, verb, subject, body, hash)
    SELECT head.seq + e.n, NEW.at, NEW.actor_id, e.verb, e.subject, e.body, e.hash
    FROM unnest(NEW.verbs, NEW.subjects, bodies, hashes) WITH ORDINALITY AS e (verb, subject, body, hash, n);
  UPDATE audit_head SET seq = head.seq + cardinality(NEW.texts), hash = head.hash WHERE id = 1;
  DELETE FROM audit_draft WHERE id = NEW.id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_append AFTER INSERT ON "audit_draft" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_append();
