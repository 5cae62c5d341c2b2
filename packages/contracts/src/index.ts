export * from './book.ts';
export * from './chat.ts';
export * from './content.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './health.ts';
export * from './site-csp.ts';
