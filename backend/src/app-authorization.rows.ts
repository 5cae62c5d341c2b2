/**
 * Who may do what, route by route, written by hand from the table of rights in docs/security.md. The columns are nobody,
 * another reader, the owner, an author, an instructor, an admin.
 */
import { type AuthorizationRow, all, owners } from './app-authorization.columns.ts';

const SENSORS = 'default/current/sensors';
const NOW = '2026-11-21T12:00:00.000Z';
const anchor = { chapterKey: SENSORS, sectionId: 'imu', hash: null };

/** Rows of all routes but those at `/api/auth/*`. */
export const READER_ROWS: readonly AuthorizationRow[] = [
  // Read, ask, look around: everybody.
  { route: 'GET /health', expected: all(200) },
  { route: 'GET /health/live', expected: all(200) },
  { route: 'GET /health/ready', expected: all(200) },
  { route: 'GET /openapi.json', expected: all(200) },
  { route: 'GET /docs', expected: all(200) },
  { route: 'GET /docs/static/index.html', expected: all(302) },
  { route: 'GET /docs/static/swagger-initializer.js', expected: all(200) },
  { route: 'GET /docs/json', expected: all(200) },
  { route: 'GET /docs/yaml', expected: all(200) },
  { route: 'GET /docs/static/*', expected: all(200), send: () => ({ url: '/docs/static/swagger-ui.css' }) },
  { route: 'GET /*', expected: all(404), send: () => ({ url: '/no-such-page' }) },
  { route: 'OPTIONS *', expected: all(404), send: () => ({ url: '/no-such-page' }) },
  { route: 'GET /api/v1/book', expected: all(200) },
  {
    route: 'GET /api/v1/book/chapters/:id',
    expected: all(200),
    send: () => ({ url: `/api/v1/book/chapters/${encodeURIComponent(SENSORS)}` }),
  },
  { route: 'GET /api/v1/search', expected: all(200), send: () => ({ url: '/api/v1/search?q=lidar' }) },
  {
    route: 'POST /api/v1/chat',
    expected: all(200),
    send: () => ({ body: { question: 'What is a LiDAR?', scope: { type: 'book' } } }),
  },
  // Reading in one's language costs no account; a version that no page shows, and text that is not the book's, nobody gets.
  {
    route: 'POST /api/v1/translate',
    expected: all(409),
    send: () => ({ body: { chapterId: SENSORS, sourceHash: 'old', language: 'ur' } }),
  },
  {
    route: 'POST /api/v1/translate/selection',
    expected: all(409),
    send: () => ({
      body: { chapterId: SENSORS, sourceHash: 'old', language: 'ur', segmentIds: ['x'], text: 'translate this' },
    }),
  },
  {
    route: 'POST /api/v1/translate/reports',
    expected: all(409),
    send: () => ({
      body: { chapterId: SENSORS, sourceHash: 'old', language: 'ur', segmentId: 'x', reason: 'wrong' },
    }),
  },
  { route: 'GET /api/v1/translate/languages', expected: all(200) },
  {
    route: 'GET /api/v1/translate/titles',
    expected: all(200),
    send: () => ({ url: '/api/v1/translate/titles?language=ur' }),
  },
  { route: 'POST /api/v1/chat/challenge', expected: all(200) },
  { route: 'POST /api/v1/chat/ws-ticket', expected: all(200) },
  // Without an upgrade there is nothing to read; with a cookie and no Origin not even that.
  { route: 'GET /api/v1/chat/ws', expected: [404, 403, 403, 403, 403, 403] },
  { route: 'GET /api/v1/me/allowance', expected: all(200) },
  { route: 'GET /api/v1/me/privacy', expected: all(200) },
  { route: 'GET /api/v1/me', expected: all(200) },
  { route: 'POST /api/v1/identity/anonymous', expected: all(200) },
  // A token opens it, no role does.
  { route: 'GET /metrics', expected: all(401) },
  // The protocol wants its own Accept header, no matter whose.
  { route: 'POST /mcp', expected: all(406), send: () => ({ body: {} }) },

  // Own conversations: who asks owns them, another's are not there.
  { route: 'GET /api/v1/chat/sessions', expected: all(200) },
  {
    route: 'GET /api/v1/chat/sessions/:id',
    expected: owners(200),
    send: ({ chatSession }) => ({ url: `/api/v1/chat/sessions/${chatSession}` }),
  },
  {
    route: 'GET /api/v1/chat/sessions/:id/export',
    expected: owners(200),
    send: ({ chatSession }) => ({ url: `/api/v1/chat/sessions/${chatSession}/export` }),
  },
  {
    route: 'PATCH /api/v1/chat/sessions/:id',
    expected: owners(200),
    send: ({ chatSession }) => ({ url: `/api/v1/chat/sessions/${chatSession}`, body: { title: 'Sensors' } }),
  },
  {
    route: 'POST /api/v1/chat/messages/:id/feedback',
    expected: owners(204),
    send: ({ answer }) => ({ url: `/api/v1/chat/messages/${answer}/feedback`, body: { rating: 'up' } }),
  },
  {
    route: 'GET /api/v1/chat/streams/:messageId',
    expected: owners(200),
    send: ({ answer }) => ({ url: `/api/v1/chat/streams/${answer}` }),
  },
  {
    route: 'DELETE /api/v1/chat/streams/:messageId',
    expected: owners(204),
    send: ({ answer }) => ({ url: `/api/v1/chat/streams/${answer}` }),
  },
  {
    route: 'DELETE /api/v1/chat/sessions/:id',
    expected: owners(204),
    send: ({ chatSession }) => ({ url: `/api/v1/chat/sessions/${chatSession}` }),
  },

  // Own learning.
  { route: 'GET /api/v1/learning/progress', expected: all(200) },
  {
    route: 'PUT /api/v1/learning/progress',
    expected: all(200),
    send: () => ({ body: { chapters: [{ chapterKey: SENSORS, last: { sectionId: 'imu', visitedAt: NOW } }] } }),
  },
  { route: 'GET /api/v1/learning/overview', expected: all(200) },
  {
    route: 'POST /api/v1/learning/quizzes/:id/attempts',
    expected: all(201),
    send: () => ({
      url: '/api/v1/learning/quizzes/sensors/attempts',
      body: { chapterKey: SENSORS, answers: [{ itemId: 'rest', choiceIds: ['up'] }] },
    }),
  },
  {
    route: 'GET /api/v1/learning/quizzes/:id/attempts',
    expected: all(200),
    send: () => ({ url: `/api/v1/learning/quizzes/sensors/attempts?chapterKey=${encodeURIComponent(SENSORS)}` }),
  },
  { route: 'GET /api/v1/learning/reviews/due', expected: all(200) },
  {
    route: 'POST /api/v1/learning/reviews/:id',
    expected: owners(200),
    send: ({ card, cardReps }) => ({
      url: `/api/v1/learning/reviews/${card}`,
      body: { reps: cardReps, rating: 'good' },
    }),
  },
  { route: 'GET /api/v1/learning/bookmarks', expected: all(200) },
  {
    route: 'POST /api/v1/learning/bookmarks',
    expected: all(201),
    send: () => ({ body: { anchor: { ...anchor, sectionId: 'lidar' } } }),
  },
  {
    route: 'PATCH /api/v1/learning/bookmarks/:id',
    expected: owners(200),
    send: ({ bookmark }) => ({ url: `/api/v1/learning/bookmarks/${bookmark}`, body: { label: 'IMU' } }),
  },
  {
    route: 'DELETE /api/v1/learning/bookmarks/:id',
    expected: owners(204),
    send: ({ bookmark }) => ({ url: `/api/v1/learning/bookmarks/${bookmark}` }),
  },
  { route: 'GET /api/v1/learning/notes', expected: all(200) },
  { route: 'POST /api/v1/learning/notes', expected: all(201), send: () => ({ body: { anchor, text: 'a note' } }) },
  {
    route: 'PATCH /api/v1/learning/notes/:id',
    expected: owners(200),
    send: ({ note, noteUpdatedAt }) => ({
      url: `/api/v1/learning/notes/${note}`,
      body: { updatedAt: noteUpdatedAt, text: 'changed' },
    }),
  },
  {
    route: 'DELETE /api/v1/learning/notes/:id',
    expected: owners(204),
    send: ({ note }) => ({ url: `/api/v1/learning/notes/${note}` }),
  },

  // Own profile, export, deletion.
  { route: 'GET /api/v1/me/profile', expected: all(200) },
  { route: 'PUT /api/v1/me/profile', expected: all(200), send: () => ({ body: { software: 'beginner' } }) },
  { route: 'GET /api/v1/me/export', expected: all(200) },
  { route: 'DELETE /api/v1/me', expected: all(200), expendable: true, send: () => ({ body: {} }) },
];
