CREATE TABLE "answer_cache" (
	"key" text PRIMARY KEY NOT NULL,
	"index_version" integer NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"finish_reason" text NOT NULL,
	"events" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embedding_cache" (
	"text_hash" text NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_cache_text_hash_model_dimensions_pk" PRIMARY KEY("text_hash","model","dimensions")
);
--> statement-breakpoint
CREATE TABLE "budget" (
	"key" text NOT NULL,
	"window_start" date NOT NULL,
	"committed" bigint DEFAULT 0 NOT NULL,
	"warned" boolean DEFAULT false NOT NULL,
	CONSTRAINT "budget_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "usage_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reserved_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"feature" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"chapter_id" text,
	"language" text,
	"reader_id" uuid,
	"address_hash" text,
	"input_tokens" integer NOT NULL,
	"cached_input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer NOT NULL,
	"characters" integer DEFAULT 0 NOT NULL,
	"reserved_nano_usd" bigint NOT NULL,
	"cost_nano_usd" bigint NOT NULL,
	"estimated" boolean DEFAULT true NOT NULL,
	"counts_as_answer" boolean NOT NULL,
	"price_date" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "unsupported" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "prompt_version" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "input_tokens" integer;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "output_tokens" integer;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "vectors_hash" text;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "embedder" text;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "vectors_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "answer_cache_created" ON "answer_cache" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "budget_window" ON "budget" USING btree ("window_start");--> statement-breakpoint
CREATE INDEX "usage_entry_reserved" ON "usage_entry" USING btree ("reserved_at");--> statement-breakpoint
CREATE INDEX "usage_entry_reader" ON "usage_entry" USING btree ("reader_id");