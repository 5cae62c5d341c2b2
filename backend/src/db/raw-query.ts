/** Drizzle's own `sql`, for the one library that builds its statements itself and runs them in our transactions. */
export { sql as rawSql } from 'drizzle-orm';
