CREATE TABLE "embedding_cache" (
	"text_hash" text NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_cache_text_hash_model_dimensions_pk" PRIMARY KEY("text_hash","model","dimensions")
);
--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "unsupported" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "prompt_version" text;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "input_tokens" integer;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "output_tokens" integer;--> statement-breakpoint
ALTER TABLE "chat_message" ADD COLUMN "cost_usd" double precision;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "vectors_hash" text;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "embedder" text;--> statement-breakpoint
ALTER TABLE "index_version" ADD COLUMN "vectors_count" integer DEFAULT 0 NOT NULL;