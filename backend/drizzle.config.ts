import { defineConfig } from 'drizzle-kit';

/** `npm run migrations:generate -- --name <topic>` compares the tables of all features with the last migration. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/{features,providers,usage}/**/*.table.ts',
  out: './migrations',
  casing: 'snake_case',
});
