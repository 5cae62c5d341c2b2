"""The usual stack on the same work: a question is embedded, matched in Qdrant, answered by a model over numbered
passages, streamed, and kept in PostgreSQL. One worker, asynchronous clients, one pool each.

Run: uvicorn --app-dir bench/answers fastapi_answers:app
(BOOK_MANIFEST, DATABASE_URL, OPENAI_BASE_URL and OPENAI_API_KEY name what it works with).
"""

import json
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from openai import AsyncOpenAI
from pydantic import BaseModel, Field
from qdrant_client import AsyncQdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

MODEL = 'gpt-4o-mini'
EMBEDDING_MODEL = 'text-embedding-3-small'
DIMENSIONS = 384
PASSAGES = 5
EMBEDDING_BATCH = 64
COLLECTION = 'book'

TABLES = """
CREATE TABLE IF NOT EXISTS baseline_session (id uuid PRIMARY KEY, title text NOT NULL, created_at timestamptz DEFAULT now());
CREATE TABLE IF NOT EXISTS baseline_message (
  id uuid PRIMARY KEY, session_id uuid NOT NULL REFERENCES baseline_session(id), role text NOT NULL,
  content text NOT NULL, created_at timestamptz DEFAULT now()
);
"""


class Question(BaseModel):
    question: str = Field(min_length=1, max_length=4000)
    store: bool = True


openai = AsyncOpenAI()
qdrant = AsyncQdrantClient(':memory:')


async def embed(texts: list[str]) -> list[list[float]]:
    response = await openai.embeddings.create(model=EMBEDDING_MODEL, input=texts, dimensions=DIMENSIONS)
    return [item.embedding for item in response.data]


async def index_book(path: str) -> None:
    with open(path, encoding='utf-8') as manifest:
        book = json.load(manifest)
    sections = [
        {'title': ' › '.join(section['headingPath']), 'text': '\n'.join(s['plain'] for s in section['segments'])}
        for chapter in book['chapters']
        for section in chapter['sections']
    ]
    await qdrant.create_collection(
        COLLECTION, vectors_config=VectorParams(size=DIMENSIONS, distance=Distance.COSINE)
    )
    for start in range(0, len(sections), EMBEDDING_BATCH):
        batch = sections[start : start + EMBEDDING_BATCH]
        vectors = await embed([f'{section["title"]}\n{section["text"]}' for section in batch])
        points = [
            PointStruct(id=start + place, vector=vector, payload=section)
            for place, (vector, section) in enumerate(zip(vectors, batch, strict=True))
        ]
        await qdrant.upsert(COLLECTION, points)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ['DATABASE_URL'], min_size=10, max_size=10)
    async with app.state.pool.acquire() as connection:
        await connection.execute(TABLES)
    await index_book(os.environ['BOOK_MANIFEST'])
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


def encode(message_id: uuid.UUID, sequence: int, event: str, data: object) -> str:
    return f'id: {message_id}.{sequence}\nevent: {event}\ndata: {json.dumps(data)}\n\n'


async def answer(question: str) -> AsyncIterator[str]:
    message_id, session_id = uuid.uuid4(), uuid.uuid4()
    [vector] = await embed([question])
    found = await qdrant.query_points(COLLECTION, query=vector, limit=PASSAGES, with_payload=True)
    passages = [point.payload for point in found.points if point.payload]
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            'INSERT INTO baseline_session (id, title) VALUES ($1, $2)', session_id, question[:80]
        )
        await connection.execute(
            "INSERT INTO baseline_message (id, session_id, role, content) VALUES ($1, $2, 'user', $3)",
            uuid.uuid4(), session_id, question,
        )
    yield encode(message_id, 1, 'meta', {'context': passages})
    numbered = '\n\n'.join(f'[{n}] {p["title"]}\n{p["text"]}' for n, p in enumerate(passages, 1))
    stream = await openai.chat.completions.create(
        model=MODEL,
        stream=True,
        stream_options={'include_usage': True},
        messages=[
            {'role': 'system', 'content': 'Answer from the numbered passages only and cite them as [n].'},
            {'role': 'user', 'content': f'{numbered}\n\nQuestion: {question}'},
        ],
    )
    sequence, text = 1, ''
    async for chunk in stream:
        piece = chunk.choices[0].delta.content if chunk.choices else None
        if not piece:
            continue
        sequence += 1
        text += piece
        yield encode(message_id, sequence, 'delta', {'text': piece})
    async with app.state.pool.acquire() as connection:
        await connection.execute(
            "INSERT INTO baseline_message (id, session_id, role, content) VALUES ($1, $2, 'assistant', $3)",
            message_id, session_id, text,
        )
    yield encode(message_id, sequence + 1, 'done', {'finishReason': 'stop'})


@app.get('/health')
async def health() -> dict[str, str]:
    return {'status': 'healthy'}


@app.post('/api/v1/chat')
async def chat(question: Question) -> StreamingResponse:
    return StreamingResponse(answer(question.question), media_type='text/event-stream')
