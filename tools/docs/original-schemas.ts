/** The schema names of the Python original, and what answers to each here. The names on the right are ids in /openapi.json. */

/** One schema of the original. */
export interface OriginalSchema {
  readonly original: string;
  /** Id of ours. */
  readonly ours: string;
  /** What differs, in a few words. */
  readonly note: string;
}

/** All of them, by feature. */
export const ORIGINAL_SCHEMAS: readonly OriginalSchema[] = [
  { original: 'UserCreate', ours: 'UserCreate', note: 'Background questions moved to the profile' },
  { original: 'UserLogin', ours: 'UserLogin', note: '' },
  { original: 'UserResponse', ours: 'UserResponse', note: '' },
  {
    original: 'AuthResponse',
    ours: 'AuthResponse',
    note: 'The session travels in an HttpOnly cookie; the token is for clients without',
  },
  { original: 'ChatRequest', ours: 'ChatRequest', note: 'Selected text is a scope with segment ids' },
  { original: 'ChatResponse', ours: 'ChatResponse', note: 'Citations are quotes with offsets' },
  {
    original: 'WebSocketMessage',
    ours: 'WebSocketMessage',
    note: 'Frames of the client; the server sends the stream’s events',
  },
  { original: 'PersonalizeRequest', ours: 'PersonalizeRequest', note: 'Ids instead of the chapter’s text' },
  { original: 'PersonalizeResponse', ours: 'PersonalizeResponse', note: 'Segments instead of a whole text' },
  { original: 'UserProfile', ours: 'UserProfile', note: '' },
  { original: 'TranslateRequest', ours: 'TranslateRequest', note: 'Ids instead of the chapter’s text' },
  { original: 'TranslateResponse', ours: 'TranslateResponse', note: 'Segments instead of a whole text' },
  { original: 'SupportedLanguage', ours: 'SupportedLanguage', note: 'Fifteen languages' },
  { original: 'HealthResponse', ours: 'HealthResponse', note: 'With capabilities' },
  { original: 'MetricsResponse', ours: 'MetricsResponse', note: 'Prometheus reads /metrics' },
  { original: 'ErrorResponse', ours: 'ErrorResponse', note: 'RFC 9457 problem document' },
  { original: 'PaginationParams', ours: 'PaginationParams', note: 'A cursor instead of page numbers' },
  {
    original: 'PaginatedResponse',
    ours: 'PaginatedResponse',
    note: 'A cursor instead of page numbers; one named page per list',
  },
];
