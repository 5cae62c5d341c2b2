-- Vectors of passages (pgvector 0.6 or later). The first migration, because the columns of later ones need the type.
CREATE EXTENSION IF NOT EXISTS vector;
