CREATE TABLE "section_collection" (
	"name" text PRIMARY KEY NOT NULL,
	"dimensions" integer NOT NULL,
	"current" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "section_vector" (
	"collection" text NOT NULL,
	"number" integer NOT NULL,
	"vector" vector NOT NULL,
	CONSTRAINT "section_vector_collection_number_pk" PRIMARY KEY("collection","number")
);
--> statement-breakpoint
ALTER TABLE "section_vector" ADD CONSTRAINT "section_vector_collection_section_collection_name_fk" FOREIGN KEY ("collection") REFERENCES "public"."section_collection"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "section_collection_one_current" ON "section_collection" USING btree ("current") WHERE current;