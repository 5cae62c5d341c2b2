CREATE TABLE "glossary_term" (
	"language" text NOT NULL,
	"term" text NOT NULL,
	"policy" text NOT NULL,
	"target" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "glossary_term_language_term_pk" PRIMARY KEY("language","term")
);
--> statement-breakpoint
CREATE TABLE "translation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"hash_version" integer NOT NULL,
	"source_language" text NOT NULL,
	"target_language" text NOT NULL,
	"context" text DEFAULT '' NOT NULL,
	"status" text NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"target" text NOT NULL,
	"engine" text NOT NULL,
	"model" text,
	"prompt_version" text,
	"glossary_version" text,
	"report" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"origin" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "translation_place" UNIQUE("hash","source_language","target_language","context","status")
);
--> statement-breakpoint
CREATE TABLE "translation_failure" (
	"hash" text NOT NULL,
	"source_language" text NOT NULL,
	"target_language" text NOT NULL,
	"engine" text NOT NULL,
	"attempts" integer NOT NULL,
	"report" jsonb NOT NULL,
	"failed_at" timestamp (3) with time zone NOT NULL,
	"retry_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "translation_failure_hash_source_language_target_language_pk" PRIMARY KEY("hash","source_language","target_language")
);
--> statement-breakpoint
CREATE TABLE "translation_file" (
	"origin" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"entries" integer NOT NULL,
	"faults" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "translation_report" (
	"id" uuid PRIMARY KEY NOT NULL,
	"chapter_key" text NOT NULL,
	"section_id" text NOT NULL,
	"hash" text NOT NULL,
	"previous_hash" text,
	"next_hash" text,
	"source_language" text NOT NULL,
	"target_language" text NOT NULL,
	"target" text,
	"reason" text NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "translation_report_reason" CHECK (length("translation_report"."reason") <= 1000)
);
--> statement-breakpoint
CREATE INDEX "translation_language" ON "translation" USING btree ("target_language","hash");--> statement-breakpoint
CREATE INDEX "translation_origin" ON "translation" USING btree ("origin") WHERE "translation"."origin" is not null;--> statement-breakpoint
CREATE INDEX "translation_report_segment" ON "translation_report" USING btree ("target_language","hash","status");--> statement-breakpoint
CREATE INDEX "translation_report_created" ON "translation_report" USING btree ("created_at");