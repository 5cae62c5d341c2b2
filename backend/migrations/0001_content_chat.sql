CREATE TABLE "chat_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"parent_message_id" uuid,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "chat_message_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"role" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"scope" jsonb,
	"locale" text,
	"mode" text,
	"notice" text,
	"finish_reason" text,
	"citations" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"passages" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"answerability" real,
	"index_version" integer,
	"latency_ms" integer
);
--> statement-breakpoint
CREATE TABLE "chat_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"message_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_feedback" (
	"message_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"rating" text NOT NULL,
	"tags" jsonb NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_feedback_message_id_owner_id_pk" PRIMARY KEY("message_id","owner_id")
);
--> statement-breakpoint
CREATE TABLE "chapter" (
	"key" text NOT NULL,
	"locale" text NOT NULL,
	"first_version" integer NOT NULL,
	"last_version" integer,
	"source_hash" text NOT NULL,
	"content_hash" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "chapter_key_locale_first_version_pk" PRIMARY KEY("key","locale","first_version")
);
--> statement-breakpoint
CREATE TABLE "chunk" (
	"id" text NOT NULL,
	"first_version" integer NOT NULL,
	"last_version" integer,
	"chapter_key" text NOT NULL,
	"locale" text NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"sections" jsonb NOT NULL,
	"blocks" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "chunk_id_first_version_pk" PRIMARY KEY("id","first_version")
);
--> statement-breakpoint
CREATE TABLE "index_blob" (
	"hash" text NOT NULL,
	"part" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "index_blob_hash_part_pk" PRIMARY KEY("hash","part")
);
--> statement-breakpoint
CREATE TABLE "index_version" (
	"version" integer PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"owner" uuid NOT NULL,
	"recipe" text NOT NULL,
	"manifest_hash" text NOT NULL,
	"book" jsonb,
	"counts" jsonb,
	"index_hash" text,
	"latent" boolean DEFAULT false NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"activated_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "chat_message" ADD CONSTRAINT "chat_message_session_id_chat_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."chat_session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_message_id_chat_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."chat_message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_message_session" ON "chat_message" USING btree ("session_id","position");--> statement-breakpoint
CREATE INDEX "chat_message_created" ON "chat_message" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "chat_session_owner" ON "chat_session" USING btree ("owner_id","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "chapter_source" ON "chapter" USING btree ("key","locale","source_hash");--> statement-breakpoint
CREATE INDEX "chunk_chapter" ON "chunk" USING btree ("chapter_key","locale");--> statement-breakpoint
CREATE UNIQUE INDEX "index_version_one_active" ON "index_version" USING btree ("status") WHERE status = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "index_version_one_building" ON "index_version" USING btree ("status") WHERE status = 'building';