"""The usual stack on the same work: the book's outline and one chapter as JSON, through response models.

Run: uvicorn --app-dir bench/server fastapi_baseline:app (BOOK_MANIFEST names the manifest).
"""

import json
import os

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class SectionSummary(BaseModel):
    id: str
    title: str
    depth: int
    permalink: str


class ChapterSummary(BaseModel):
    key: str
    id: str
    locale: str
    order: int
    title: str
    permalink: str
    sourceHash: str
    hardware: list[str]
    tags: list[str]
    objectives: list[str]
    prerequisites: list[str]
    sections: list[SectionSummary]


class BookResponse(BaseModel):
    title: str
    defaultLocale: str
    chapters: list[ChapterSummary]


class Placeholder(BaseModel):
    id: str
    type: str
    reading: str


class Segment(BaseModel):
    id: str
    kind: str
    text: str
    plain: str
    hash: str
    placeholders: list[Placeholder]


class Section(BaseModel):
    id: str
    headingPath: list[str]
    permalink: str
    segments: list[Segment]


class Chapter(BaseModel):
    key: str
    id: str
    title: str
    permalink: str
    sourceHash: str
    sections: list[Section]


with open(os.environ['BOOK_MANIFEST'], encoding='utf-8') as manifest:
    book = json.load(manifest)

outline = BookResponse(
    title=book['title'],
    defaultLocale=book['defaultLocale'],
    chapters=[
        {**chapter, 'sections': [
            {'id': section['id'], 'title': section['headingPath'][-1],
             'depth': len(section['headingPath']) - 1, 'permalink': section['permalink']}
            for section in chapter['sections']
        ]}
        for chapter in book['chapters']
    ],
)
chapters = {chapter['key']: Chapter(**chapter) for chapter in book['chapters']}
app = FastAPI()


@app.get('/health')
async def health() -> dict[str, str]:
    return {'status': 'healthy'}


@app.get('/api/v1/book')
async def read_book() -> BookResponse:
    return outline


@app.get('/api/v1/book/chapters/{key:path}')
async def read_chapter(key: str) -> Chapter:
    if key not in chapters:
        raise HTTPException(404)
    return chapters[key]
